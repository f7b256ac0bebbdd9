from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from home.front_page import TIERS
from kit.access import access
from organisations import scopes
from organisations.models import Role


class Example(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("As it shall stand on the page."))
    day = forms.DateField(label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("class")), ("b", _("school"))], widget=forms.RadioSelect)
    agree = forms.BooleanField(label=_("I have read the pledge"))


@access("public")
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part of the design in one page, for who builds or judges it: in a demonstration, and for operators."""
    if not settings.DEMO and not scopes.has_role(request.user, Role.OPERATOR):
        raise Http404
    context = {
        "tiers": TIERS,
        "form": Example({"day": "soon", "kind": "a"}),
        "page": Paginator(range(1234), 20).get_page(3),
    }
    return render(request, "home/styleguide.html", context)

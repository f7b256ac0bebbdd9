"""Who holds which right where: given and taken by the security administrator, read by the auditor."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.errors import Refusal
from kit.web import attempt
from organisations import desk_work, scopes
from organisations.actions import grants
from organisations.doors import desk
from organisations.forms import GrantForm
from organisations.models import Organisation, Role

ON_A_PAGE = 50
SECURITY, AUDITOR = Role.SECURITY_ADMIN.value, Role.AUDITOR.value


@desk(SECURITY, AUDITOR)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every right above teaching in the territory, those that ended too when asked for."""
    words = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    role = request.GET.get("role", "")
    found = desk_work.grants(request.user)
    if request.GET.get("ended") != "1":
        found = found.filter(revoked_at=None)
    if role in Role.values:
        found = found.filter(role=role)
    if words:
        found = found.filter(Q(user__username=words) | Q(organisation__name__contains=words))
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "role": role,
        "ended": request.GET.get("ended") == "1",
        "roles": [choice for choice in Role.choices if choice[0] not in {Role.TEACHER, Role.STUDENT}],
        "may_give": scopes.has_role(request.user, SECURITY),
        "today": clock.today(),
    }
    return render(request, "organisations/roles.html", context)


@desk(SECURITY, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    form = GrantForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid() and _give(request, form):
        return redirect("organisations:roles")
    return render(request, "organisations/give.html", {"form": form})


@desk(SECURITY, writes=True)
@require_POST
def take(request: HttpRequest, grant: int) -> HttpResponse:
    given = get_object_or_404(desk_work.grants(request.user), pk=grant, revoked_at=None)
    at = request.received_at  # type: ignore[attr-defined]
    attempt(
        request,
        lambda: grants.withdraw(given, by=request.user, at=at),
        _("The role has been taken away; it ends within seconds."),
    )
    return redirect("organisations:roles")


def _give(request: HttpRequest, form: GrantForm) -> bool:
    told = form.cleaned_data
    user = get_user_model().objects.filter(username=told["username"].strip(), is_active=True).first()
    named = told["organisation"].strip()
    mine = Organisation.objects.filter(scopes.within(request.user, SECURITY, field="path"), closed_on=None)
    places = mine.filter(Q(uscc=named.upper()) | Q(school_code=named) | Q(name=named))[:2]
    if user is None:
        form.add_error("username", _("There is no account with this username. Import the roster first."))
    if len(places) != 1:
        form.add_error("organisation", _("This names no organisation of your territory, or several. Use its code."))
    if form.errors or user is None:
        return False
    try:
        grants.appoint(
            user,
            told["role"],
            places[0],
            by=request.user,
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The role has been given."))
    return True

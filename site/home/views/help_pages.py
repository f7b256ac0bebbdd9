from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home import articles
from kit.access import access
from organisations import demo as world
from organisations.models import Role


@access("public")
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "home/help.html", {"roles": articles.shown("role")})


@access("public")
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """The accounts of the demo world. There is no such page in a real deployment."""
    if not settings.DEMO:
        raise Http404
    names = dict(Role.choices)
    accounts = [{**one, "role": names[one["role"]]} for one in world.accounts()]
    return render(request, "home/demo.html", {"password": world.PASSWORD, "accounts": accounts})

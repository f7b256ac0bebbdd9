"""What waits for the person who is signed in."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from kit import clock, desks
from kit.access import access
from organisations import scopes
from organisations.models import Role

log = logging.getLogger(__name__)
LEARNERS = {Role.TEACHER.value, Role.STUDENT.value}


@dataclass(frozen=True)
class Line:
    title: Any
    url: str
    count: int | None


def lines(user: Any, roles: set[str], *, learner: bool) -> list[Line]:
    """The sections of these roles as they stand now; those of a learner's page have keys beginning with `me.`."""
    found = []
    for section in desks.sections_for(roles):
        if section.key.startswith("me.") != learner:
            continue
        try:
            url = reverse(section.url_name, kwargs=section.url_kwargs)
        except NoReverseMatch:
            log.error("desk section leads nowhere", extra={"event": "desk_section_unmounted", "section": section.key})
            continue
        found.append(Line(section.title, url, section.count(user) if section.count else None))
    return found


@access("signed-in", tenant="own")
@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The work of the user's roles: of all of them, or of those at one organisation."""
    grants = scopes.grants(request.user)
    places = sorted({grant.organisation for grant in grants}, key=lambda one: one.path)
    chosen = next((place for place in places if str(place.uuid) == request.GET.get("at", "")), None)
    mine = [grant for grant in grants if chosen is None or grant.organisation_id == chosen.pk]
    found = lines(request.user, {grant.role for grant in mine}, learner=False)
    context = {
        "lines": found,
        "waiting": sum(line.count or 0 for line in found),
        "today": clock.today(),
        "places": places,
        "chosen": chosen,
        "grants": sorted(mine, key=lambda one: (one.organisation.path, one.role)),
    }
    return render(request, "home/desk.html", context)


@access("signed-in", tenant="own")
@login_required
@require_safe
def learner(request: HttpRequest) -> HttpResponse:
    """What the learner still has to do, and what was reached."""
    roles = scopes.roles_of(request.user)
    found = lines(request.user, roles, learner=True)
    context = {
        "lines": found,
        "waiting": sum(line.count or 0 for line in found),
        "has_desk": bool(roles - LEARNERS),
    }
    return render(request, "home/me.html", context)


@access("public")
@require_safe
def editor_door(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends who may not enter: strangers go on to sign in, everybody else learns why not."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.GET.get("next", reverse("home:desk")))
    return render(request, "home/editor_door.html", status=403)


@access("public", tenant="own")
@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """The personal part of the page's head, asked for after the page; nothing for who is not signed in."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        response = HttpResponse(status=204)
        response.headers["Cache-Control"] = "no-store"
        return response
    has_desk = bool(scopes.roles_of(request.user) - LEARNERS)
    return render(request, "parts/menu.html", {"has_desk": has_desk})

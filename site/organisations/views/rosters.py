"""The roster of a school: who is on it, who still has to sign in, and the slips for them."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.errors import Refusal
from kit.web import attempt
from organisations import desk_work, scopes, slip_sheet
from organisations.actions import people
from organisations.doors import desk
from organisations.forms import PersonForm
from organisations.models import Organisation, Role, RoleGrant
from organisations.models.memberships import KEEPERS, READERS

ON_A_PAGE = 50
SLIPS_AT_ONCE = 500


@desk(*READERS)
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    """The units whose rosters the user keeps; who keeps one goes straight to it."""
    words = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    found = desk_work.schools(request.user)
    if words:
        found = found.filter(Q(name__contains=words) | Q(uscc=words.upper()) | Q(school_code=words))
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    if not words and page.paginator.count == 1:
        return redirect("organisations:roster", page.object_list[0].uuid)
    return render(request, "organisations/schools.html", {"page": page, "words": words})


@desk(*READERS, tenant="organisation")
@require_safe
def roster(request: HttpRequest, uuid: str) -> HttpResponse:
    school = _school(request, uuid)
    words = request.GET.get("q", "").strip()[:60].replace("\x00", "")
    everybody = desk_work.members(request.user, school)
    found = everybody.filter(Q(user__name__contains=words) | Q(staff_number=words)) if words else everybody
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "school": school,
        "words": words,
        "page": page,
        "lines": desk_work.lines(page.object_list),
        "new": desk_work.never_signed_in(everybody).count(),
        "may_keep": _may_keep(request, school),
    }
    return render(request, "organisations/roster.html", context)


@desk(*KEEPERS, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, uuid: str) -> HttpResponse:
    school = _school(request, uuid, *KEEPERS)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _enter(request, form, school):
        return redirect("organisations:roster", school.uuid)
    return render(request, "organisations/person.html", {"school": school, "form": form})


@desk(*KEEPERS, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, uuid: str, who: str) -> HttpResponse:
    """One person: what the roster says, and the roles at this school."""
    school = _school(request, uuid, *KEEPERS)
    one = get_object_or_404(desk_work.members(request.user, school), user__uuid=who)
    roles = RoleGrant.objects.filter(user=one.user, organisation=school, revoked_at=None).order_by("pk")
    is_editor = any(grant.role == Role.SCHOOL_EDITOR for grant in roles)
    form = PersonForm(request.POST or None, membership=one, is_editor=is_editor)
    if request.method == "POST" and form.is_valid() and _enter(request, form, school):
        return redirect("organisations:roster", school.uuid)
    context = {"school": school, "form": form, "membership": one, "roles": roles}
    return render(request, "organisations/person.html", context)


@desk(*KEEPERS, tenant="organisation", writes=True)
@require_POST
def withdraw(request: HttpRequest, uuid: str, who: str, grant: int) -> HttpResponse:
    """Take a school role away."""
    school = _school(request, uuid, *KEEPERS)
    given = get_object_or_404(RoleGrant, pk=grant, organisation=school, user__uuid=who, revoked_at=None)
    at = request.received_at  # type: ignore[attr-defined]
    attempt(request, lambda: people.withdraw(given, by=request.user, at=at), _("The role has been taken away."))
    return redirect("organisations:person", school.uuid, who)


@desk(*KEEPERS, tenant="organisation", writes=True)
@require_POST
def slips(request: HttpRequest, uuid: str) -> HttpResponse:
    """New slips, shown once to be printed: for the chosen people, or for everybody who has no password yet."""
    school = _school(request, uuid, *KEEPERS)
    everybody = desk_work.members(request.user, school)
    if request.POST.get("who") == "new":
        chosen = desk_work.never_signed_in(everybody)
    else:
        chosen = everybody.filter(user__uuid__in=_uuids(request.POST.getlist("person")))
    wanted = list(chosen[:SLIPS_AT_ONCE])
    if not wanted:
        messages.error(request, _("Nobody was chosen. Tick the people who need a slip."))
        return redirect("organisations:roster", school.uuid)
    at = request.received_at  # type: ignore[attr-defined]
    try:
        codes = people.issue_slips(wanted, by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("organisations:roster", school.uuid)
    printed = slip_sheet.lines([one.user for one in wanted], codes)
    until = at + timedelta(days=settings.SLIP_DAYS)
    return render(request, "organisations/slips.html", {"school": school, "lines": printed, "until": until})


def _enter(request: HttpRequest, form: PersonForm, school: Organisation) -> bool:
    at = request.received_at  # type: ignore[attr-defined]
    try:
        people.enter(form.draft(), school, by=request.user, at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The roster has been changed."))
    return True


def _school(request: HttpRequest, uuid: str, *roles: str) -> Organisation:
    mine = Organisation.objects.filter(scopes.within(request.user, *(roles or READERS), field="path"), closed_on=None)
    return get_object_or_404(mine, uuid=uuid)


def _may_keep(request: HttpRequest, school: Organisation) -> bool:
    return scopes.covers(request.user, school, *KEEPERS)


def _uuids(values: list[str]) -> list[UUID]:
    """Those that are uuids at all."""
    found = []
    for value in values[:SLIPS_AT_ONCE]:
        with suppress(ValueError):
            found.append(UUID(value))
    return found

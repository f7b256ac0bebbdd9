"""The school's side: its list, and the one page on which an activity is written."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.activities import desk_work, linter
from campaigns.activities.actions import activities
from campaigns.activities.forms import ActivityForm, WithdrawForm
from campaigns.activities.models import SCHOOL_ROLES, Activity, ActivityState
from campaigns.activities.views import keeping, reading
from kit import clock
from kit.errors import Refusal
from kit.uuids import uuid7
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Organisation, Role

SCHOOL = tuple(role.value for role in SCHOOL_ROLES)
READERS = (*SCHOOL, Role.OFFICER.value, Role.AUDITOR.value)
A_PAGE = 30


@desk(*SCHOOL, tenant="organisation")
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What the user's schools wrote, newest first, with where it stands and until when it is reviewed."""
    found = Activity.objects.of_school_people(request.user).select_related("organisation").order_by("-pk")
    state = request.GET.get("state", "")
    if state in ActivityState.values:
        found = found.filter(state=state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = desk_work.with_clock(page.object_list, request.received_at)
    context = {"page": page, "rows": rows, "state": state, "states": ActivityState.choices}
    return render(request, "activities/desk/own.html", context)


@desk(*SCHOOL, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new activity. The first time it is sent, a draft is kept, whatever else is wrong with it."""
    school = _school(request)
    if request.method != "POST":
        form = ActivityForm(organisation=school, initial={"uuid": uuid7()})
        return render(request, "activities/desk/form.html", {"form": form, "school": school})
    form = ActivityForm(request.POST, request.FILES, organisation=school)
    form.is_valid()
    if "uuid" not in form.cleaned_data:
        raise Http404
    try:
        begun = activities.start(school, form.cleaned_data["uuid"], by=request.user, at=request.received_at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("activities:own")
    return _kept(request, begun, form)


@desk(*READERS, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def activity(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form, to the school while it may write; to everybody else who may see it, the page to read."""
    found = find(request, uuid)
    writes = found.writable and scopes.covers(request.user, found.organisation, *SCHOOL_ROLES)
    if request.method == "POST":
        if not writes:
            messages.error(request, _("It was handed in and cannot be changed now."))
            return redirect("activities:desk_activity", uuid)
        form = ActivityForm(request.POST, request.FILES, organisation=found.organisation, activity=found)
        form.is_valid()
        return _kept(request, found, form)
    if writes:
        return _form(request, found, ActivityForm(organisation=found.organisation, activity=found))
    return render(request, "activities/desk/read.html", reading.context(request.user, found, request.received_at))


@desk(*READERS, tenant="organisation", writes=True)
@require_http_methods(["POST"])
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = find(request, uuid), WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it is taken down."))
        return redirect("activities:desk_activity", uuid)
    act = partial(activities.withdraw, found, form.cleaned_data["because"], by=request.user, at=request.received_at)
    attempt(request, act, _("It is taken down, and its pictures with it."))
    return redirect("activities:desk_activity", uuid)


def find(request: HttpRequest, uuid: UUID) -> Activity:
    seen = Activity.objects.visible_to(request.user)
    linked = seen.select_related("organisation__managing_authority", "organisation__parent", "author", "reviewer")
    return get_object_or_404(linked, uuid=uuid)


def _kept(request: HttpRequest, found: Activity, form: ActivityForm) -> HttpResponse:
    """Everything that can be kept is kept; then the hand-in, if that was asked for; then what is still wrong."""
    found, form = keeping.keep(found, form, by=request.user, at=request.received_at)
    if form.errors:
        return _form(request, found, form, status=422)
    if "submit" in request.POST:
        hand_in = partial(activities.submit, found, by=request.user, at=request.received_at, version=found.version)
        if attempt(request, hand_in, _("It is handed in. You see here until when it is reviewed.")):
            return redirect("activities:own")
        return redirect("activities:desk_activity", found.uuid)
    messages.success(request, _("The draft is kept."))
    return redirect("activities:desk_activity", found.uuid)


def _form(request: HttpRequest, found: Activity, form: ActivityForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "school": found.organisation,
        "activity": found,
        "findings": linter.findings(found, clock.local(request.received_at).date()),
        "notes": desk_work.last_notes(found),
        "returned": found.state == ActivityState.RETURNED,
    }
    return render(request, "activities/desk/form.html", context, status=status)


def _school(request: HttpRequest) -> Organisation:
    """The school that the user edits for; of several the one that `?school=` names, else the first."""
    mine = Organisation.objects.schools().filter(scopes.within(request.user, *SCHOOL, field="path")).order_by("path")
    asked = next((one for one in mine if str(one.uuid) == request.GET.get("school", "")), None)
    found = asked or mine.first()
    if found is None:
        raise Http404
    return found

"""Entries on the desk: looking them up, suspending, restoring and revoking them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.creditfeed.models import FeedRow
from campaigns.honours import desk_work
from campaigns.honours.actions import entries
from campaigns.honours.forms import ReasonForm, SuspensionForm
from campaigns.honours.models import EntryStatus, HonourEntry
from campaigns.honours.views.desk import READERS
from kit import clock
from kit.web import attempt
from organisations.doors import desk
from organisations.models import Role

ACTS: dict[str, tuple[Callable[..., Any], type[ReasonForm]]] = {
    "suspend": (entries.suspend, SuspensionForm),
    "restore": (entries.restore, ReasonForm),
    "revoke": (entries.revoke, ReasonForm),
}


@desk(*READERS)
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Entries by what is typed; without it, the suspended ones, those due for review first."""
    typed = request.GET.get("q", "")[:120]
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    suspended = HonourEntry.objects.visible_to(request.user).filter(status=EntryStatus.SUSPENDED)
    rows = desk_work.found_entries(request.user, typed) if typed.strip() else suspended.order_by("review_on")[:200]
    context = {"q": typed, "rows": [(one, one.status_on(today)) for one in rows], "today": today}
    return render(request, "honours/desk/entries.html", context)


@desk(*READERS)
@require_safe
def entry(request: HttpRequest, uuid: str) -> HttpResponse:
    """One entry with its history and everything that the credit platforms were told."""
    found = _found(request, uuid)
    context = {
        "entry": found,
        "status": found.status_on(clock.local(request.received_at).date()),  # type: ignore[attr-defined]
        "events": found.events.select_related("by"),
        "rows": FeedRow.objects.states_of(found.uuid),
        "acts": _acts(request, found),
    }
    return render(request, "honours/desk/entry.html", context)


@desk(Role.DECIDER.value, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, uuid: str, name: str) -> HttpResponse:
    """A page of its own for each act, so that none is one mis-click away."""
    found = _found(request, uuid)
    if name not in ACTS:
        raise Http404
    if request.method != "POST" and name not in _acts(request, found):
        return redirect("honours:desk_entry", uuid)
    do, kind = ACTS[name]
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = request.received_at  # type: ignore[attr-defined]
        if attempt(request, partial(do, found, by=request.user, at=at, **form.cleaned_data), _done(name)):
            return redirect("honours:desk_entry", uuid)
    return render(request, "honours/desk/act.html", {"entry": found, "form": form, "act": name})


def _acts(request: HttpRequest, found: HonourEntry) -> list[str]:
    if not entries.may_act(request.user, found):
        return []
    return {
        EntryStatus.SUSPENDED.value: ["restore", "revoke"],
        EntryStatus.REVOKED.value: [],
    }.get(found.status, ["suspend", "revoke"])


def _done(name: str) -> str:
    return {
        "suspend": _("The entry is not shown any more, on any channel."),
        "restore": _("The entry is shown again."),
        "revoke": _("The honour is revoked; every channel says so."),
    }[name]


def _found(request: HttpRequest, uuid: str) -> HonourEntry:
    linked = HonourEntry.objects.visible_to(request.user).select_related("decision__organ", "organisation", "call")
    return get_object_or_404(linked, uuid=uuid)

"""The bureau's side: what waits for it, reading an application, giving its word."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.calls import rules, standing
from campaigns.calls.actions import applications
from campaigns.calls.forms import RecommendForm, ReturnForm, VerdictForm
from campaigns.calls.models import Application, ApplicationState, Verdict
from kit import clock
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Role

A_PAGE = 50
OFFICER = (Role.OFFICER.value,)
READERS = (Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value)


@desk(*READERS)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for the user's bureau; with `?all=1` everything that was handed in within the territory."""
    waiting = Application.objects.waiting_for(request.user)
    show_all = bool(request.GET.get("all")) or not scopes.has_role(request.user, Role.OFFICER)
    shown = _handed_in(request) if show_all else waiting
    page = Paginator(
        shown.select_related("call", "organisation", "reviewer").order_by("submitted_at", "pk"), A_PAGE
    ).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": waiting.count(), "show_all": show_all}
    return render(request, "calls/review/queue.html", context)


@desk(*READERS)
@require_safe
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _found(request, uuid))


@desk(*OFFICER, writes=True)
@require_POST
def recommend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = _found(request, uuid), RecommendForm(request.POST)
    return _answer(request, found, form, applications.recommend, _("Recommended."), "recommend")


@desk(*OFFICER, writes=True)
@require_POST
def send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = _found(request, uuid), ReturnForm(request.POST, today=_today(request))
    return _answer(request, found, form, applications.send_back, _("Returned; the unit was told."), "back")


@desk(*OFFICER, writes=True)
@require_POST
def reject(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = _found(request, uuid), VerdictForm(request.POST)
    return _answer(request, found, form, applications.reject, _("Not recommended; the unit was told."), "reject")


def _answer(
    request: HttpRequest, found: Application, form: Form, act: Callable[..., Any], done: str, name: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, **{name: form})
    at, given = request.received_at, form.cleaned_data
    if attempt(request, lambda: act(found, by=request.user, at=at, **given), done):
        return redirect("calls:reviews")
    found.refresh_from_db()
    return _page(request, found, **{name: form})


def _page(request: HttpRequest, found: Application, **forms: Form) -> HttpResponse:
    rows = standing.rows(found)
    version = {"version": found.version}
    context = {
        "application": found,
        "rows": rows,
        "own_score": standing.own_score(rows),
        "chain": standing.chain(found),
        "why_not": rules.why_not_review(request.user, found),
        "was_returned": found.reviews.filter(verdict=Verdict.RETURN).exists(),
        "recommend": forms.get("recommend") or RecommendForm(initial=version, auto_id="recommend_%s"),
        "back": forms.get("back") or ReturnForm(initial=version, today=_today(request), auto_id="back_%s"),
        "reject": forms.get("reject") or VerdictForm(initial=version, auto_id="reject_%s"),
    }
    return render(request, "calls/review/application.html", context)


def _handed_in(request: HttpRequest) -> Any:
    within = scopes.within(request.user, *READERS)
    return Application.objects.visible_to(request.user).filter(within).exclude(state=ApplicationState.DRAFT)


def _found(request: HttpRequest, uuid: UUID) -> Application:
    return get_object_or_404(_handed_in(request).select_related("call", "organisation", "reviewer"), uuid=uuid)


def _today(request: HttpRequest) -> Any:
    return clock.local(request.received_at).date()

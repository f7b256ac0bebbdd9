"""Decisions on the desk: compiled by one person, released by another."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.honours import desk_work
from campaigns.honours.actions import decisions
from campaigns.honours.forms import AgainForm, DecisionForm
from campaigns.honours.models import Decision, DecisionState
from campaigns.notices.models import PublicNotice
from campaigns.notices.views.desk import plain
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Role

READERS = (Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value)
A_PAGE = 50


@desk(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Notices on which nothing is decided yet, and every decision."""
    at = request.received_at  # type: ignore[attr-defined]
    found = Decision.objects.visible_to(request.user).select_related("call", "organ")
    context = {
        "undecided": desk_work.undecided(request.user, at),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "honours/desk/overview.html", context)


@desk(Role.OFFICER.value, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def compile_decision(request: HttpRequest, code: str) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    notice: PublicNotice = get_object_or_404(desk_work.undecided(request.user, at), code=plain(code))
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(decisions.compile_decision, notice, by=request.user, at=at, **form.cleaned_data)
        if attempt(request, act, _("The decision is compiled. Another person with the decider's role releases it.")):
            return redirect("honours:desk")
    context = {"form": form, "notice": notice, "candidates": _standing(notice)}
    return render(request, "honours/desk/compile.html", context)


@desk(*READERS)
@require_safe
def decision(request: HttpRequest, uuid: str) -> HttpResponse:
    """One decision: its paper, its list, and what the credit platforms answered."""
    found = _found(request, uuid)
    context: dict[str, Any] = {
        "decision": found,
        "may_discard": found.state == DecisionState.COMPILED
        and scopes.holds_at(request.user, found.organ, Role.OFFICER, Role.DECIDER),
        "may_release": found.state == DecisionState.COMPILED
        and scopes.holds_at(request.user, found.organ, Role.DECIDER)
        and found.compiled_by_id != request.user.pk,
    }
    if found.state == DecisionState.RELEASED:
        page = Paginator(found.entries.order_by("entry_no"), A_PAGE).get_page(request.GET.get("page"))
        told = desk_work.told(page)
        context |= {
            "page": page,
            "entries": [(one, told.get(one.uuid, [])) for one in page],
            "counts": desk_work.feed_counts(found),
        }
    elif found.notice:
        context["candidates"] = _standing(found.notice)
    return render(request, "honours/desk/decision.html", context)


@desk(Role.DECIDER.value, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, uuid: str) -> HttpResponse:
    """The list once more, the releaser's own password, and then the one act."""
    at = request.received_at  # type: ignore[attr-defined]
    found = _found(request, uuid)
    if found.state != DecisionState.COMPILED or found.notice is None:
        return redirect("honours:decision", uuid)
    form = AgainForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        act = partial(decisions.release, found, by=request.user, at=at)
        attempt(
            request, act, _("The decision is released. Its entries stand in the roll and go to the credit platforms.")
        )
        return redirect("honours:decision", uuid)
    context = {"form": form, "decision": found, "candidates": _standing(found.notice)}
    return render(request, "honours/desk/release.html", context)


@desk(Role.OFFICER.value, Role.DECIDER.value, writes=True)
@require_POST
def discard(request: HttpRequest, uuid: str) -> HttpResponse:
    at = request.received_at  # type: ignore[attr-defined]
    act = partial(decisions.discard, _found(request, uuid), by=request.user, at=at)
    attempt(request, act, _("The decision is discarded. Its number is free again."))
    return redirect("honours:desk")


def _found(request: HttpRequest, uuid: str) -> Decision:
    linked = Decision.objects.visible_to(request.user).select_related("call", "organ", "notice")
    return get_object_or_404(linked.select_related("compiled_by", "released_by"), uuid=uuid)


def _standing(notice: PublicNotice) -> Any:
    return notice.candidates.standing()

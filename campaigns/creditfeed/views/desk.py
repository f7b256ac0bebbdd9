"""The feed on the desk: how it stands, what was refused, and the three things a person can do about it."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from campaigns.creditfeed.actions import delivery, reconciliation
from campaigns.creditfeed.errors import FeedError
from campaigns.creditfeed.forms import FeedForm, ReconcileForm, ReplayForm
from campaigns.creditfeed.models import Destination, FeedRow
from kit import clock
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Role

OPERATOR = Role.FEED_OPERATOR.value
A_PAGE = 50


@desk(OPERATOR, Role.AUDITOR.value)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every destination with its sums, and what each refused."""
    return render(request, "creditfeed/desk/overview.html", _standing(request))


@desk(OPERATOR, writes=True)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """A refused record waits for delivery again."""
    row = get_object_or_404(FeedRow.objects.visible_to(request.user, OPERATOR), pk=pk)
    attempt(request, partial(delivery.retry, row, by=request.user), _("The record is sent again within a minute."))
    return redirect("creditfeed:desk")


@desk(OPERATOR, writes=True)
@require_POST
def replay(request: HttpRequest) -> HttpResponse:
    """Everything made in a range of days goes again."""
    form = ReplayForm(request.POST, prefix="replay", destinations=_mine(request))
    if not form.is_valid():
        return _told_again(request, replay_form=form)
    told = form.cleaned_data
    count = reconciliation.replay(told["first"], told["last"], [told["destination"]], by=request.user)
    done = ngettext("%(count)d record is queued again.", "%(count)d records are queued again.", count)
    messages.success(request, done % {"count": count})
    return redirect("creditfeed:desk")


@desk(OPERATOR, writes=True)
@require_POST
def reconcile(request: HttpRequest) -> HttpResponse:
    """A day compared with the destination's manifest; the page that follows shows what differs."""
    form = ReconcileForm(request.POST, prefix="reconcile", destinations=_mine(request))
    if not form.is_valid():
        return _told_again(request, reconcile_form=form)
    told = form.cleaned_data
    try:
        result = reconciliation.reconcile(told["destination"], told["day"], repair=told["repair"], by=request.user)
    except FeedError as fault:
        form.add_error(None, _("The credit platform could not be asked: %(reason)s") % {"reason": fault})
        return _told_again(request, reconcile_form=form)
    context = {"result": result, "destination": told["destination"], "repair": told["repair"]}
    return render(request, "creditfeed/desk/reconciled.html", context)


def _mine(request: HttpRequest) -> Any:
    return Destination.objects.visible_to(request.user, OPERATOR).filter(active=True)


def _told_again(request: HttpRequest, **forms: FeedForm) -> HttpResponse:
    return render(request, "creditfeed/desk/overview.html", _standing(request) | forms, status=422)


def _standing(request: HttpRequest) -> dict[str, Any]:
    parked = FeedRow.objects.visible_to(request.user).parked()
    context: dict[str, Any] = {
        "destinations": Destination.objects.visible_to(request.user).with_sums(),
        "page": Paginator(parked, A_PAGE).get_page(request.GET.get("page")),
        "may_act": False,
    }
    if scopes.has_role(request.user, OPERATOR):
        mine = _mine(request)
        today = clock.today()
        days = {"first": today, "last": today}
        context["may_act"] = mine.exists()
        context["replay_form"] = ReplayForm(prefix="replay", destinations=mine, initial=days)
        yesterday = {"day": today - timedelta(days=1)}
        context["reconcile_form"] = ReconcileForm(prefix="reconcile", destinations=mine, initial=yesterday)
    return context

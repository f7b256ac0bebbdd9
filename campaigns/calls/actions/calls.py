"""What can happen to a call. Nothing else writes `Call.state`."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls import rules
from campaigns.calls.errors import GateClosed, NotYours, WrongState
from campaigns.calls.models import Call, CallState, Indicator
from kit import canonical_json, clock
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Role
from trail.actions import audit

NUMBER = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?){0,2}")


@transaction.atomic
def create(*, by: Any, at: datetime, **fields: Any) -> Call:
    """Draft a call. Raises: NotYours, when `by` is no officer of the organiser."""
    call = Call(**fields)
    _officer_of(call, by)
    call.full_clean(exclude=["code"])
    call.save()
    audit.record("call.created", call, by=by, at=at, path=call.organiser.path)
    return call


@transaction.atomic
def change(call: Call, *, by: Any, at: datetime, **fields: Any) -> Call:
    """Write a draft anew. Raises: NotYours, also for an organiser that is not theirs; WrongState once it is open."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    _officer_of(call, by)
    if call.state != CallState.DRAFT:
        raise WrongState(_("The call is open; what it says is frozen."))
    for name, value in fields.items():
        setattr(call, name, value)
    _officer_of(call, by)
    call.full_clean(exclude=["code"])
    call.save()
    audit.record("call.changed", call, by=by, at=at, path=call.organiser.path)
    return call


@transaction.atomic
def open_call(call: Call, *, by: Any, at: datetime) -> Call:
    """Open a drafted call and freeze its indicators.

    Raises: GateClosed, naming every rule that is not met; NotYours; WrongState.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    _officer_of(call, by)
    if call.state != CallState.DRAFT:
        raise WrongState(_("The call is open already or over; it cannot be opened again."))
    refusals = rules.gate(call, clock.local(at).date())
    if refusals:
        raise GateClosed(refusals)
    call.state, call.opened_at, call.indicators_sha256 = CallState.OPEN, at, fingerprint(call)
    call.save(update_fields=["state", "opened_at", "indicators_sha256"])
    audit.record("call.opened", call, by=by, at=at, path=call.organiser.path, indicators=call.indicators_sha256)
    return call


@transaction.atomic
def close(call: Call, *, by: Any = None, at: datetime) -> Call:
    """End the time for applications: by an officer, or by the sweep after the last day."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if by is not None:
        _officer_of(call, by)
    if call.state != CallState.OPEN:
        raise WrongState(_("Only an open call can be closed."))
    call.state = CallState.CLOSED
    call.save(update_fields=["state"])
    audit.record("call.closed", call, by=by, at=at, path=call.organiser.path)
    return call


def close_overdue(day: date, at: datetime) -> int:
    """Close every call whose last day is over; returns how many. Running it twice does no harm."""
    closed = 0
    for call in Call.objects.filter(state=CallState.OPEN, closes_on__lt=day):
        try:
            close(call, at=at)
        except WrongState:  # somebody closed it meanwhile
            continue
        closed += 1
    return closed


@transaction.atomic
def set_indicators(call: Call, rows: list[dict[str, Any]], *, by: Any, at: datetime) -> None:
    """Replace a draft's indicator tree. Rows carry number, title, method, evidence, weight, veto, stages.

    Raises: WrongState once the call is open; NotYours; BadInput, naming the first row that cannot stand.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    _officer_of(call, by)
    if call.state != CallState.DRAFT:
        raise WrongState(_("The indicators are frozen since the call opened."))
    _sound(rows)
    call.indicators.all().delete()
    made: dict[str, Indicator] = {}
    for row in sorted(rows, key=lambda one: [int(part) for part in one["number"].split(".")]):
        parent = made.get(row["number"].rpartition(".")[0])
        made[row["number"]] = Indicator.objects.create(call=call, parent=parent, **row)
    audit.record("call.indicators_set", call, by=by, at=at, path=call.organiser.path, count=len(made))


def _sound(rows: list[dict[str, Any]]) -> None:
    numbers = [row["number"] for row in rows]
    for row in rows:
        number = row["number"]
        above = number.rpartition(".")[0]
        if not NUMBER.fullmatch(number):
            raise BadInput(
                _("“%(number)s” is not a number of an indicator. It reads 2, 2.1 or 2.1.3.") % {"number": number[:20]}
            )
        if numbers.count(number) > 1:
            raise BadInput(_("The number %(number)s stands twice.") % {"number": number})
        if above and above not in numbers:
            raise BadInput(
                _("Indicator %(number)s has nothing above it: %(above)s is missing.")
                % {"number": number, "above": above}
            )
        if not row["title"].strip():
            raise BadInput(_("Indicator %(number)s has no title.") % {"number": number})
        if not 0 <= row.get("weight", 0) <= 100:
            raise BadInput(_("Indicator %(number)s: a weight lies between 0 and 100.") % {"number": number})


def fingerprint(call: Call) -> str:
    """Hex SHA-256 over the indicator tree as it stands."""
    fields = ("number", "title", "method", "evidence", "weight", "veto", "stages")
    return canonical_json.sha256(
        [{field: str(getattr(one, field)) for field in fields} for one in call.indicators.order_by("number")]
    )


def _officer_of(call: Call, by: Any) -> None:
    if not scopes.holds_at(by, call.organiser, Role.OFFICER):
        raise NotYours(_("Only an officer of the organiser may do this."))

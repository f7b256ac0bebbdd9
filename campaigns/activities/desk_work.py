"""What waits on the desk of activities, and what its pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from campaigns.activities import rules
from campaigns.activities.models import Activity, ActivityState, ReviewNote
from kit import clock
from organisations import scopes
from organisations.models import Role
from workdays.models import DayException


@dataclass(frozen=True)
class Row:
    """An activity and the working days that are left to review it; none when it does not wait."""

    activity: Activity
    days_left: int | None = None
    overdue: bool = False


def with_clock(found: Iterable[Activity], at: datetime) -> list[Row]:
    """One statement for the calendar, whatever the number of rows."""
    activities = list(found)
    today = clock.local(at).date()
    last = max((clock.local(one.review_due_at).date() for one in activities if one.review_due_at), default=today)
    span = {"day__gt": today, "day__lte": last}
    works = dict(DayException.objects.filter(**span).values_list("day", "works")) if last > today else {}
    rows = []
    for one in activities:
        if one.state != ActivityState.SUBMITTED or one.review_due_at is None:
            rows.append(Row(one))
            continue
        due = clock.local(one.review_due_at).date()
        days = [today + timedelta(days=number) for number in range(1, (due - today).days + 1)]
        rows.append(Row(one, sum(works.get(day, day.weekday() < 5) for day in days), overdue=one.review_due_at < at))
    return rows


def queue(user: Any) -> Any:
    """What waits for the user's own office, the most urgent first."""
    waiting = Activity.objects.waiting().filter(rules.awaits(user))
    return waiting.select_related("organisation__managing_authority").order_by("review_due_at", "pk")


def territory(user: Any) -> Any:
    """What waits anywhere in the user's territory."""
    waiting = Activity.objects.waiting().filter(scopes.within(user, Role.OFFICER, Role.AUDITOR))
    return waiting.select_related("organisation__managing_authority").order_by("review_due_at", "pk")


def last_notes(found: Activity) -> list[ReviewNote]:
    """The reasons of the last time it was sent back."""
    notes = list(found.notes.select_related("by"))
    return [one for one in notes if one.version == notes[0].version] if notes else []

"""What waits on the desk of notices."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from campaigns.calls.models import ApplicationState, Call, CallState
from campaigns.notices.models import ObjectionState, PublicNotice
from kit import clock
from organisations import scopes
from organisations.models import Role


def calls_of(user: Any) -> Any:
    """Closed calls of organisers where the user is an officer."""
    places = [grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)]
    return Call.objects.filter(state=CallState.CLOSED, organiser__in=places).select_related("organiser")


def ready_to_publish(user: Any) -> Any:
    """Those of them that had no notice yet, with how many units are recommended and how many still in review."""
    return (
        calls_of(user)
        .filter(notices__isnull=True)
        .annotate(
            recommended=Count("applications", filter=Q(applications__state=ApplicationState.RECOMMENDED)),
            in_review=Count("applications", filter=Q(applications__state=ApplicationState.IN_REVIEW)),
        )
        .filter(Q(recommended__gt=0) | Q(in_review__gt=0))
        .order_by("closes_on", "pk")
    )


def with_counts(found: Any) -> Any:
    """Notices with their candidates, the removed and the open objections counted."""
    return found.select_related("call__organiser").annotate(
        total=Count("candidates", distinct=True),
        removed=Count("candidates", filter=Q(candidates__removed_at__isnull=False), distinct=True),
        open_objections=Count("objections", filter=Q(objections__state=ObjectionState.OPEN), distinct=True),
    )


@dataclass(frozen=True)
class Standing:
    """Where a notice stands at an instant: shown or over, and how many of its working days are still to come."""

    notice: PublicNotice
    shown: bool
    days_left: int


def standing(notice: PublicNotice, at: datetime) -> Standing:
    shown = notice.state == "shown" and notice.closes_at >= at
    today = clock.local(at).date().isoformat()
    return Standing(notice, shown, sum(day >= today for day in notice.days) if shown else 0)


def days_of(notice: PublicNotice) -> list[date]:
    """The frozen working days."""
    return [date.fromisoformat(day) for day in notice.days]

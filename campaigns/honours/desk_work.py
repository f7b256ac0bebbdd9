"""What waits on the desk of honours, and what has become of each entry at the credit platforms."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from campaigns.creditfeed.models import FeedRow
from campaigns.honours.models import Decision, DecisionState, HonourEntry
from campaigns.notices.models import ObjectionState, PublicNotice
from kit.codes import parse_code
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Role

MOST = 50


def undecided(user: Any, at: datetime) -> Any:
    """Notices that are over, newest of their call, undecided, at organisers where the user is an officer."""
    places = [grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)]
    decided = Decision.objects.filter(call=OuterRef("call")).exclude(state=DecisionState.DISCARDED)
    later = PublicNotice.objects.filter(call=OuterRef("call"), published_at__gt=OuterRef("published_at"))
    return (
        PublicNotice.objects.filter(~Exists(decided), ~Exists(later), call__organiser__in=places, closes_at__lt=at)
        .select_related("call__organiser")
        .annotate(
            left=Count("candidates", filter=Q(candidates__removed_at__isnull=True), distinct=True),
            open_objections=Count("objections", filter=Q(objections__state=ObjectionState.OPEN), distinct=True),
        )
        .order_by("closes_at", "pk")
    )


def found_entries(user: Any, typed: str) -> list[HonourEntry]:
    """Entries by code, by number, by the unit's code, or by the beginning of its name; at most fifty."""
    typed = typed.replace("\x00", "").strip()
    if not typed:
        return []
    matches = Q(name__startswith=typed) | Q(subject_code=typed.upper())
    if typed.isdecimal() and len(typed) < 16:
        matches |= Q(entry_no=int(typed))
    with suppress(BadInput):
        matches |= Q(code=parse_code(typed, "H"))
    return list(HonourEntry.objects.visible_to(user).filter(matches)[:MOST])


def told(entries: Iterable[HonourEntry]) -> dict[UUID, list[FeedRow]]:
    """For each entry the newest thing that each credit platform was told of it, in one query."""
    rows = FeedRow.objects.filter(record_id__in=[one.uuid for one in entries]).select_related("destination")
    found: dict[UUID, dict[int, FeedRow]] = {}
    for row in rows.order_by("destination__name", "-version"):
        found.setdefault(row.record_id, {}).setdefault(row.destination_id, row)
    return {record: list(by_destination.values()) for record, by_destination in found.items()}


def feed_counts(decision: Decision) -> list[Any]:
    """How many records of a decision stand in which state, by destination."""
    records = decision.entries.values("uuid")
    return list(
        FeedRow.objects.filter(record_id__in=records)
        .values("destination__title", "state")
        .annotate(count=Count("pk"))
        .order_by("destination__title", "state")
    )

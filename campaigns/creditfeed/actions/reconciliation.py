"""Comparing a day with the destination's manifest, and sending again what differs."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from campaigns.creditfeed.adapters import service
from campaigns.creditfeed.models import Destination, FeedRow, FeedState
from kit import clock
from kit.uuids import uuid7
from trail.actions import audit

Key = tuple[str, int]


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The day in Shanghai, as two instants."""
    start = datetime.combine(day, time.min, clock.SHANGHAI)
    return start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)


def reconcile(destination: Destination, day: date, *, repair: bool = False, by: Any = None) -> dict[str, Any]:
    """Compare what both sides hold for the day of receipt; lists name `record_id-version`.

    missing: ours, not theirs · extra: theirs, not (yet) ours · differing: the same record by another digest or version.
    Raises: Unreachable, Refused.
    """
    manifest = service.get(destination.name, f"/manifest?day={day.isoformat()}", f"manifest-{uuid7()}")
    try:
        theirs = {str(one["record_id"]): (int(one["version"]), str(one["sha256"])) for one in manifest["records"]}
    except (KeyError, TypeError, ValueError):
        raise service.Unreachable("The answer is not a manifest.") from None
    ours: dict[str, tuple[int, str]] = {}
    start, end = day_bounds(day)
    received = FeedRow.objects.filter(destination=destination, received_at__gte=start, received_at__lt=end)
    for record_id, version, sha256 in received.order_by("version").values_list("record_id", "version", "sha256"):
        ours[str(record_id)] = (version, sha256)
    missing = sorted((record, ours[record][0]) for record in ours.keys() - theirs.keys())
    extra = sorted((record, theirs[record][0]) for record in theirs.keys() - ours.keys())
    differing = sorted(
        (record, ours[record][0]) for record in ours.keys() & theirs.keys() if ours[record] != theirs[record]
    )
    found = {"missing": missing, "extra": extra, "differing": differing}
    with transaction.atomic():
        repaired = [key for key in [*missing, *extra, *differing] if repair and _send_again(destination, key)]
        counts: dict[str, Any] = {name: len(keys) for name, keys in found.items()} | {"repaired": len(repaired)}
        audit.record("feed.reconciled", destination, by=by, day=day.isoformat(), **counts)
    return {
        "day": day.isoformat(),
        "destination": destination.name,
        "ours": len(ours),
        "theirs": len(theirs),
        **{
            name: [f"{record}-{version}" for record, version in keys]
            for name, keys in (found | {"repaired": repaired}).items()
        },
    }


def _send_again(destination: Destination, key: Key) -> bool:
    """Queue the same key anew; False when we do not hold it."""
    return bool(_queue(FeedRow.objects.filter(destination=destination, record_id=key[0], version=key[1])))


@transaction.atomic
def replay(first: date, last: date, destinations: list[Destination], *, by: Any = None) -> int:
    """Queue again everything made from `first` to `last`, both in Shanghai dates; returns how many."""
    start, end = day_bounds(first)[0], day_bounds(last)[1]
    total = 0
    for destination in destinations:
        queued = _queue(destination.rows.filter(created_at__gte=start, created_at__lt=end))
        audit.record("feed.replayed", destination, by=by, first=first.isoformat(), last=last.isoformat(), queued=queued)
        total += queued
    return total


def _queue(rows: Any) -> int:
    return int(
        rows.update(
            state=FeedState.WAITING,
            receipt_id="",
            received_at=None,
            reason="",
            leased_until=None,
            due_at=clock.real_now(),
            fence=F("fence") + 1,
        )
    )

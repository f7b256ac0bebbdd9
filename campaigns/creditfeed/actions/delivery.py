"""Carrying the outbox to its destinations: at least once on the wire, exactly once in effect.

A claim carries a lease and a fence. Whoever lost the lease finds the fence moved on and changes nothing.
"""

import logging
from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import F

from campaigns.creditfeed.adapters import batch, service
from campaigns.creditfeed.errors import ForbiddenAddress
from campaigns.creditfeed.models import Destination, FeedRow, FeedState, Mode
from kit import clock
from trail.actions import audit

log = logging.getLogger(__name__)

BATCH = 500


def deliver(*, ignore_due: bool = False, limit: int = 2000) -> dict[str, int]:
    """Carry what is due to every active destination. Counts: sent, receipted, parked, failed."""
    counts: Counter[str] = Counter(sent=0, receipted=0, parked=0, failed=0)
    for destination in Destination.objects.filter(active=True):
        carry = _by_file if destination.mode == Mode.FILE else _by_service
        carry(destination, ignore_due, limit, counts)
    return dict(counts)


def _due(destination: Destination, ignore_due: bool) -> Any:
    now = clock.real_now()
    rows = FeedRow.objects.filter(destination=destination).deliverable().unclaimed(now).order_by("id")
    return rows if ignore_due else rows.filter(due_at__lte=now)


def _claim(row: FeedRow) -> bool:
    now = clock.real_now()
    claimed = (
        FeedRow.objects.filter(pk=row.pk, state=FeedState.WAITING, fence=row.fence)
        .unclaimed(now)
        .update(
            fence=F("fence") + 1,
            tries=F("tries") + 1,
            leased_until=now + timedelta(seconds=settings.FEED_LEASE_SECONDS),
        )
    )
    row.fence += 1
    row.tries += 1
    return bool(claimed)


def _by_service(destination: Destination, ignore_due: bool, limit: int, counts: Counter[str]) -> None:
    tried: set[int] = set()
    while len(tried) < limit:
        rows = [row for row in _due(destination, ignore_due)[:BATCH] if row.pk not in tried]
        if not rows:
            return
        for row in rows:
            tried.add(row.pk)
            if not _claim(row):
                continue
            counts["sent"] += 1
            if not _send(row, destination, counts):
                return  # whoever does not answer once is asked again later, not five hundred times now


def _send(row: FeedRow, destination: Destination, counts: Counter[str]) -> bool:
    try:
        receipt = service.send(destination.name, row.body)
    except service.Refused as refusal:
        park(row, str(refusal), alert=refusal.status == 410)
        counts["parked"] += 1
    except (service.Unreachable, ForbiddenAddress, ImproperlyConfigured) as fault:
        _wait(row, str(fault))
        counts["failed"] += 1
        return False
    else:
        _finish(
            row, state=FeedState.RECEIPTED, receipt_id=receipt.receipt_id, received_at=receipt.received_at, reason=""
        )
        counts["receipted"] += 1
    return True


def _by_file(destination: Destination, ignore_due: bool, limit: int, counts: Counter[str]) -> None:
    rows = [row for row in _due(destination, ignore_due)[: min(BATCH, limit)] if _claim(row)]
    if not rows:
        return
    counts["sent"] += len(rows)
    number = batch.write(destination.name, [row.body for row in rows])
    for row in rows:
        _finish(row, state=FeedState.WRITTEN, reason=number)


def _finish(row: FeedRow, **values: Any) -> bool:
    """Write the outcome, unless the claim was lost meanwhile."""
    return bool(
        FeedRow.objects.filter(pk=row.pk, fence=row.fence, state=FeedState.WAITING).update(leased_until=None, **values)
    )


def _wait(row: FeedRow, reason: str) -> None:
    """An unreachable destination is asked again for as long as it takes."""
    steps = settings.FEED_RETRY_SECONDS
    later = clock.real_now() + timedelta(seconds=steps[min(row.tries - 1, len(steps) - 1)])
    _finish(row, due_at=later, reason=reason[:500])


@transaction.atomic
def park(row: FeedRow, reason: str, *, alert: bool = False) -> None:
    """A refused record waits for a person; it holds back only its own later versions."""
    if _finish(row, state=FeedState.PARKED, reason=reason[:500]):
        audit.record("feed.parked", row, version=row.version, destination=row.destination.name)
        if alert:
            log.error("record gone at destination", extra={"event": "feed_gone", "record": row.key})


@transaction.atomic
def retry(row: FeedRow, *, by: Any) -> FeedRow:
    """A person sends a parked record again."""
    row = FeedRow.objects.select_for_update().get(pk=row.pk)
    if row.state == FeedState.PARKED:
        row.state, row.due_at, row.fence = FeedState.WAITING, clock.real_now(), row.fence + 1
        row.save(update_fields=["state", "due_at", "fence"])
        audit.record("feed.retried", row, by=by, version=row.version)
    return row

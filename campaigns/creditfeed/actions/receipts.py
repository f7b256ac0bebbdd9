"""Receipts that arrive by themselves, later than the answer they belong to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from campaigns.creditfeed.adapters import service
from campaigns.creditfeed.errors import UnknownRecord
from campaigns.creditfeed.models import FeedRow, FeedState
from trail.actions import audit


@transaction.atomic
def accept(destination: str, answer: dict[str, Any]) -> FeedRow:
    """Note a verified receipt. Twice, late or out of order is the same as once.

    Raises: UnknownRecord, when no such version was ever queued for the destination; Unreachable, when it is no receipt.
    """
    rows = FeedRow.objects.select_for_update().filter(destination__name=destination)
    try:
        row = rows.get(record_id=answer["record_id"], version=answer["version"])
    except (FeedRow.DoesNotExist, ValidationError, KeyError, ValueError, TypeError, OverflowError):
        raise UnknownRecord("No such record was sent to this destination.") from None
    receipt = service.receipt_in(answer, row.body)
    if row.state != FeedState.RECEIPTED:
        FeedRow.objects.filter(pk=row.pk).update(
            state=FeedState.RECEIPTED,
            receipt_id=receipt.receipt_id,
            received_at=receipt.received_at,
            reason="",
            leased_until=None,
            fence=F("fence") + 1,
        )
        row.refresh_from_db()
        audit.record("feed.receipted", row, version=row.version, destination=destination)
    return row

"""Putting a record into the outbox, in the transaction of the change that it tells of."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from campaigns.creditfeed.models import Destination, FeedRow
from kit import canonical_json, clock
from trail.actions import jobs

CATALOGUE = "commendation/1.0"
EVENTS = frozenset({"award", "awardUpdate", "awardCancellation"})


def put(*, record_id: UUID, version: int, event: str, data: dict[str, Any], at: datetime) -> list[FeedRow]:
    """Queue one version of a record for every active destination; an equal key that stands already is left alone.

    Args: `data` as the catalogue's schema says; `at`, when the change was decided.
    Queues: creditfeed.deliver.
    """
    if event not in EVENTS:
        raise ValueError(f'Event "{event}": expected one of {sorted(EVENTS)}.')
    body = {"record_id": str(record_id), "version": version, "event": event, "catalogue": CATALOGUE, "data": data}
    rows = [
        FeedRow.objects.get_or_create(
            record_id=record_id,
            version=version,
            destination=destination,
            defaults={
                "event": event,
                "body": body,
                "sha256": canonical_json.sha256(body),
                "due_at": clock.real_now(),
                "created_at": at,
            },
        )[0]
        for destination in Destination.objects.filter(active=True)
    ]
    jobs.enqueue("creditfeed.deliver", str(record_id), version)
    return rows


@cache
def schema() -> dict[str, Any]:
    """The catalogue's JSON Schema."""
    file = Path(__file__).resolve().parents[1] / "catalogue" / "commendation-1.0.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))

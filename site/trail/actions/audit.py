"""The audit trail: `record` in the transaction of a change; `seal`, `verify` and `anchor` afterwards."""

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from django.db import models, transaction

from kit import clock
from trail.models import Event


def record(
    action: str,
    thing: models.Model,
    *,
    by: Any = None,
    at: datetime | None = None,
    path: str = "",
    **detail: Any,
) -> Event:
    """Write the event of a state change; call it inside the change's own transaction.

    `thing` is named by its `uuid` or `code` where it has one, else by its primary key. `detail` holds ids and
    short values, never names, answers or free text.
    """
    identity = getattr(thing, "uuid", None) or getattr(thing, "code", None) or thing.pk
    actor = by if by is not None and getattr(by, "pk", None) else None
    return Event.objects.create(
        at=at or clock.now(),
        action=action,
        actor=actor,
        object_type=thing._meta.label_lower,
        object_id=str(identity),
        path=path,
        detail=detail,
    )


def digest(event: Event, previous: str, seq: int) -> str:
    """Hex SHA-256 over RFC 8785 of the event and the hash before it."""
    return hashlib.sha256(
        rfc8785.dumps(
            {
                "seq": seq,
                "previous": previous,
                "uuid": str(event.uuid),
                "at": clock.rfc3339(event.at),
                "action": event.action,
                "actor": str(event.actor_id or ""),
                "object_type": event.object_type,
                "object_id": event.object_id,
                "path": event.path,
                "detail": event.detail,
            }
        )
    ).hexdigest()


@transaction.atomic
def seal(limit: int = 1000) -> int:
    """Give up to `limit` unsealed events their places in the chain, oldest first; returns how many."""
    _one_sealer_at_a_time()
    last = Event.objects.filter(seq__isnull=False).order_by("-seq").first()
    seq, previous = (last.seq or 0, last.hash) if last else (0, "")
    sealed = []
    for event in Event.objects.filter(seq__isnull=True).order_by("id")[:limit]:
        seq += 1
        event.previous_hash, event.seq = previous, seq
        event.hash = previous = digest(event, previous, seq)
        sealed.append(event)
    Event.objects.bulk_update(sealed, ["seq", "previous_hash", "hash"], batch_size=200)
    return len(sealed)


def verify(anchors: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Walk the chain. Kinds of fault: gap, edited, broken-link, missing-tail, anchor-differs."""
    faults: list[dict[str, Any]] = []
    previous, expected = "", 0
    hashes = {anchor["seq"]: anchor["hash"] for anchor in anchors or []}
    for event in Event.objects.filter(seq__isnull=False).order_by("seq").iterator(chunk_size=2000):
        expected += 1
        if event.seq != expected:
            faults.append({"seq": expected, "kind": "gap"})
            expected = event.seq or expected
        if event.previous_hash != previous:
            faults.append({"seq": event.seq, "kind": "broken-link"})
        if event.hash != digest(event, event.previous_hash, event.seq or 0):
            faults.append({"seq": event.seq, "kind": "edited"})
        if event.seq in hashes and hashes[event.seq] != event.hash:
            faults.append({"seq": event.seq, "kind": "anchor-differs"})
        previous = event.hash
    faults += [{"seq": seq, "kind": "missing-tail"} for seq in sorted(hashes) if seq > expected]
    unsealed = Event.objects.filter(seq__isnull=True).count()
    total = Event.objects.count()
    return {"events": total, "sealed": total - unsealed, "unsealed": unsealed, "ok": not faults, "faults": faults}


def head() -> dict[str, Any] | None:
    last = Event.objects.filter(seq__isnull=False).order_by("-seq").first()
    return {"seq": last.seq, "hash": last.hash, "at": clock.rfc3339(clock.real_now())} if last else None


def _one_sealer_at_a_time() -> None:
    """SQLite's immediate transactions exclude each other by themselves."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7265001)")

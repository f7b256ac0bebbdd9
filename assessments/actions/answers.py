"""Saving an answer: under the lock of the attempt's own row, by the instant at which it was received."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from assessments import question_types, receipts
from assessments.errors import Busy, Ended, NoSuchSlot, NotOpenYet, Stale
from assessments.models import AnswerHistory, Attempt, AttemptState
from kit import clock

COMMIT_WITHIN = timedelta(seconds=8)


def save(attempt: UUID, slot: int, *, base_version: int, answer: Any, at: datetime) -> dict[str, Any]:
    """Keep an answer and return what is acknowledged: slot, version, saved_at, digest.

    The same answer on the same base version again, while it is the newest, returns what was acknowledged before.
    Raises: Ended, NotOpenYet, NoSuchSlot, BadAnswer; Stale with what stands instead; Busy when it could not be
    committed within eight seconds of its receipt, after which the sweep might not have waited for it.
    """
    try:
        with transaction.atomic():
            saved = _save(attempt, slot, base_version, answer, at)
            if clock.now() > at + COMMIT_WITHIN:
                raise Busy
    except OperationalError:
        raise Busy from None
    if "current" in saved:
        raise Stale(saved["current"])
    return saved


def _save(uuid: UUID, number: int, base_version: int, answer: Any, at: datetime) -> dict[str, Any]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '7s'")
    attempt = Attempt.objects.select_for_update().get(uuid=uuid)
    if attempt.state != AttemptState.OPEN or at > attempt.last_receipt:
        raise Ended
    if at < attempt.opens_at:
        raise NotOpenYet
    slot = next((one for one in attempt.slots if one["slot"] == number), None)
    if slot is None:
        raise NoSuchSlot
    question_types.check(slot, answer)
    standing = attempt.answers.get(str(number), {"version": 0, "answer": None})
    if base_version == standing["version"] - 1 and question_types.same(slot, answer, standing["answer"]):
        return _acknowledged(attempt, number, standing)
    if base_version != standing["version"]:
        _remember(attempt, number, base_version + 1, answer, at, accepted=False)
        return {"current": {"version": standing["version"], "answer": standing["answer"]}}
    version = base_version + 1
    attempt.answers[str(number)] = {
        "version": version,
        "answer": answer,
        "saved_at": clock.rfc3339(at),
        "digest": receipts.digest_of_answer(attempt, number, version, answer),
    }
    attempt.save(update_fields=["answers"])
    _remember(attempt, number, version, answer, at, accepted=True)
    return _acknowledged(attempt, number, attempt.answers[str(number)])


def _acknowledged(attempt: Attempt, slot: int, saved: dict[str, Any]) -> dict[str, Any]:
    return {
        "attempt": str(attempt.uuid),
        "slot": slot,
        "version": saved["version"],
        "saved_at": saved["saved_at"],
        "digest": saved["digest"],
        "server_time": saved["saved_at"],
        "closes_at": clock.rfc3339(attempt.closes_at),
    }


def _remember(attempt: Attempt, slot: int, version: int, answer: Any, at: datetime, *, accepted: bool) -> None:
    AnswerHistory.objects.create(
        attempt=attempt, slot=slot, version=version, answer=answer, received_at=at, accepted=accepted
    )

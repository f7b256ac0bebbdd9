"""Questions written for other platforms, other banks and people: with a list of what could not go along."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from django.db.models import QuerySet

from assessments.exchange import formats
from assessments.models import Question, QuestionVersion
from trail.actions import audit

TOGETHER = 500


def questions(
    target: IO[bytes],
    found: QuerySet[Question],
    *,
    format: str,
    left_out: Callable[[Question, str], None],
    by: Any = None,
    at: datetime | None = None,
) -> int:
    """Write the newest version of each question; `left_out` is told which heading of which question is not carried.

    Returns how many were written. Who takes keys out of the bank is recorded.
    """
    written = formats.write(format, target, _newest(found), left_out)
    if by is not None:
        audit.record("questions.exported", by, by=by, at=at, format=format, written=written)
    return written


def losses(found: QuerySet[Question], format: str) -> Iterator[tuple[Question, str]]:
    """What writing them would leave out, without writing."""
    chosen = formats.OUTGOING[format]
    for question, version in _newest(found):
        for what in chosen.lost(question, version):
            yield question, what


def _newest(found: QuerySet[Question]) -> Iterator[tuple[Question, QuestionVersion]]:
    rows = found.select_related("topic").prefetch_related("versions").order_by("pk")
    for question in rows.iterator(chunk_size=TOGETHER):
        yield question, max(question.versions.all(), key=lambda version: version.version)

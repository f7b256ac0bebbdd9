"""A roster of a whole territory, taken in by the background in parts that a killed worker may begin again."""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock, spreadsheets
from kit.imports import Report
from organisations.actions import rosters
from organisations.exchange import roster
from trail.actions import jobs
from trail.models import Job

KIND = "organisations.roster"
PART = 1000


@transaction.atomic
def queue(file: str, filename: str, rows: int, *, by: Any) -> Job:
    """Take in a file that was previewed without fault; `file` is its name in the private store."""
    title = _("Take in the roster “%(file)s”") % {"file": filename[:80]}
    return jobs.enqueue(KIND, file, filename, by.pk, key=file, by=by, title=title, total=rows)


def take_in(file: str, filename: str, user_id: int) -> dict[str, int]:
    """Each part is a transaction of its own; begun again, the parts that are done are unchanged. If the world has
    moved since the preview so that a row is refused, nothing more is taken in."""
    user = get_user_model().objects.get(pk=user_id)
    if not default_storage.exists(file):
        return {}
    with default_storage.open(file) as handle:
        drafts = roster.read(spreadsheets.read(handle, filename), Report())
    counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}
    at = clock.now()
    if refused := _would_refuse(drafts, user, at):
        return counts | {"refused": refused}
    for start in range(0, len(drafts), PART):
        part = Report()
        rosters.enter(drafts[start : start + PART], part, rosters.reach_of(user), by=user, at=at)
        for kind in ("created", "updated", "unchanged"):
            counts[kind] += getattr(part, kind)
        counts["refused"] += len(part.errors)
        jobs.advance(file, KIND, min(start + PART, len(drafts)), len(drafts))
        if part.errors:
            break
    default_storage.delete(file)
    return counts


def _would_refuse(drafts: list[roster.PersonDraft], user: Any, at: datetime) -> int:
    report = Report()
    rosters.enter(drafts, report, rosters.reach_of(user), by=user, at=at, dry_run=True)
    return len(report.errors)

"""Reminding those who have still to finish: at most once a day each, in the background."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Enrolment, Programme, Reminder
from kit import clock
from kit.templatetags.kit import day as in_words
from trail.actions import audit, jobs
from trail.models import Job

KIND = "courses.remind"


@transaction.atomic
def remind(programme: Programme, *, by: Any, at: datetime) -> Job:
    """Remind everybody in `by`'s scope who is still to finish. One click a person and day. Queues: courses.remind."""
    today = clock.local(at).date()
    job = jobs.enqueue(
        KIND,
        str(programme.uuid),
        str(by.uuid),
        today.isoformat(),
        title=_("Remind: “%(title)s”") % {"title": programme.title},
        total=still_to_finish(programme, by).count(),
        by=by,
    )
    audit.record("programme.reminded", programme, by=by, at=at, day=today.isoformat())
    return job


def still_to_finish(programme: Programme, by: Any) -> Any:
    return Enrolment.objects.supervised_by(by).counted().unfinished().filter(programme=programme).order_by("pk")


def send(programme_uuid: str, by_uuid: str, day: str) -> dict[str, int]:
    """Send the reminders of that day that were not sent yet; safe to run again."""
    programme = Programme.objects.get(uuid=UUID(programme_uuid))
    by = get_user_model().objects.get(uuid=UUID(by_uuid))
    key = f"{programme_uuid}:{by_uuid}:{day}"
    sent = 0
    waiting = still_to_finish(programme, by).select_related("learner")
    for done, enrolment in enumerate(waiting.iterator(chunk_size=500), start=1):
        sent += _send_one(enrolment, programme, by, date.fromisoformat(day))
        if done % 50 == 0:
            jobs.advance(key, KIND, done)
    return {"sent": sent}


@transaction.atomic
def _send_one(enrolment: Enrolment, programme: Programme, by: Any, day: date) -> bool:
    _reminder, created = Reminder.objects.get_or_create(enrolment=enrolment, day=day, defaults={"by": by})
    if created:
        from notifications.actions import messages

        messages.send(
            enrolment.learner,
            _("Still to finish: %(title)s") % {"title": programme.title},
            _("It is open until %(day)s. What you have done so far is kept; go on where you stopped.")
            % {"day": in_words(programme.closes_on)},
            url=reverse("courses:programme", args=[programme.uuid]),
        )
    return created

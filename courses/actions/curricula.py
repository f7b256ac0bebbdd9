"""What can happen to a version of a curriculum or article that was handed in; nothing else in /cms/ publishes one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from courses import rules
from courses.errors import NotWaiting, NotYours
from trail.actions import audit


@transaction.atomic
def publish(task_state: TaskState, *, by: Any, at: datetime, comment: str = "") -> Page:
    """Show to the public exactly the version that waits. The one way to do so.

    Raises: NotYours, when `by` wrote any of it or handed it in; NotWaiting, when it is decided or has changed.
    """
    page, waiting = _waiting(task_state, by)
    waiting.approve(user=by, comment=comment)
    audit.record("page.published", page, by=by, at=at, revision=waiting.revision_id)
    return page


@transaction.atomic
def send_back(task_state: TaskState, *, by: Any, at: datetime, comment: str = "") -> Page:
    """Give it back to its writers, with a word why. Raises: as `publish`."""
    page, waiting = _waiting(task_state, by)
    waiting.reject(user=by, comment=comment)
    audit.record("page.returned", page, by=by, at=at, revision=waiting.revision_id)
    return page


def _waiting(task_state: TaskState, by: Any) -> tuple[Page, TaskState]:
    """The locked page and the step on which its newest version waits for `by` to decide."""
    page = Page.objects.select_for_update().get(pk=task_state.revision.object_id)
    waiting = TaskState.objects.select_for_update().get(pk=task_state.pk)
    if waiting.status != TaskState.STATUS_IN_PROGRESS or waiting.revision_id != page.latest_revision_id:
        raise NotWaiting(_("It was decided already or has changed since. Load the page anew and look again."))
    if not rules.may_decide(by, page):
        raise NotYours(_("Somebody else decides on this: nobody publishes what they wrote or handed in themselves."))
    return page, waiting

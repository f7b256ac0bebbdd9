"""This app's lines on the desk."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.activities import desk_work
from campaigns.activities.models import WRITABLE, Activity
from kit import desks, face
from organisations.models import Role

SCHOOL = frozenset({Role.SCHOOL_EDITOR.value, Role.SCHOOL_HEAD.value})
OFFICERS = frozenset({Role.OFFICER.value, Role.AUDITOR.value})


def register() -> None:
    desks.register(desks.Section("activities.own", _("Our activities"), "activities:own", SCHOOL, to_finish, order=70))
    desks.register(desks.Section("activities.new", _("Write an activity"), "activities:new", SCHOOL, order=71))
    desks.register(
        desks.Section("activities.queue", _("Activities to review"), "activities:queue", OFFICERS, waiting, order=30)
    )
    face.register_holdings("activities", _("Activities that you wrote"), written, order=45)


def written(user: Any) -> list[dict[str, Any]]:
    """What is held about an author: that it was this person who wrote it."""
    rows = Activity.objects.filter(author=user).select_related("organisation").order_by("begun_at", "pk")
    return [
        {
            gettext("title"): one.title,
            gettext("school"): one.organisation.name,
            gettext("state"): one.get_state_display(),
            gettext("begun at"): one.begun_at,
        }
        for one in rows
    ]


def to_finish(user: Any) -> int:
    """Drafts, and what was sent back."""
    return Activity.objects.of_school_people(user).filter(state__in=WRITABLE).count()


def waiting(user: Any) -> int:
    return int(desk_work.queue(user).count())

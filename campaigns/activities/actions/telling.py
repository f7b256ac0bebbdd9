"""Telling the people of a school what became of their activity."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.activities.models import Activity
from notifications.actions import messages


def sent_back(activity: Activity, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        _tell(
            activity,
            _("Sent back: %(title)s") % {"title": activity.title},
            _("The reasons stand beside each field."),
            at,
        )


def published(activity: Activity, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        _tell(activity, _("Published: %(title)s") % {"title": activity.title}, _("Anybody can read it now."), at)


def _tell(activity: Activity, subject: str, body: str, at: datetime) -> None:
    people = {one.pk: one for one in (activity.author, activity.submitted_by) if one}
    for person in people.values():
        messages.send(person, subject, body, url=reverse("activities:desk_activity", args=[activity.uuid]), at=at)

"""The pictures of a draft: adding, describing, taking out."""

from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.activities.actions import activities
from campaigns.activities.errors import TooManyPictures
from campaigns.activities.models import ALT, MOST_PICTURES, Activity, ActivityPicture
from media.actions import pictures
from media.models import ClassConsent


@transaction.atomic
def add(
    activity: Activity,
    file: IO[bytes],
    name: str,
    *,
    ground: str = "",
    consent: ClassConsent | None = None,
    alt: str = "",
    by: Any,
    at: datetime,
) -> ActivityPicture:
    """Take a picture in and put it behind the others; the same picture a second time is the one that is there.

    Raises: NotAllowed, WrongState; TooManyPictures; BadPicture, naming the file; BadConsent.
    """
    activity = activities.for_writing(activity, by)
    places = dict(activity.pictures.values_list("place", "picture__digest"))
    free = next((place for place in range(1, MOST_PICTURES + 1) if place not in places), None)
    if free is None:
        raise TooManyPictures(
            _("“%(name)s” was not taken: an activity has at most %(most)d pictures. Take one out first.")
            % {"name": name[:60], "most": MOST_PICTURES}
        )
    pictures.check_ground(activity.organisation, ground, consent)  # before a file is kept that would be nobody's
    taken = pictures.take_in(file, name, activity.organisation, by=by, at=at)
    again = next((place for place, digest in places.items() if digest == taken.digest), None)
    if again is not None:
        pictures.discard(taken, by=by, at=at)
        return activity.pictures.get(place=again)
    if ground:
        pictures.give_ground(taken, ground, consent, by=by, at=at)
    _changed(activity)
    return ActivityPicture.objects.create(activity=activity, picture=taken, place=free, alt=alt.strip()[:ALT])


@transaction.atomic
def describe(
    one: ActivityPicture, *, alt: str, ground: str, consent: ClassConsent | None, by: Any, at: datetime
) -> ActivityPicture:
    """Say what a picture shows and why it may be shown. Raises: NotAllowed, WrongState, BadConsent."""
    activity = activities.for_writing(one.activity, by)
    if one.picture.withdrawn_at is None:
        pictures.give_ground(one.picture, ground, consent, by=by, at=at)
    if alt.strip() != one.alt:
        one.alt = alt.strip()[:ALT]
        one.save(update_fields=["alt"])
        _changed(activity)
    return one


@transaction.atomic
def take_out(one: ActivityPicture, *, by: Any, at: datetime) -> None:
    """Take a picture out of a draft; the file is deleted. Raises: NotAllowed, WrongState."""
    activity = activities.for_writing(one.activity, by)
    picture = one.picture
    one.delete()
    pictures.discard(picture, by=by, at=at)
    _changed(activity)


def _changed(activity: Activity) -> None:
    activity.version += 1
    activity.save(update_fields=["version"])

"""Telling the heads of units what concerns their unit."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from kit import clock
from notifications.actions import messages
from organisations.models import Organisation, Role, RoleGrant


def heads(units: Iterable[Organisation], subject: str, body: str = "", *, url: str, at: datetime) -> int:
    """Send one message to each head of one of `units`; a part without a head of its own has its school's.

    Returns how many were told.
    """
    people = {person.pk: person for unit in heads_of(units).values() for person in unit}
    for person in people.values():
        messages.send(person, subject, body, url=url, at=at)
    return len(people)


def heads_of(units: Iterable[Organisation]) -> dict[int, list[Any]]:
    """The heads of each unit, by the unit's key, in one query."""
    places = {unit.pk: {unit.pk, unit.parent_id or unit.pk} for unit in units}
    grants = RoleGrant.objects.valid_on(clock.today()).filter(
        role=Role.SCHOOL_HEAD, organisation__in={place for pair in places.values() for place in pair}
    )
    found = [(grant.organisation_id, grant.user) for grant in grants.select_related("user") if grant.user.is_active]
    return {unit: [person for place, person in found if place in pair] for unit, pair in places.items()}


def readers_language() -> AbstractContextManager[Any]:
    """Messages are written in the platform's language, whatever the one speaks who caused them."""
    return translation.override(settings.LANGUAGE_CODE)

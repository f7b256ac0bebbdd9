"""Accepting the privacy notice and the terms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from identity import texts
from identity.models import TextAcceptance
from identity.texts import Text
from kit import clock
from trail.actions import audit


@transaction.atomic
def accept(user: Any, versions: list[Text], *, at: datetime) -> None:
    """Note that the user has accepted these versions; those accepted before stay as they are."""
    for text in versions:
        _one, made = TextAcceptance.objects.get_or_create(
            user=user, kind=text.kind, version=text.version, defaults={"digest": text.digest, "accepted_at": at}
        )
        if made:
            audit.record("text.accepted", user, by=user, at=at, kind=text.kind, version=text.version)


@transaction.atomic
def accept_for(users: Iterable[Any], *, at: datetime) -> None:
    """Fictitious people of a demonstration have accepted what is in force. Never for real ones."""
    versions = texts.current(clock.local(at).date())
    TextAcceptance.objects.bulk_create(
        (
            TextAcceptance(user=user, kind=text.kind, version=text.version, digest=text.digest, accepted_at=at)
            for user in users
            for text in versions
        ),
        ignore_conflicts=True,
    )


def missing(user: Any, *, at: datetime) -> list[Text]:
    """The versions in force that the user has not accepted. One statement, or none where nothing is in force."""
    versions = texts.current(clock.local(at).date())
    if not versions:
        return []
    accepted = set(TextAcceptance.objects.filter(user=user).values_list("kind", "version"))
    return [text for text in versions if (text.kind, text.version) not in accepted]

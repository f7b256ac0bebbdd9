"""This app's lines on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.honours import desk_work
from campaigns.honours.models import Decision, HonourEntry
from kit import clock, desks
from organisations import scopes
from organisations.models import Role

READERS = frozenset({Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value})


def register() -> None:
    desks.register(
        desks.Section("honours.desk", _("Decisions on honours"), "honours:desk", READERS, to_decide, order=63)
    )
    deciders = frozenset({Role.DECIDER.value})
    desks.register(
        desks.Section(
            "honours.entries", _("Suspended entries to look at again"), "honours:desk_entries", deciders, due, order=64
        )
    )


def to_decide(user: Any) -> int:
    """What an officer can compile now, and what a decider can release."""
    ready = desk_work.undecided(user, clock.now()).filter(open_objections=0, left__gt=0).count()
    return int(ready + Decision.objects.for_release_by(user).count())


def due(user: Any) -> int:
    organs = [grant.organisation_id for grant in scopes.grants(user, Role.DECIDER)]
    return HonourEntry.objects.due_for_review(clock.today()).filter(decision__organ__in=organs).count()

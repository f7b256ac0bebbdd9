"""This app's lines on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.notices import desk_work
from campaigns.notices.models import Candidate, Objection, PublicNotice
from kit import clock, desks
from organisations import scopes
from organisations.models import Role

READERS = frozenset({Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value})


def register() -> None:
    desks.register(desks.Section("notices.desk", _("Public notices"), "notices:desk", READERS, to_publish, order=60))
    desks.register(
        desks.Section("notices.objections", _("Objections"), "notices:objections", READERS, open_objections, order=61)
    )
    heads = frozenset({Role.SCHOOL_HEAD.value})
    desks.register(
        desks.Section("notices.ours", _("Our unit on public notices"), "notices:ours", heads, shown_now, order=62)
    )


def to_publish(user: Any) -> int:
    """Calls whose notice can be published now."""
    return desk_work.ready_to_publish(user).filter(in_review=0).count()


def open_objections(user: Any) -> int:
    """Open ones at organisers where the user is an officer; who only reads has nothing to do about them."""
    places = [grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)]
    return Objection.objects.open().filter(notice__call__organiser__in=places).count()


def shown_now(user: Any) -> int:
    return Candidate.objects.of_heads(user).filter(notice__in=PublicNotice.objects.shown(clock.now())).count()

"""What can happen to an objection. Nothing else writes `Objection.state`."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.notices import sealing
from campaigns.notices.actions import telling
from campaigns.notices.errors import NotAllowed, NoticeOver, WrongState
from campaigns.notices.models import Candidate, Channel, Lane, Objection, ObjectionState, PublicNotice, SealedIdentity
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Membership, Role
from trail.actions import audit


@transaction.atomic
def raise_objection(
    notice: PublicNotice,
    candidate: Candidate,
    *,
    lane: str,
    substance: str,
    identity: dict[str, str],
    at: datetime,
    by: Any = None,
    channel: str = Channel.ONLINE,
) -> Objection:
    """Take in an objection from the public, or one that came by telephone, letter or visit (`by` the officer).

    Raises: NotAllowed, when `by` is no officer of the organiser; NoticeOver, after the period's last instant; BadInput,
    when a signed lane has no name and contact, or the channel does not fit who enters it.
    """
    if by is not None and not scopes.holds_at(by, notice.call.organiser, Role.OFFICER):
        raise NotAllowed(_("Only an officer of the organiser may enter an objection that came in by another way."))
    if channel not in Channel.values or lane not in Lane.values or (by is None) != (channel == Channel.ONLINE):
        raise BadInput(_("Say how the objection came in, and in which lane."))
    if not PublicNotice.objects.select_for_update().filter(pk=notice.pk).shown(at).exists():
        raise NoticeOver(
            _("The period for objections has ended. Other doors stay open: complaints and discipline inspection.")
        )
    if candidate.notice_id != notice.pk or candidate.removed_at:
        raise BadInput(_("This unit is not on the notice."))
    if lane != Lane.ANONYMOUS and not (identity.get("name", "").strip() and identity.get("contact", "").strip()):
        raise BadInput(
            _("A signed objection needs a name and a way to reach you. Without them choose the anonymous lane.")
        )
    if len(substance.strip()) < 10:
        raise BadInput(_("Say what happened, when, and how it can be checked."))
    objection = Objection.objects.create(
        notice=notice,
        candidate=candidate,
        lane=lane,
        channel=channel,
        substance=substance.strip(),
        received_at=at,
    )
    if lane != Lane.ANONYMOUS:
        SealedIdentity.objects.create(objection=objection, sealed=sealing.seal(identity))
    audit.record("objection.received", objection, by=by, at=at, path=notice.call.organiser.path, lane=lane)
    return objection


@transaction.atomic
def summarise(objection: Objection, summary: str, *, by: Any, at: datetime) -> Objection:
    """Write what the unit may read of it, and tell the unit's head. Raises: NotAllowed, WrongState, BadInput."""
    objection = _open_one(objection, by)
    if not summary.strip():
        raise BadInput(
            _("Write in your own words what the unit has to know, without anything that tells who objected.")
        )
    objection.summary = summary.strip()
    objection.save(update_fields=["summary"])
    audit.record("objection.summarised", objection, by=by, at=at, path=objection.notice.call.organiser.path)
    with telling.readers_language():
        telling.heads(
            [objection.candidate.organisation],
            _("An objection concerns your unit: %(title)s") % {"title": objection.notice.title},
            objection.summary,
            url=reverse("notices:ours"),
            at=at,
        )
    return objection


@transaction.atomic
def answer(objection: Objection, *, upheld: bool, outcome: str, by: Any, at: datetime) -> Objection:
    """Answer an objection with a finding; an upheld one removes the unit from the list.

    Raises: NotAllowed, WrongState; BadInput without a reason.
    """
    objection = _open_one(objection, by)
    if not outcome.strip():
        raise BadInput(_("Give the finding and its reason; the objector reads it under the receipt code."))
    objection.state = ObjectionState.UPHELD if upheld else ObjectionState.DISMISSED
    objection.outcome, objection.handled_by, objection.handled_at = outcome.strip(), by, at
    objection.save()
    if upheld:
        Candidate.objects.filter(pk=objection.candidate_id, removed_at__isnull=True).update(
            removed_at=at, removed_because=objection.code
        )
    audit.record(
        "objection.answered", objection, by=by, at=at, path=objection.notice.call.organiser.path, upheld=upheld
    )
    return objection


def may_handle(user: Any, objection: Objection) -> bool:
    """An officer of the organiser who belongs neither to the unit nor to its own bureau, and did not recommend it."""
    unit = objection.candidate.organisation
    own = Membership.objects.current().filter(
        user=user, organisation__in=[unit.pk, unit.managing_authority_id or unit.pk]
    )
    organiser = objection.notice.call.organiser
    if unit.managing_authority_id == organiser.pk:
        own = own.filter(organisation=unit)  # the organiser manages the unit itself: no other office is above
    return scopes.holds_at(user, organiser, Role.OFFICER) and not own.exists() and not _recommended(user, objection)


def _recommended(user: Any, objection: Objection) -> bool:
    return objection.candidate.application.reviews.filter(by=user).exists()


def _open_one(objection: Objection, by: Any) -> Objection:
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if not may_handle(by, objection):
        raise NotAllowed(_("You cannot handle this objection: only an officer of the organiser who took no part may."))
    if objection.state != ObjectionState.OPEN:
        raise WrongState(_("The objection was answered already."))
    return objection

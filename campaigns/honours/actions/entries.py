"""What can happen to an entry after its award: suspension, restoration, revocation. One act reaches every channel."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.creditfeed.actions import outbox
from campaigns.honours.errors import NotAllowed, WrongState
from campaigns.honours.feed import record_of
from campaigns.honours.models import EntryEvent, EntryStatus, HonourEntry
from campaigns.notices.actions import telling
from kit import clock
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Role
from trail.actions import audit


@transaction.atomic
def suspend(entry: HonourEntry, *, reason: str, review_on: date, by: Any, at: datetime) -> HonourEntry:
    """Stop showing an entry until a day on which it is looked at again (暂缓展示).

    Raises: NotAllowed, WrongState; BadInput, without a reason or with a day that is past.
    """
    entry = _held(entry, by, reason)
    if entry.status not in {EntryStatus.VALID, EntryStatus.CORRECTED}:
        raise WrongState(_("Only an entry that stands can be suspended."))
    if review_on <= clock.local(at).date():
        raise BadInput(_("The day of review lies in the future."))
    entry.status, entry.review_on = EntryStatus.SUSPENDED, review_on
    return _told(entry, "suspended", "awardUpdate", reason, by, at)


@transaction.atomic
def restore(entry: HonourEntry, *, reason: str, by: Any, at: datetime) -> HonourEntry:
    """Show a suspended entry again. Raises: NotAllowed, WrongState, BadInput."""
    entry = _held(entry, by, reason)
    if entry.status != EntryStatus.SUSPENDED:
        raise WrongState(_("Only a suspended entry can be restored."))
    entry.status, entry.review_on = EntryStatus.VALID, None
    return _told(entry, "restored", "awardUpdate", reason, by, at)


@transaction.atomic
def revoke(entry: HonourEntry, *, reason: str, by: Any, at: datetime) -> HonourEntry:
    """Take an honour back for good. Raises: NotAllowed, WrongState, BadInput."""
    entry = _held(entry, by, reason)
    if entry.status == EntryStatus.REVOKED:
        raise WrongState(_("The honour was revoked already."))
    entry.status, entry.review_on = EntryStatus.REVOKED, None
    return _told(entry, "revoked", "awardCancellation", reason, by, at)


def may_act(user: Any, entry: HonourEntry) -> bool:
    """A decider of the organ who does not belong to the unit."""
    return (
        scopes.holds_at(user, entry.decision.organ, Role.DECIDER)
        and not user.memberships.current().filter(organisation=entry.organisation_id).exists()
    )


def _held(entry: HonourEntry, by: Any, reason: str) -> HonourEntry:
    entry = HonourEntry.objects.select_for_update().get(pk=entry.pk)
    if not may_act(by, entry):
        raise NotAllowed(_("Only a decider of the organ who does not belong to the unit may do this."))
    if not reason.strip():
        raise BadInput(_("Please give the reason and the document it rests on."))
    return entry


def _told(entry: HonourEntry, what: str, event: str, reason: str, by: Any, at: datetime) -> HonourEntry:
    entry.version += 1
    entry.status_reason = reason.strip()[:300]
    entry.save()
    EntryEvent.objects.create(entry=entry, number=entry.version, what=what, reason=entry.status_reason, by=by, at=at)
    outbox.put(
        record_id=entry.uuid, version=entry.version, event=event, data=record_of(entry, clock.local(at).date()), at=at
    )
    audit.record(f"honour.{what}", entry, by=by, at=at, path=entry.organisation.path)
    with telling.readers_language():
        telling.heads(
            [entry.organisation],
            _subject(what, entry.honour),
            entry.status_reason,
            url=reverse("honours:entry", args=[entry.code]),
            at=at,
        )
    return entry


def _subject(what: str, honour: str) -> str:
    subjects = {
        "suspended": _("Your unit's honour is not shown for the time being: %(honour)s"),
        "restored": _("Your unit's honour is shown again: %(honour)s"),
        "revoked": _("Your unit's honour was revoked: %(honour)s"),
    }
    return subjects[what] % {"honour": honour}

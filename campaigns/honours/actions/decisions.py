"""Deciding honours: compiled by one person, released by another; everything is born in the one transaction."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.calls.models import Call, CallState
from campaigns.creditfeed.actions import outbox
from campaigns.honours.errors import CannotDecide, NotAllowed, WrongState
from campaigns.honours.feed import record_of
from campaigns.honours.models import Decision, DecisionState, EntryEvent, HonourEntry, RollName
from campaigns.notices.actions import telling
from campaigns.notices.models import Candidate, NoticeState, ObjectionState, PublicNotice
from kit import clock, document_numbers
from kit.errors import BadInput
from notifications.actions import messages
from official_documents.models import OfficialDocument
from organisations import scopes
from organisations.models import Organisation, Role
from trail.actions import audit

_ENTRY_NUMBERS = 7265002  # the advisory lock under which entries are numbered


@transaction.atomic
def compile_decision(notice: PublicNotice, *, by: Any, at: datetime, document_number: str, **facts: Any) -> Decision:
    """Draw up the decision on what a notice left standing. `facts` are its meeting, opinions and date.

    Raises: NotAllowed, when `by` is no officer of the organiser; CannotDecide, while the notice runs or an objection is
    open; BadInput, for something that is no document number or another document's, or a day that is future or not
    after the notice.
    """
    call = Call.objects.select_for_update().get(pk=notice.call_id)
    if not scopes.holds_at(by, call.organiser, Role.OFFICER):
        raise NotAllowed(_("Only an officer of the organiser may compile the decision."))
    if call.decisions.exclude(state=DecisionState.DISCARDED).exists():
        raise CannotDecide(_("There is a decision on this call already."))
    standing_candidates(notice, at)
    number = _fitting_number(document_number, facts["decided_on"])
    if not clock.local(notice.closes_at).date() < facts["decided_on"] <= clock.local(at).date():
        raise BadInput(_("The day of the decision lies after the last day of the notice and not in the future."))
    if Decision.objects.exclude(state=DecisionState.DISCARDED).filter(document_number=number).exists():
        raise CannotDecide(_("Another decision has the number %(number)s.") % {"number": number})
    decision = Decision.objects.create(
        notice=notice, call=call, organ=call.organiser, document_number=number, compiled_by=by, compiled_at=at, **facts
    )
    audit.record("decision.compiled", decision, by=by, at=at, path=call.organiser.path)
    return decision


def _fitting_number(text: str, decided_on: date) -> str:
    """The number in its official form, when it can be this decision's. Raises: BadInput."""
    number = document_numbers.parse(text)
    if number.year not in {decided_on.year, decided_on.year + 1}:  # a paper of late December may be numbered in January
        raise BadInput(
            _("The number is of %(year)d, the decision of %(decided)d. Compare both with the paper.")
            % {"year": number.year, "decided": decided_on.year}
        )
    known = OfficialDocument.objects.filter(number=str(number)).first()
    if known is not None:
        raise BadInput(
            _("%(number)s is the number of “%(title)s” in the register of documents. Give the decision's own.")
            % {"number": number, "title": known.title}
        )
    return str(number)


def standing_candidates(notice: PublicNotice, at: datetime) -> list[Candidate]:
    """Who is left to be honoured. Raises: CannotDecide, with the reason why nothing can be decided yet."""
    if notice.state != NoticeState.TAKEN_DOWN and notice.closes_at >= at:
        raise CannotDecide(_("The notice is still being shown. Decide after its last day."))
    if PublicNotice.objects.filter(call=notice.call_id, published_at__gt=notice.published_at).exists():
        raise CannotDecide(_("There is a later notice of this call. Decide on that one."))
    waiting = notice.objections.filter(state=ObjectionState.OPEN).count()
    if waiting:
        raise CannotDecide(_("%(count)d objections are still open. Answer them first.") % {"count": waiting})
    standing = notice.candidates.filter(removed_at__isnull=True)
    left = list(standing.select_related("organisation__division__parent", "organisation__managing_authority"))
    if not left:
        raise CannotDecide(_("No candidate is left on the notice."))
    return left


@transaction.atomic
def release(decision: Decision, *, by: Any, at: datetime) -> list[HonourEntry]:
    """Release a compiled decision: entries, their history, feed records and audit events in this transaction.

    Raises: NotAllowed, when `by` is no decider of the organ, compiled it, or belongs to a unit on the list; WrongState,
    when it was released before; CannotDecide, when an objection is open.
    Queues: creditfeed.deliver. Certificates are drawn when somebody asks for one (`honours.certificates`).
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not scopes.holds_at(by, decision.organ, Role.DECIDER):
        raise NotAllowed(_("Only a decider of the organ may release the decision."))
    if by.pk == decision.compiled_by_id:
        raise NotAllowed(_("You compiled this decision; another person releases it."))
    if decision.state != DecisionState.COMPILED or decision.notice is None:
        raise WrongState(_("The decision was released already or discarded."))
    candidates = standing_candidates(decision.notice, at)
    if by.memberships.current().filter(organisation__in=[one.organisation_id for one in candidates]).exists():
        raise NotAllowed(_("You belong to a unit on the list; another person releases it."))
    decision.state, decision.released_by, decision.released_at = DecisionState.RELEASED, by, at
    decision.save(update_fields=["state", "released_by", "released_at"])
    entries = [_enter(decision, one, number, by, at) for number, one in enumerate(candidates, start=_next_number())]
    Call.objects.filter(pk=decision.call_id).update(state=CallState.DECIDED)
    audit.record("decision.released", decision, by=by, at=at, path=decision.organ.path, entries=len(entries))
    _tell(entries, [one.organisation for one in candidates], at)
    return entries


def _tell(entries: list[HonourEntry], units: list[Organisation], at: datetime) -> None:
    """To each head: what was decided, and where the entry stands."""
    heads = telling.heads_of(units)
    with telling.readers_language():
        for entry in entries:
            subject = _("Your unit is honoured: %(honour)s") % {"honour": entry.honour}
            body = _("%(organ)s decided it by %(number)s. The entry in the roll has the code %(code)s.") % {
                "organ": entry.organ_name,
                "number": entry.decision_no,
                "code": entry.code,
            }
            for head in heads[entry.organisation_id]:
                messages.send(head, subject, body, url=reverse("honours:entry", args=[entry.code]), at=at)


@transaction.atomic
def discard(decision: Decision, *, by: Any, at: datetime) -> Decision:
    """Drop a compiled decision that was not released. Raises: NotAllowed, WrongState."""
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if not scopes.holds_at(by, decision.organ, Role.OFFICER, Role.DECIDER):
        raise NotAllowed(_("Only an officer or decider of the organ may discard it."))
    if decision.state != DecisionState.COMPILED:
        raise WrongState(_("The decision was released already or discarded."))
    decision.state = DecisionState.DISCARDED
    decision.save(update_fields=["state"])
    audit.record("decision.discarded", decision, by=by, at=at, path=decision.organ.path)
    return decision


def _enter(decision: Decision, candidate: Candidate, number: int, by: Any, at: datetime) -> HonourEntry:
    unit, call = candidate.organisation, decision.call
    entry = HonourEntry.objects.create(
        entry_no=number,
        decision=decision,
        call=call,
        organisation=unit,
        name=unit.name,
        subject_code=unit.code or str(unit.uuid),
        authority_name=unit.managing_authority.name if unit.managing_authority else "",
        city_code=city_code(unit),
        division_code=unit.division.code,
        division_name=unit.division.name,
        honour=call.honour_name,
        kind=call.kind,
        organ_name=decision.organ.name,
        decision_no=decision.document_number,
        decision_date=decision.decided_on,
        year=decision.decided_on.year,
        valid_from=decision.decided_on,
        valid_to=_years_later(decision.decided_on, call.validity_years),
    )
    EntryEvent.objects.create(entry=entry, number=1, what="awarded", by=by, at=at)
    RollName.objects.get_or_create(organisation=unit, name=entry.name)
    outbox.put(record_id=entry.uuid, version=1, event="award", data=record_of(entry, clock.local(at).date()), at=at)
    audit.record("honour.awarded", entry, by=by, at=at, path=unit.path)
    return entry


def city_code(unit: Organisation) -> str:
    """The code of the second-level territory the unit stands in; of a directly administered place its own."""
    division = unit.division
    if division.level == "county" and not division.directly_administered and division.parent:
        return division.parent.code
    return division.code


def _next_number() -> int:
    """The number after the last, with nobody else numbering meanwhile (SQLite's transactions exclude each other)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ENTRY_NUMBERS])
    return (HonourEntry.objects.aggregate(last=Max("entry_no"))["last"] or 0) + 1


def _years_later(day: date, years: int) -> date:
    """The last day of a validity of so many years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)

"""Making a programme, opening it, and assigning it to its audience in the background."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from courses.errors import NotOpenable
from courses.models import Enrolment, LessonPage, Programme, ProgrammeModule, ProgrammeState
from kit import clock
from organisations.models import Membership, Organisation
from trail.actions import audit, jobs
from trail.models import Job

KIND = "courses.assign"
JOIN = "courses.join"
BATCH = 500


@transaction.atomic
def create(*, modules: Sequence[tuple[LessonPage, Decimal, bool]], by: Any = None, **fields: Any) -> Programme:
    """A draft with its modules in order: lesson, hours, whether it is required."""
    programme = Programme.objects.create(**fields)
    for order, (lesson, hours, required) in enumerate(modules, start=1):
        ProgrammeModule.objects.create(programme=programme, lesson=lesson, hours=hours, required=required, order=order)
    audit.record("programme.created", programme, by=by, path=programme.organiser.path)
    return programme


@transaction.atomic
def open_and_assign(programme: Programme, *, by: Any, at: datetime) -> Job:
    """Open the programme and assign it to everybody in its audience now. Again later, it takes in who has joined since.

    Raises: NotOpenable. Queues: courses.assign.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if programme.state == ProgrammeState.CLOSED:
        raise NotOpenable(_("This programme is closed; nobody can be added to it."))
    offered = programme.modules.aggregate(hours=Sum("hours"))["hours"]
    if not offered:
        raise NotOpenable(_("This programme has no module yet. Add one, then open it."))
    if offered < programme.minimum_hours:
        raise NotOpenable(
            _("The rule asks for %(needed)s hours, but the modules give only %(offered)s. Nobody could fulfil it.")
            % {"needed": programme.minimum_hours, "offered": offered}
        )
    if clock.local(at).date() > programme.closes_on:
        raise NotOpenable(_("The window of this programme has passed. Set a later end first."))
    programme.state = ProgrammeState.OPEN
    programme.rounds += 1
    programme.save(update_fields=["state", "rounds"])
    audit.record("programme.opened", programme, by=by, at=at, path=programme.organiser.path, round=programme.rounds)
    return jobs.enqueue(
        KIND,
        str(programme.uuid),
        programme.rounds,
        key=f"{programme.uuid}:{programme.rounds}",
        title=_("Assign “%(title)s”") % {"title": programme.title},
        total=audience(programme).count(),
        by=by,
    )


def take_in_newcomers(organisation_ids: Iterable[int], at: datetime) -> None:
    """Queue the open programmes of these organisations for those who have joined there. Queues: courses.join."""
    places = Organisation.objects.in_bulk(list(organisation_ids))
    today = clock.local(at).date()
    running = Programme.objects.filter(state=ProgrammeState.OPEN, closes_on__gte=today).select_related("territory")
    for programme in running:
        for key, place in places.items():
            if place.path.startswith(programme.territory.path):
                jobs.enqueue(JOIN, str(programme.uuid), key, key=f"{programme.uuid}:{key}:{clock.rfc3339(at)}")


def join(programme_uuid: str, organisation_id: int) -> dict[str, int]:
    """Enrol those of one organisation who are in the audience and not enrolled yet; twice is the same as once."""
    programme = Programme.objects.select_related("territory").get(uuid=UUID(programme_uuid))
    last, seen = 0, 0
    everybody = audience(programme).filter(organisation_id=organisation_id)
    while batch := list(everybody.filter(pk__gt=last)[:BATCH]):
        _enrol(programme, batch)
        last, seen = batch[-1].pk, seen + len(batch)
    return {"seen": seen}


def audience(programme: Programme) -> QuerySet[Membership]:
    """Who belongs to a unit of the audience now; kinds of teacher are compared row by row."""
    members = Membership.objects.current().filter(
        organisation__path__startswith=programme.territory.path, organisation__closed_on__isnull=True
    )
    if programme.organisation_kinds:
        members = members.filter(organisation__kind__in=programme.organisation_kinds)
    return members.order_by("pk")


def assign(programme_uuid: str, round_number: int) -> dict[str, int]:
    """Enrol the audience, batch by batch. Each batch is a transaction of its own and enrols nobody twice, so the work
    may be killed anywhere and begun again."""
    programme = Programme.objects.select_related("territory", "organiser").get(uuid=UUID(programme_uuid))
    key, last, seen = f"{programme.uuid}:{round_number}", 0, 0
    everybody = audience(programme)
    total = everybody.count()
    while batch := list(everybody.filter(pk__gt=last)[:BATCH]):
        _enrol(programme, batch)
        last, seen = batch[-1].pk, seen + len(batch)
        jobs.advance(key, KIND, seen, total)
    return _finish(programme, round_number)


@transaction.atomic
def _enrol(programme: Programme, batch: Sequence[Membership]) -> None:
    wanted = set(programme.teacher_kinds)
    now = clock.now()
    Enrolment.objects.bulk_create(
        [
            Enrolment(programme=programme, membership=one, learner_id=one.user_id, assigned_at=now)
            for one in batch
            if not wanted or wanted & set(one.teacher_kinds)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def _finish(programme: Programme, round_number: int) -> dict[str, int]:
    enrolled = programme.enrolments.count()
    fresh = Programme.objects.filter(pk=programme.pk, rounds_done__lt=round_number)
    if fresh.update(rounds_done=round_number, assigned_at=clock.now()):
        audit.record(
            "programme.assigned", programme, path=programme.organiser.path, round=round_number, enrolled=enrolled
        )
    return {"enrolled": enrolled}

"""What a learner does with a module: answer its self-checks, finish its sections. Nothing is measured in minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from courses.actions import completion
from courses.errors import ChecksLeft, NotAssigned, OutsideWindow
from courses.models import CheckDone, LessonPage, Programme, ProgrammeState, Section, SectionProgress
from kit import clock
from trail.actions import audit


@dataclass(frozen=True)
class Seat:
    """Who studies which module of which programme."""

    learner: Any
    programme: Programme
    lesson: LessonPage


@dataclass
class Standing:
    """A section with how far one learner has come in it."""

    section: Section
    done: frozenset[str]
    finished: bool

    @property
    def left(self) -> int:
        return len([check for check in self.section.checks if check.id not in self.done])


def standings(seat: Seat) -> list[Standing]:
    """Every section of the module in order, in two queries."""
    rows = SectionProgress.objects.filter(learner=seat.learner, programme=seat.programme, lesson=seat.lesson)
    found = {row.section: row for row in rows.prefetch_related("checks")}
    return [
        Standing(
            section,
            frozenset(check.check_id for check in found[section.key].checks.all())
            if section.key in found
            else frozenset(),
            section.key in found and found[section.key].finished_at is not None,
        )
        for section in seat.lesson.sections()
    ]


@transaction.atomic
def answer(seat: Seat, section: Section, check: Any, letters: list[str], *, at: datetime) -> bool:
    """Try a self-check; a right answer is remembered. Raises: NotAssigned, OutsideWindow."""
    _guard(seat, at)
    right: bool = check.value.is_right(letters)
    if right:
        CheckDone.objects.get_or_create(progress=_begin(seat, section, at), check_id=check.id, defaults={"done_at": at})
    return right


@transaction.atomic
def finish(seat: Seat, section: Section, *, at: datetime) -> bool:
    """Finish a section whose self-checks are all done; True when it was not finished before.

    Whatever the programme then owes the learner is given in this transaction.
    Raises: NotAssigned, OutsideWindow, ChecksLeft.
    """
    _guard(seat, at)
    completion.lock(seat.learner, seat.programme)
    progress = _begin(seat, section, at)
    done = set(progress.checks.values_list("check_id", flat=True))
    left = [check for check in section.checks if check.id not in done]
    if left:
        raise ChecksLeft(len(left))
    if progress.finished_at is not None:
        return False
    progress.finished_at = at
    progress.revision_id = seat.lesson.live_revision_id
    progress.save(update_fields=["finished_at", "revision"])
    audit.record(
        "section.finished", progress, by=seat.learner, at=at, programme=str(seat.programme.uuid), section=section.key
    )
    completion.settle(seat.learner, seat.programme, at=at)
    return True


def _guard(seat: Seat, at: datetime) -> None:
    programme = seat.programme
    if not programme.enrolments.filter(learner=seat.learner).exists():
        raise NotAssigned
    if programme.state != ProgrammeState.OPEN or not programme.is_in_window(clock.local(at).date()):
        raise OutsideWindow(programme)


def _begin(seat: Seat, section: Section, at: datetime) -> SectionProgress:
    progress, _created = SectionProgress.objects.get_or_create(
        learner=seat.learner,
        programme=seat.programme,
        lesson=seat.lesson,
        section=section.key,
        defaults={"begun_at": at},
    )
    return progress

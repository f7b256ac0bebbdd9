"""When a programme's rule is met: hours and certificate, once, in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from courses import rules
from courses.actions import certificates
from courses.errors import CannotBeDrawn
from courses.models import Enrolment, HoursEntry, Programme, ProgrammeModule, SectionProgress
from trail.actions import audit

CATEGORY = "credit-training"


def lock(learner: Any, programme: Programme) -> list[Enrolment]:
    """The learner's rows of the programme, held until the transaction ends: whatever settles waits here."""
    rows = Enrolment.objects.select_for_update().filter(learner=learner, programme=programme)
    return list(rows.order_by("pk"))


@transaction.atomic
def passed(learner: Any, paper: UUID, *, at: datetime) -> None:
    """The learner has passed a paper. Programmes that end with it take note and settle."""
    for programme in Programme.objects.filter(final_paper=paper, enrolments__learner=learner).distinct():
        for enrolment in lock(learner, programme):
            if enrolment.passed_at is None:
                enrolment.passed_at = at
                enrolment.save(update_fields=["passed_at"])
                audit.record("enrolment.passed", enrolment, by=learner, at=at)
        settle(learner, programme, at=at)


@transaction.atomic
def settle(learner: Any, programme: Programme, *, at: datetime) -> None:
    """Give what is owed: if the rule is met, hours for every finished module and the certificate, each once.

    A name that no font can draw holds back the certificate, not the hours; `certificates.issue` can be tried again.
    """
    enrolments = lock(learner, programme)
    modules = list(programme.modules.select_related("lesson"))
    finished = finished_modules(learner, programme, modules)
    if not enrolments or not rules.is_fulfilled(programme, modules, finished, enrolments):
        return
    for module in modules:
        if module.pk in finished:
            _enter_hours(enrolments[-1], programme, module, at)
    for enrolment in enrolments:
        if enrolment.completed_at is None:
            enrolment.completed_at = at
            enrolment.save(update_fields=["completed_at"])
            audit.record("enrolment.completed", enrolment, by=learner, at=at)
    try:
        certificates.issue(learner, programme, at=at)
    except CannotBeDrawn:
        audit.record("certificate.held_back", enrolments[-1], by=learner, at=at)


def finished_modules(learner: Any, programme: Programme, modules: list[ProgrammeModule]) -> set[int]:
    """Primary keys of the modules of which every section is finished."""
    done: dict[int, set[str]] = {}
    rows = SectionProgress.objects.filter(learner=learner, programme=programme, finished_at__isnull=False)
    for lesson_id, section in rows.values_list("lesson_id", "section"):
        done.setdefault(lesson_id, set()).add(section)
    return {
        module.pk
        for module in modules
        if (keys := {section.key for section in module.lesson.sections()}) and keys <= done.get(module.lesson_id, set())
    }


def _enter_hours(enrolment: Enrolment, programme: Programme, module: ProgrammeModule, at: datetime) -> None:
    entry, created = HoursEntry.objects.get_or_create(
        learner_id=enrolment.learner_id,
        programme=programme,
        module=module,
        defaults={
            "organisation_id": enrolment.membership.organisation_id,
            "year": programme.year,
            "category": CATEGORY,
            "title": module.lesson.title,
            "hours": module.hours,
            "rule_version": programme.rule_version,
            "entered_at": at,
        },
    )
    if created:
        audit.record("hours.entered", entry, by=enrolment.learner, at=at, hours=str(entry.hours))

"""Who has finished and who not, counted exactly, for those who supervise: by school, then by teacher."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from courses.models import Enrolment, Programme, SectionProgress
from courses.models.enrolments import EnrolmentQuerySet
from organisations.models import Organisation


@dataclass(frozen=True)
class Row:
    """One school: how many are to do the programme, how many have finished."""

    organisation: Organisation
    total: int
    done: int

    @property
    def left(self) -> int:
        return self.total - self.done


def by_school(programme: Programme, user: Any) -> list[Row]:
    """Every school of the user's scope with somebody enrolled, by code; those without a code by name at the end."""
    counts = (
        Enrolment.objects.supervised_by(user)
        .counted()
        .filter(programme=programme)
        .values("membership__organisation")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(completed_at__isnull=False)))
        .order_by()
    )
    found = {one["membership__organisation"]: one for one in counts}
    schools = Organisation.objects.filter(pk__in=found)
    return [
        Row(school, found[school.pk]["total"], found[school.pk]["done"])
        for school in sorted(schools, key=lambda one: (not one.code, one.school_code or one.uscc, one.name))
    ]


def people(programme: Programme, user: Any, organisation: Organisation | None = None) -> EnrolmentQuerySet:
    """The enrolments behind the numbers, by school code and staff number."""
    rows = Enrolment.objects.supervised_by(user).counted().filter(programme=programme)
    if organisation is not None:
        rows = rows.filter(membership__organisation=organisation)
    return rows.select_related("learner", "membership__organisation").order_by(
        "membership__organisation__school_code", "membership__organisation__name", "membership__staff_number", "pk"
    )


def sections_done(programme: Programme, rows: list[Enrolment]) -> tuple[dict[int, int], int]:
    """Finished sections by learner, and how many the required modules have: one query each."""
    lessons = [module.lesson for module in programme.modules.select_related("lesson") if module.required]
    total = sum(len(lesson.sections()) for lesson in lessons)
    counts = (
        SectionProgress.objects.filter(
            programme=programme,
            lesson__in=[lesson.pk for lesson in lessons],
            learner__in=[row.learner_id for row in rows],
            finished_at__isnull=False,
        )
        .values("learner")
        .annotate(done=Count("pk"))
        .order_by()
    )
    return {one["learner"]: one["done"] for one in counts}, total

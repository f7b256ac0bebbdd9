"""What other floors tell this one."""

from collections.abc import Iterable, Sequence
from typing import Any

from courses.actions import completion
from courses.models import Enrolment, LessonPage


def graded(attempt: Any) -> None:
    """An attempt was graded, in the transaction of its grading."""
    if attempt.passed:
        completion.passed(attempt.learner, attempt.paper.uuid, at=attempt.graded_at)


def enrolled(attempts: Sequence[Any]) -> Iterable[Any]:
    """Those of them which end a programme that their learner is enrolled in."""
    learners, papers = {one.learner_id for one in attempts}, {one.paper.uuid for one in attempts}
    rows = Enrolment.objects.filter(learner__in=learners, programme__final_paper__in=papers)
    known = set(rows.values_list("learner_id", "programme__final_paper"))
    return [one for one in attempts if (one.learner_id, one.paper.uuid) in known]


def lessons() -> list[tuple[str, str, list[str]]]:
    """Every published lesson with its address and the facts that it rests on."""
    found = LessonPage.objects.live().order_by("path")
    return [(page.title, page.get_url() or "", page.fact_ids) for page in found]

"""What other floors tell this one."""

from typing import Any

from courses.actions import completion


def graded(attempt: Any) -> None:
    """An attempt was graded, in the transaction of its grading."""
    if attempt.passed:
        completion.passed(attempt.learner, attempt.paper.uuid, at=attempt.graded_at)

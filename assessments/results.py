"""What a learner sees of a result, by the paper's review matrix."""

from datetime import datetime
from typing import Any

from assessments.models import Attempt, AttemptState, Shown


def may_see(when: str, attempt: Attempt, at: datetime) -> bool:
    return when == Shown.AFTER_ATTEMPT or (when == Shown.AFTER_WINDOW and at >= attempt.paper.window_closes)


def of(attempt: Attempt, at: datetime) -> dict[str, Any]:
    """State, score, passed, items; None for what the matrix withholds as yet."""
    graded = attempt.state == AttemptState.GRADED
    scored = graded and may_see(attempt.paper.shows_score, attempt, at)
    return {
        "state": attempt.state,
        "score": float(attempt.score) if scored and attempt.score is not None else None,
        "passed": attempt.passed if scored else None,
        "items": items(attempt) if graded and may_see(attempt.paper.shows_items, attempt, at) else None,
    }


def items(attempt: Attempt) -> list[dict[str, Any]]:
    return [
        {
            "slot": slot["slot"],
            "stem": slot["stem"],
            "answer": attempt.answers.get(str(slot["slot"]), {}).get("answer"),
            "key": slot["key"] if slot["type"] != "case" else [part["key"] for part in slot["parts"]],
            "points": float(attempt.points.get(str(slot["slot"])) or 0),
            "of": slot["points"],
            "explanation": slot["explanation"],
            "basis": slot["basis"],
        }
        for slot in attempt.slots
    ]

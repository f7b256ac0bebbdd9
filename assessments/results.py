"""What a learner sees of a result, by the paper's review matrix."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from assessments.models import Attempt, AttemptState, Shown

REMEDIAL = "M7"


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


def remedial(attempt: Attempt, at: datetime) -> str | None:
    """The module to study again by rule 3 of the final's blueprint, or None; withheld as long as the score is.

    Nothing was right of all that the paper asks for by its tags: minors' information, the bounds of punishment.
    """
    if attempt.state != AttemptState.GRADED or not may_see(attempt.paper.shows_score, attempt, at):
        return None
    asked = set(attempt.paper.tags.values_list("tag", flat=True))
    tagged = [str(slot["slot"]) for slot in attempt.slots if not asked.isdisjoint(slot.get("tags", []))]
    return REMEDIAL if tagged and not any(Decimal(attempt.points.get(slot) or 0) for slot in tagged) else None


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

"""Drawing a paper from its blueprint: the same seed draws the same paper."""

import random
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from assessments import question_types
from assessments.errors import NotFeasible
from assessments.models import Paper, PaperCell, Question, QuestionState, QuestionVersion


def shortfalls(paper: Paper) -> list[tuple[PaperCell, int]]:
    """The cells that the bank cannot fill, and how many questions each lacks."""
    short = []
    for cell in paper.cells.select_related("topic"):
        missing = cell.count - _live(cell).count()
        if missing > 0:
            short.append((cell, missing))
    return short


def draw(paper: Paper, seed: str, *, avoid: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The slots of one attempt, 1…n. Questions in `avoid` (uuids) are taken only where the others do not suffice.

    Raises: NotFeasible, when the bank cannot fill a cell.
    """
    return Pool(paper).draw(seed, avoid=avoid)


class Pool:
    """What a paper may draw from, as it is now, read once for as many draws as are wanted."""

    def __init__(self, paper: Paper) -> None:
        self.cells = [
            (cell, list(_live(cell).order_by("pk"))) for cell in paper.cells.select_related("topic").order_by("pk")
        ]
        self.versions: dict[int, QuestionVersion] = {}

    def draw(self, seed: str, *, avoid: Iterable[str] = ()) -> list[dict[str, Any]]:
        """See `draw`."""
        chance = random.Random(seed)  # noqa: S311 -- fair, not secret; stored with the attempt
        seen = set(avoid)
        chosen: list[tuple[PaperCell, Question]] = []
        for cell, live in self.cells:
            if len(live) < cell.count:
                raise NotFeasible(
                    _("The bank has too few questions for “%(cell)s”.")
                    % {"cell": f"{cell.topic} {cell.get_type_display()}"},
                    remedy=_("Please tell the organiser."),
                )
            mixed = list(live)
            chance.shuffle(mixed)
            mixed.sort(key=lambda question: str(question.uuid) in seen)
            chosen += [(cell, question) for question in mixed[: cell.count]]
        self._read(question.pk for _cell, question in chosen)
        order = sorted(range(len(chosen)), key=lambda place: (_RANK[chosen[place][1].type], place))
        return [
            _slot(number, chosen[place][0], chosen[place][1], self.versions[chosen[place][1].pk], chance)
            for number, place in enumerate(order, start=1)
        ]

    def _read(self, questions: Iterable[int]) -> None:
        missing = [one for one in questions if one not in self.versions]
        if missing:
            rows = QuestionVersion.objects.filter(question__in=missing).order_by("version")
            self.versions |= {row.question_id: row for row in rows}


# A paper begins with what is quickest to answer.
_RANK = {kind: place for place, kind in enumerate(["truefalse", "single", "multiple", "matching", "ordering"])}
_RANK |= {kind: place for place, kind in enumerate(["short", "numeric", "case", "essay"], start=len(_RANK))}


def _live(cell: PaperCell) -> Any:
    return Question.objects.filter(
        state=QuestionState.LIVE, topic=cell.topic, difficulty=cell.difficulty, type=cell.type
    )


def _slot(
    number: int, cell: PaperCell, question: Question, version: QuestionVersion, chance: random.Random
) -> dict[str, Any]:
    return {
        "slot": number,
        "question": str(question.uuid),
        "version": version.version,
        "type": question.type,
        "stem": version.stem,
        "material": version.material,
        "points": float(cell.points),
        "explanation": version.explanation,
        "basis": version.basis,
        **question_types.draw(question.type, version.content, chance),
    }

"""Drawn papers that many demonstration learners share, and the answers they give: always of the right form."""

import json
import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from assessments import question_types
from kit import canonical_json

Slot = dict[str, Any]
FREE_TEXTS = {"short", "case", "essay"}
WRONG = 6  # so many wrong or half right answers of each kind are thought up beforehand

as_text = json.JSONEncoder(ensure_ascii=False).encode


class Choice(NamedTuple):
    """An answer, as JSON twice, for the table and for its digest, and the points that grading gives it."""

    answer: Any
    text: str
    canonical: bytes
    points: Decimal | None


class Save(NamedTuple):
    """One row of the history but for the attempt."""

    slot: int
    version: int
    answer: str
    received_at: datetime
    accepted: bool


@dataclass
class Form:
    """One drawn paper, with what people answer to it."""

    slots: list[Slot]

    def __post_init__(self) -> None:
        chance = random.Random(self.slots[0]["stem"])  # noqa: S311 -- the same in every world that has this question, no secret
        self.text = as_text(self.slots)
        self.right = [_choice(slot, chance, 1, "") for slot in self.slots]
        self.others = [[_choice(slot, chance, 0, "") for _one in range(WRONG)] for slot in self.slots]
        self._untouched = {str(slot["slot"]): question_types.grade(slot, None) for slot in self.slots}

    def untouched(self) -> dict[str, Decimal | None]:
        """Points by slot of somebody who answers nothing."""
        return dict(self._untouched)

    def choose(self, place: int, chance: random.Random, knows: float, mark: str) -> Choice:
        """What somebody answers who is right with the probability `knows`; `mark`, if any, stands in free texts."""
        if mark and self.slots[place]["type"] in FREE_TEXTS:
            return _choice(self.slots[place], chance, knows, mark)
        if chance.random() < knows:
            return self.right[place]
        return self.others[place][int(chance.random() * WRONG)]


def _choice(slot: Slot, chance: random.Random, knows: float, mark: str) -> Choice:
    given = _answer(slot, chance, knows, mark)
    return Choice(given, as_text(given), canonical_json.dumps(given), question_types.grade(slot, given))


def _answer(slot: Slot, chance: random.Random, knows: float, mark: str) -> Any:  # noqa: PLR0911 -- one for each type
    letters = [option["letter"] for option in slot["options"]]
    knows_it = chance.random() < knows
    match slot["type"]:
        case "single":
            return slot["key"][0] if knows_it else chance.choice(letters)
        case "multiple":
            return slot["key"] if knows_it else sorted(chance.sample(letters, chance.randint(1, len(letters))))
        case "truefalse":
            return slot["key"] if knows_it else chance.random() < 0.5
        case "matching":
            return slot["key"] if knows_it else {key: chance.choice(letters) for key in slot["key"]}
        case "ordering":
            return slot["key"] if knows_it else chance.sample(letters, len(letters))
        case "short":
            return [mark or (wordings[0] if knows_it else "示例答案") for wordings in slot["key"]]
        case "numeric":
            return slot["key"]["number"] if knows_it else str(chance.randint(0, 99))
        case "case":
            return [_answer(part, chance, knows, mark) for part in slot["parts"]]
        case _:
            return f"我会先听学生说明，再一起商量怎样改。（示例）{mark}"

"""The types of questions: the form of their answers, how they are shown, drawn and graded.

A question's `content`, by type:
single, multiple: `{"options": [text …], "key": [index …]}` · truefalse: `{"key": bool}` ·
matching: `{"left": [text …], "options": [text …]}`, the nth of one belongs to the nth of the other ·
ordering: `{"options": [text …]}` in the right order · short: `{"key": [[wording, …] for each blank]}` ·
numeric: `{"key": "3.5", "tolerance": "0.1"}` · case: `{"parts": [{"type", "stem", "points", "content"} …]}` ·
essay: `{}`.

A drawn slot: `{"slot", "type", "stem", "material", "points", "options": [{"letter", "text"}],
"left": [{"key", "text"}], "parts": [...], "key": …}`. The key is in the letters the learner sees and leaves this
floor in no other form than `results` allows.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments.errors import BadAnswer

LETTERS = "ABCDEFGH"
MAX_TEXT = 500
MAX_ESSAY = 5000
HIDDEN = {"key", "explanation", "basis", "question", "version", "tags"}

Content = dict[str, Any]
Slot = dict[str, Any]


@dataclass(frozen=True)
class QuestionKind:
    """`drawn` gives options in a fresh order and the key in their letters; `check` refuses an answer of another form;
    `share` is how much of the points an answer earns, 0 to 1, None when people grade it.
    """

    drawn: Callable[[Content, random.Random], dict[str, Any]]
    check: Callable[[Slot, Any], None]
    share: Callable[[Slot, Any], Decimal | None]


def shown(slot: Slot) -> Slot:
    """What a learner sees of a slot: everything but the key and what gives it away."""
    seen = {name: value for name, value in slot.items() if name not in HIDDEN}
    seen["parts"] = [shown(part) for part in slot.get("parts", [])]
    return seen


def draw(kind: str, content: Content, chance: random.Random) -> dict[str, Any]:
    empty: dict[str, Any] = {"options": [], "left": [], "parts": [], "key": None}
    return {**empty, **KINDS[kind].drawn(content, chance)}


def check(slot: Slot, answer: Any) -> None:
    """Raises: BadAnswer, when it has not the form of the slot's type. None, a cleared answer, is always right."""
    if answer is not None:
        KINDS[slot["type"]].check(slot, answer)


def same(slot: Slot, one: Any, other: Any) -> bool:
    """Whether two answers say the same; the letters of a multiple choice have no order."""
    if slot["type"] == "multiple" and isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)


def grade(slot: Slot, answer: Any) -> Decimal | None:
    """Points for an answer; None when people have to grade it."""
    if answer is None and slot["type"] != "essay":
        return Decimal(0)
    share = KINDS[slot["type"]].share(slot, answer)
    return None if share is None else (Decimal(str(slot["points"])) * share).quantize(Decimal("0.01"))


def _shuffled(
    texts: list[str], chance: random.Random, letters: str = LETTERS
) -> tuple[list[dict[str, str]], list[str]]:
    """Options in a fresh order, and the letter that each original place got."""
    order = list(range(len(texts)))
    chance.shuffle(order)
    letter_of = [""] * len(texts)
    for place, original in enumerate(order):
        letter_of[original] = letters[place]
    return [{"letter": letters[place], "text": texts[original]} for place, original in enumerate(order)], letter_of


def _letters_of(slot: Slot) -> set[str]:
    return {option["letter"] for option in slot["options"]}


def _need(met: bool, sentence: object) -> None:
    if not met:
        raise BadAnswer(sentence)


def _one(value: bool) -> Decimal:
    return Decimal(1) if value else Decimal(0)


def _draw_choice(content: Content, chance: random.Random) -> dict[str, Any]:
    options, letter_of = _shuffled(content["options"], chance)
    return {"options": options, "key": sorted(letter_of[index] for index in content["key"])}


def _check_single(slot: Slot, answer: Any) -> None:
    _need(isinstance(answer, str) and answer in _letters_of(slot), _("Choose one of the letters shown."))


def _check_multiple(slot: Slot, answer: Any) -> None:
    whole = isinstance(answer, list) and all(isinstance(one, str) for one in answer)
    _need(whole and set(answer) <= _letters_of(slot), _("Choose from the letters shown."))
    _need(bool(answer), _("Choose at least one letter; send null to clear the answer."))
    _need(len(set(answer)) == len(answer), _("Give each letter once."))


def _share_multiple(slot: Slot, answer: Any) -> Decimal:
    """All right options full marks, some of them half, any wrong one none."""
    chosen, key = set(answer), set(slot["key"])
    if chosen == key:
        return Decimal(1)
    return Decimal("0.5") if chosen and chosen < key else Decimal(0)


def _check_true_false(slot: Slot, answer: Any) -> None:
    _need(isinstance(answer, bool), _("Answer true or false."))


def _draw_matching(content: Content, chance: random.Random) -> dict[str, Any]:
    options, letter_of = _shuffled(content["options"], chance, LETTERS.lower())
    left = [{"key": str(place), "text": text} for place, text in enumerate(content["left"], start=1)]
    return {"options": options, "left": left, "key": {one["key"]: letter_of[place] for place, one in enumerate(left)}}


def _check_matching(slot: Slot, answer: Any) -> None:
    keys = {one["key"] for one in slot["left"]}
    whole = isinstance(answer, dict) and all(isinstance(one, str) for one in answer.values())
    _need(whole and set(answer) <= keys and set(answer.values()) <= _letters_of(slot), _("Match what is shown."))


def _share_matching(slot: Slot, answer: Any) -> Decimal:
    right = sum(1 for key, letter in slot["key"].items() if answer.get(key) == letter)
    return Decimal(right) / Decimal(len(slot["key"]))


def _draw_ordering(content: Content, chance: random.Random) -> dict[str, Any]:
    options, letter_of = _shuffled(content["options"], chance)
    return {"options": options, "key": letter_of}


def _check_ordering(slot: Slot, answer: Any) -> None:
    whole = isinstance(answer, list) and all(isinstance(one, str) for one in answer)
    _need(whole and sorted(answer) == sorted(_letters_of(slot)), _("Put all letters shown in an order."))


def _plain(text: str) -> str:
    """Width, case, spaces and punctuation do not count; nothing else is forgiven."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in narrow if not unicodedata.category(letter).startswith(("P", "Z", "C")))


def _check_short(slot: Slot, answer: Any) -> None:
    given = answer if isinstance(answer, list) else [answer]
    _need(all(isinstance(one, str) and len(one) <= MAX_TEXT for one in given), _("Write up to 500 characters."))
    _need(len(given) == len(slot["key"]), _("Fill each blank."))


def _share_short(slot: Slot, answer: Any) -> Decimal:
    given = answer if isinstance(answer, list) else [answer]
    right = sum(
        1
        for text, wordings in zip(given, slot["key"], strict=True)
        if _plain(text) in {_plain(wording) for wording in wordings}
    )
    return Decimal(right) / Decimal(len(slot["key"]))


def number(text: Any) -> Decimal | None:
    """The number that somebody typed, full-width or with separators, or None."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace("−", "-")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?%?", plain):
        return None
    try:
        return Decimal(plain.rstrip("%"))
    except InvalidOperation:
        return None


def _check_numeric(slot: Slot, answer: Any) -> None:
    _need(number(answer) is not None, _("Write a number, such as 3.5."))


def _share_numeric(slot: Slot, answer: Any) -> Decimal:
    given, wanted = number(answer), Decimal(slot["key"]["number"])
    return _one(given is not None and abs(given - wanted) <= Decimal(slot["key"]["tolerance"]))


def _draw_case(content: Content, chance: random.Random) -> dict[str, Any]:
    parts = []
    for place, part in enumerate(content["parts"], start=1):
        drawn = draw(part["type"], part["content"], chance)
        parts.append({"slot": place, "type": part["type"], "stem": part["stem"], "points": part["points"], **drawn})
    return {"parts": parts}


def _check_case(slot: Slot, answer: Any) -> None:
    _need(isinstance(answer, list) and len(answer) == len(slot["parts"]), _("Answer each part, or leave it empty."))
    for part, one in zip(slot["parts"], answer, strict=True):
        check(part, one)


def _share_case(slot: Slot, answer: Any) -> Decimal:
    """The parts' own points say how they weigh against each other."""
    total = sum((Decimal(str(part["points"])) for part in slot["parts"]), Decimal(0))
    got = sum((grade(part, one) or Decimal(0) for part, one in zip(slot["parts"], answer, strict=True)), Decimal(0))
    return got / total if total else Decimal(0)


def _check_essay(slot: Slot, answer: Any) -> None:
    _need(isinstance(answer, str) and len(answer) <= MAX_ESSAY, _("Write up to 5,000 characters."))


def _draw_key(content: Content, _chance: random.Random) -> dict[str, Any]:
    return {"key": content["key"]}


def _draw_numeric(content: Content, _chance: random.Random) -> dict[str, Any]:
    return {"key": {"number": content["key"], "tolerance": content["tolerance"]}}


def _draw_nothing(_content: Content, _chance: random.Random) -> dict[str, Any]:
    return {}


def _for_people(_slot: Slot, _answer: Any) -> Decimal | None:
    return None


KINDS: dict[str, QuestionKind] = {
    "single": QuestionKind(_draw_choice, _check_single, lambda slot, answer: _one([answer] == slot["key"])),
    "multiple": QuestionKind(_draw_choice, _check_multiple, _share_multiple),
    "truefalse": QuestionKind(
        _draw_key,
        _check_true_false,
        lambda slot, answer: _one(answer is slot["key"]),
    ),
    "matching": QuestionKind(_draw_matching, _check_matching, _share_matching),
    "ordering": QuestionKind(_draw_ordering, _check_ordering, lambda slot, answer: _one(answer == slot["key"])),
    "short": QuestionKind(_draw_key, _check_short, _share_short),
    "numeric": QuestionKind(
        _draw_numeric,
        _check_numeric,
        _share_numeric,
    ),
    "case": QuestionKind(_draw_case, _check_case, _share_case),
    "essay": QuestionKind(_draw_nothing, _check_essay, _for_people),
}

"""A question read from a file, before the bank has it: checked the same way whatever the format."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments import question_types
from assessments.exchange.headings import DIFFICULTIES, LETTERS
from kit import texts
from kit.imports import Report

MAX_TEXT = 5000
MAX_TAG = 32
_SIZES: dict[str, int] = {"题号": 32, "题干": MAX_TEXT, "材料": MAX_TEXT, "学段": 32, "解析": MAX_TEXT, "依据": 300}
_LARGEST_POWER = 20


class Refused(Exception):
    """One part of a question is wrong: its column, a code for programs, a sentence, and the line if it is known."""

    def __init__(self, column: str, code: str, reason: object, line: int | None = None) -> None:
        super().__init__(str(reason))
        self.column, self.code, self.line = column, code, line


@dataclass(slots=True)
class Draft:
    """`sheet` and `row` say where it begins: a sheet's or a packed file's name, and its row or line."""

    sheet: str
    row: int
    type: str
    stem: str
    content: dict[str, Any]
    topic: str
    number: str = ""
    material: str = ""
    points: Decimal = Decimal(1)
    difficulty: str = "medium"
    tier: str = ""
    explanation: str = ""
    basis: str = ""
    facts: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def identity(self) -> str:
        """Digest of type, stem and options: which question it is when it has no number."""
        options = self.content.get("options", []) + self.content.get("left", [])
        parts = [part["stem"] for part in self.content.get("parts", [])]
        words = [self.type, self.stem, self.material, *options, *parts]
        return hashlib.sha256("\x1f".join("".join(word.split()) for word in words).encode()).hexdigest()

    @property
    def words(self) -> dict[str, Any]:
        """What a version holds."""
        return {
            "stem": self.stem,
            "material": self.material,
            "points": self.points,
            "explanation": self.explanation,
            "basis": self.basis,
            "facts": self.facts,
            "content": self.content,
        }


def draft(sheet: str, row: int, kind: str, *, stem: str, content: dict[str, Any], topic: str, **fields: Any) -> Draft:
    """A question whose words have their sizes. Texts lose what nobody can see. Raises: Refused."""
    if not stem.strip():
        raise Refused("题干", "missing", _("The stem is missing."))
    if not topic:
        raise Refused(
            "知识点", "missing", _("Name the topic by its code or its name, or choose one for the whole file.")
        )
    made = Draft(sheet, row, kind, stem, content, topic, **fields)
    named = {
        "题号": "number",
        "题干": "stem",
        "材料": "material",
        "学段": "tier",
        "解析": "explanation",
        "依据": "basis",
    }
    for column, name in named.items():
        text = texts.visible(getattr(made, name)).strip()
        if len(text) > _SIZES[column]:
            raise Refused(column, "too-long", _("This is longer than %(size)d characters.") % {"size": _SIZES[column]})
        setattr(made, name, text)
    made.tags = list(dict.fromkeys(texts.visible(tag).strip() for tag in made.tags))
    if any(len(tag) > MAX_TAG for tag in made.tags):
        raise Refused("标签", "too-long", _("This is longer than %(size)d characters.") % {"size": MAX_TAG})
    return made


def points(text: str) -> Decimal:
    try:
        found = Decimal(unicodedata.normalize("NFKC", text or "1").strip().removesuffix("分"))
    except InvalidOperation:
        raise Refused("分值", "not-a-number", _("“%(text)s” is not a number.") % {"text": text[:40]}) from None
    if not found.is_finite():
        raise Refused("分值", "not-a-number", _("“%(text)s” is not a number.") % {"text": text[:40]})
    if not 0 < found <= 100 or found != found.quantize(Decimal("0.1")):
        raise Refused("分值", "out-of-range", _("Points go from 0.1 to 100, with one decimal."))
    return found.quantize(Decimal("0.1")) if found % 1 else found.quantize(Decimal(1))


def difficulty(text: str) -> str:
    """Also from 难度系数, the share of learners who got it right."""
    name = DIFFICULTIES.get(text)
    share = question_types.number(text)
    if name is None and share is not None and 0 < share < 1:
        name = "easy" if share >= Decimal("0.7") else "medium" if share >= Decimal("0.4") else "hard"
    if name is None:
        raise Refused("难度", "unknown-difficulty", _("Difficulty is 易, 中 or 难."))
    return name


def options(given: Sequence[str], *, least: int = 2) -> list[str]:
    """Options that can be told from each other."""
    found = [texts.visible(one).strip() for one in given]
    if len(found) > len(LETTERS):
        reason = _("A question has eight options at most; this has %(count)d.") % {"count": len(found)}
        raise Refused("选项A", "too-many-options", reason)
    if "" in found:
        name = f"选项{LETTERS[found.index('')]}"
        raise Refused(name, "gap", _("%(name)s is empty, but a later option is not.") % {"name": name})
    if len({"".join(text.split()) for text in found}) < len(found):
        raise Refused("选项A", "same-options", _("Two options are the same."))
    if len(found) < least:
        raise Refused("选项A", "too-few-options", _("A choice needs two options at least."))
    if long := next((text for text in found if len(text) > MAX_TEXT), None):
        name = f"选项{LETTERS[found.index(long)]}"
        raise Refused(name, "too-long", _("This is longer than %(size)d characters.") % {"size": MAX_TEXT})
    return found


def choice(kind: str, given: Sequence[str], right: Iterable[int]) -> dict[str, Any]:
    """`right` are places among the options."""
    found, key = options(given), sorted(set(right))
    if kind == "single" and len(key) != 1:
        raise Refused("答案", "bad-key", _("A single choice has exactly one right option."))
    if kind == "multiple" and len(key) < 2:
        raise Refused("答案", "bad-key", _("A multiple choice has two right options at least."))
    if not key or key[0] < 0 or key[-1] >= len(found):
        raise Refused("答案", "bad-key", _("The answer names an option that is not there."))
    return {"options": found, "key": key}


def several(given: Sequence[str], right: Sequence[int], weights: Sequence[Decimal]) -> tuple[str, dict[str, Any]]:
    """A choice whose right options carry shares of 100: they have to make up the whole."""
    if abs(sum(weights, Decimal(0)) - 100) > 1:
        raise Refused(
            "答案",
            "partly-right",
            _("The shares of the right options add up to %(sum)s %%, not to 100 %%.")
            % {"sum": sum(weights, Decimal(0))},
        )
    kind = "multiple" if len(right) > 1 else "single"
    return kind, choice(kind, given, right)


def share(count: int) -> str:
    """The share of one of so many right options, as Moodle writes it: 33.33333."""
    plain = format(Decimal(100) / count, ".5f")
    return plain.rstrip("0").rstrip(".")


def pairs(left: Sequence[str], right: Sequence[str]) -> dict[str, Any]:
    """The nth of one belongs to the nth of the other; what `right` has more belongs to nothing."""
    if len(left) < 2 or len(right) < len(left) or not all(one.strip() for one in (*left, *right)):
        raise Refused("选项A", "bad-pair", _("Each option of a matching question reads 左=右, two at least."))
    return {"left": options(left), "options": options(right)}


def blanks(wordings: Sequence[Sequence[str]]) -> dict[str, Any]:
    key = [[text for one in blank if (text := texts.visible(one).strip())] for blank in wordings]
    if not key or not all(key):
        raise Refused("答案", "bad-key", _("Write the blanks with ; between them and alternatives with |."))
    if any(len(one) > question_types.MAX_TEXT for blank in key for one in blank):
        raise Refused("答案", "too-long", _("An answer of one blank has 500 characters at most."))
    return {"key": key}


def numeric(value: str, tolerance: str = "") -> dict[str, Any]:
    number, within = _number(value), _number(tolerance or "0")
    if number is None or within is None or within < 0:
        raise Refused("答案", "bad-key", _("Write a number, with its tolerance if there is one: 3.5±0.1"))
    return {"key": _written(number), "tolerance": _written(within)}


def case(parts: Sequence[tuple[str, str, Decimal, dict[str, Any]]]) -> dict[str, Any]:
    """Parts as (type, stem, points, content)."""
    return {
        "parts": [
            {"type": kind, "stem": stem, "points": float(worth), "content": content}
            for kind, stem, worth, content in parts
        ]
    }


def _number(text: str) -> Decimal | None:
    found = question_types.number(text)
    if found is not None:
        return found
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) <= _LARGEST_POWER else None


def _written(number: Decimal) -> str:
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "e" in str(number).lower() and "." in plain else plain


class Sieve:
    """Takes one question after another from a file: counts them, refuses what is wrong and what stands there twice."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.seen: dict[str, int] = {}

    def refuse(self, sheet: str, row: int | None, refusal: Refused) -> None:
        self.report.refuse(sheet, refusal.line or row, refusal.column, refusal.code, refusal)

    def fresh(self, one: Draft) -> bool:
        name = f"n:{one.number}" if one.number else f"i:{one.identity}"
        if name in self.seen:
            reason = _("The same question stands in row %(row)d.") % {"row": self.seen[name]}
            self.report.refuse(one.sheet, one.row, "题号" if one.number else "题干", "duplicate", reason)
            return False
        self.seen[name] = one.row
        return True

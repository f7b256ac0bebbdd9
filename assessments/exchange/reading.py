"""Rows of a sheet read into questions; every refused row by its column, with a reason."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from assessments import question_types
from assessments.exchange.headings import (
    DIFFICULTIES,
    FALSE,
    HEADINGS,
    LETTERS,
    OPTIONS,
    REQUIRED,
    SYNONYMS,
    TRUE,
    TYPE_NAMES,
    TYPES,
)
from kit.imports import Report
from kit.spreadsheets import Sheet


class Refused(Exception):
    """One cell is wrong: its column, a code for programs, a sentence for people."""

    def __init__(self, column: str, code: str, reason: object) -> None:
        super().__init__(str(reason))
        self.column, self.code = column, code


@dataclass
class Draft:
    """One question read from a sheet; `row` is where it begins."""

    sheet: str
    row: int
    number: str
    type: str
    stem: str
    material: str
    points: Decimal
    difficulty: str
    topic: str
    tier: str
    explanation: str
    basis: str
    facts: list[str]
    content: dict[str, Any]
    group: str = ""
    rows: list[int] = field(default_factory=list)

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


def read(sheets: Iterable[Sheet], report: Report, *, topic: str = "") -> list[Draft]:
    """Every question of every sheet that has the headings of questions; refusals and counts go into `report`.

    `topic` stands in for an empty 知识点.
    """
    drafts: list[Draft] = []
    found = False
    for sheet in sheets:
        names = {heading: SYNONYMS.get(heading, heading) for heading in sheet.headings}
        if not set(REQUIRED) <= set(names.values()):
            continue
        found = True
        report.ignored_columns += [
            heading for heading, name in names.items() if name not in HEADINGS and name != "图片"
        ]
        cases: dict[str, Draft] = {}
        for row in sheet.rows:
            report.read += 1
            cells = {names[heading]: text for heading, text in row.cells.items()}
            try:
                draft = _draft(sheet.name, row.number, cells, topic)
                whole = _joined(cases, draft) if draft.type == "case" else draft
                if whole is not None:
                    drafts.append(whole)
            except Refused as refusal:
                report.refuse(sheet.name, row.number, refusal.column, refusal.code, refusal)
    if not found:
        needed = "、".join(REQUIRED)
        report.refuse(
            "",
            None,
            "",
            "no-headings",
            _("No sheet has the headings %(needed)s in its first line.") % {"needed": needed},
        )
    _refuse_twins(drafts, report)
    return drafts


def _refuse_twins(drafts: list[Draft], report: Report) -> None:
    """The same number, or the same question without one, twice in a file."""
    seen: dict[str, Draft] = {}
    for draft in list(drafts):
        name = f"n:{draft.number}" if draft.number else f"i:{draft.identity}"
        if name in seen:
            reason = _("The same question stands in row %(row)d.") % {"row": seen[name].row}
            report.refuse(draft.sheet, draft.row, "题号" if draft.number else "题干", "duplicate", reason)
            drafts.remove(draft)
        else:
            seen[name] = draft


def _joined(cases: dict[str, Draft], part: Draft) -> Draft | None:
    """The case that a row belongs to: new for its first row, None when it was seen."""
    if not part.group:
        raise Refused("题组", "missing", _("A case needs the same 题组 in each of its rows."))
    case = cases.get(part.group)
    if case is None:
        if not part.material:
            raise Refused("材料", "missing", _("A case needs its material."))
        cases[part.group] = part
        return part
    if part.material and part.material != case.material:
        raise Refused("材料", "differs", _("The rows of one case carry the same 材料."))
    case.content["parts"] += part.content["parts"]
    case.points += part.points
    case.rows.append(part.row)
    return None


def _draft(sheet: str, number: int, cells: dict[str, str], topic: str) -> Draft:
    def cell(name: str) -> str:
        return cells.get(name, "").strip()

    kind, part_kind = _type(cell("题型"))
    stem = cell("题干")
    if not stem:
        raise Refused("题干", "missing", _("The stem is missing."))
    about = cell("知识点") or topic
    if not about:
        raise Refused("知识点", "missing", _("Name the topic by its code or its name."))
    points = _points(cell("分值"))
    content = _content(part_kind or kind, cells)
    draft = Draft(
        sheet=sheet,
        row=number,
        number=cell("题号")[:32],
        type=kind,
        stem=stem,
        material=cell("材料"),
        points=points,
        difficulty=_difficulty(cell("难度")),
        topic=about,
        tier=cell("学段")[:32],
        explanation=cell("解析"),
        basis=cell("依据")[:300],
        facts=[one for one in re.split(r"[、,，;；\s]+", cell("事实编号")) if one],
        content=content,
        group=cell("题组"),
        rows=[number],
    )
    if part_kind:
        draft.content = {"parts": [{"type": part_kind, "stem": stem, "points": float(points), "content": content}]}
        draft.stem = _("Read the material and answer each part.")
    return draft


def _type(text: str) -> tuple[str, str]:
    """The type, and for a case the type of this part."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    whole, _slash, part = plain.partition("/")
    name = TYPES.get(whole.removesuffix("题"))
    if name is None:
        known = "、".join(TYPE_NAMES.values())
        reason = _("“%(text)s” is no type; write one of %(known)s.") % {"text": text, "known": known}
        raise Refused("题型", "unknown-type", reason)
    if name != "case":
        return name, ""
    part_name = TYPES.get(part.removesuffix("题"), "")
    if part_name in {"", "case", "essay"}:
        raise Refused(
            "题型", "unknown-type", _("A part of a case is written 案例/单选, or another type that is scored.")
        )
    return name, part_name


def _points(text: str) -> Decimal:
    try:
        points = Decimal(unicodedata.normalize("NFKC", text or "1").removesuffix("分"))
    except InvalidOperation:
        raise Refused("分值", "not-a-number", _("“%(text)s” is not a number.") % {"text": text}) from None
    if not 0 < points <= 100 or points != points.quantize(Decimal("0.1")):
        raise Refused("分值", "out-of-range", _("Points go from 0.1 to 100, with one decimal."))
    return points


def _difficulty(text: str) -> str:
    name = DIFFICULTIES.get(text)
    if name is None:
        raise Refused("难度", "unknown-difficulty", _("Difficulty is 易, 中 or 难."))
    return name


def _content(kind: str, cells: dict[str, str]) -> dict[str, Any]:  # noqa: PLR0911 -- one for each type
    options = _options(cells)
    answer = unicodedata.normalize("NFKC", cells.get("答案", "")).strip()
    match kind:
        case "single" | "multiple":
            return _choice(kind, options, answer)
        case "truefalse":
            return {"key": _truth(answer, options)}
        case "matching":
            return _pairs(options)
        case "ordering":
            return _order(options, answer)
        case "short":
            return {"key": _blanks(cells.get("答案", ""))}
        case "numeric":
            return _number(answer)
        case _:
            return {}


def _options(cells: dict[str, str]) -> list[str]:
    given = [cells.get(name, "").strip() for name in OPTIONS]
    last = max((place for place, text in enumerate(given) if text), default=-1)
    kept = given[: last + 1]
    if "" in kept:
        empty = OPTIONS[kept.index("")]
        raise Refused(empty, "gap", _("%(name)s is empty, but a later option is not.") % {"name": empty})
    if len({"".join(text.split()) for text in kept}) < len(kept):
        raise Refused("选项A", "same-options", _("Two options are the same."))
    return kept


def _choice(kind: str, options: list[str], answer: str) -> dict[str, Any]:
    if len(options) < 2:
        raise Refused("选项A", "too-few-options", _("A choice needs two options at least."))
    letters = [letter for letter in answer.upper() if letter not in " ,;、."]
    key = sorted({LETTERS.index(letter) for letter in letters if letter in LETTERS})
    if not letters or len(key) != len(letters) or key[-1] >= len(options):
        reason = _("The answer “%(answer)s” does not name options of this question.") % {"answer": answer}
        raise Refused("答案", "bad-key", reason)
    if kind == "single" and len(key) != 1:
        raise Refused("答案", "bad-key", _("A single choice has exactly one right option."))
    if kind == "multiple" and len(key) < 2:
        raise Refused("答案", "bad-key", _("A multiple choice has two right options at least."))
    return {"options": options, "key": key}


def _truth(answer: str, options: list[str]) -> bool:
    said = answer.upper()
    if len(said) == 1 and said in LETTERS[: len(options)] and said not in {"F"}:
        said = options[LETTERS.index(said)].upper()
    if said in TRUE:
        return True
    if said in FALSE:
        return False
    raise Refused("答案", "bad-key", _("Write √ or ×."))


def _pairs(options: list[str]) -> dict[str, Any]:
    pairs = [re.split("[=＝]", text, maxsplit=1) for text in options]
    if len(pairs) < 2 or any(len(pair) != 2 or not pair[0].strip() or not pair[1].strip() for pair in pairs):
        raise Refused("选项A", "bad-pair", _("Each option of a matching question reads 左=右, two at least."))
    left, right = [pair[0].strip() for pair in pairs], [pair[1].strip() for pair in pairs]
    if len(set(left)) < len(left) or len(set(right)) < len(right):
        raise Refused("选项A", "same-options", _("Two options are the same."))
    return {"left": left, "options": right}


def _order(options: list[str], answer: str) -> dict[str, Any]:
    letters = [letter for letter in answer.upper() if letter in LETTERS]
    if len(options) < 2 or sorted(letters) != list(LETTERS[: len(options)]):
        raise Refused("答案", "bad-key", _("The answer of an ordering question names every option once, as BDAC does."))
    return {"options": [options[LETTERS.index(letter)] for letter in letters]}


def _blanks(answer: str) -> list[list[str]]:
    blanks = [[one.strip() for one in re.split("[|｜]", blank) if one.strip()] for blank in re.split("[;；]", answer)]
    if not blanks or not all(blanks):
        raise Refused("答案", "bad-key", _("Write the blanks with ; between them and alternatives with |."))
    return blanks


def _number(answer: str) -> dict[str, Any]:
    value, _sign, tolerance = answer.replace("+-", "±").partition("±")
    number, within = question_types.number(value), question_types.number(tolerance or "0")
    if number is None or within is None or within < 0:
        raise Refused("答案", "bad-key", _("Write a number, with its tolerance if there is one: 3.5±0.1"))
    return {"key": str(number), "tolerance": str(within)}

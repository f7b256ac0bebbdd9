"""The platform's own bundle: a zip of readable JSON that carries every word of a question.

Who wrote and who reviewed a question, its state and its earlier versions stay where they were decided.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from assessments import question_types
from assessments.exchange import drafts
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.headings import LETTERS
from assessments.models import Difficulty, Question, QuestionType, QuestionVersion
from kit import archives, texts
from kit.errors import BadInput
from kit.imports import Report

INDEX = "bundle.json"
FORMAT, VERSION = "zhixin-questions", 1
TOGETHER = 200  # questions of a file
MAX_PART = 8_000_000
_WORDS = (
    "number",
    "type",
    "topic",
    "difficulty",
    "tier",
    "points",
    "material",
    "stem",
    "explanation",
    "basis",
    "facts",
    "tags",
)
_KEYS = {"options", "left", "answer", "tolerance", "parts"}
_BETWEEN = re.compile(r"[\s,\[]*")


def read(data: bytes, filename: str, report: Report, *, topic: str = "") -> Iterator[Draft]:
    """The questions of a bundle; refusals name the file in it and the line.

    Raises: BadInput, when it is none, or of a later version.
    """
    archive = archives.opened(data)
    archives.refuse_escapes(archive)
    if INDEX not in archive.namelist():
        raise BadInput(
            _("This is no bundle of this platform: %(index)s is missing.") % {"index": INDEX}, code="wrong-type"
        )
    _look_over(archives.content(archive, INDEX, MAX_PART))
    sieve = drafts.Sieve(report)
    for name in sorted(one for one in archive.namelist() if one.startswith("questions/") and one.endswith(".json")):
        for line, row in _rows(name, texts.decode(archives.content(archive, name, MAX_PART)), report):
            report.read += 1
            try:
                one = _draft(name, line, row, topic)
            except Refused as refusal:
                sieve.refuse(name, line, refusal)
                continue
            if sieve.fresh(one):
                yield one


def _look_over(data: bytes) -> None:
    try:
        index = json.loads(texts.decode(data))
    except (ValueError, RecursionError):
        index = None
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise BadInput(
            _("This is no bundle of this platform: %(index)s is missing.") % {"index": INDEX}, code="wrong-type"
        )
    if index.get("version") != VERSION:
        raise BadInput(_("This bundle comes from a later version of the platform."), code="too-new")


def _rows(name: str, text: str, report: Report) -> Iterator[tuple[int, Any]]:
    """The members of a list, one after another, with the lines on which they begin."""
    decoder, at, line = json.JSONDecoder(), _start(text, 0), 1 + text[: _start(text, 0)].count("\n")
    while at < len(text) and text[at] != "]":
        try:
            row, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            reason = _("Line %(line)d: this is no JSON.") % {"line": line}
            report.refuse(name, line, "", "broken", reason)
            return
        yield line, row
        after = _start(text, end)
        line, at = line + text.count("\n", at, after), after


def _start(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _draft(name: str, line: int, row: Any, topic: str) -> Draft:
    if not isinstance(row, dict):
        raise Refused("", "bad-field", _("A question is written {…}."))
    if strange := sorted(set(row) - set(_WORDS) - _KEYS):
        raise Refused("", "bad-field", _("“%(field)s” is no field of a question.") % {"field": strange[0][:40]})
    for field in ("number", "type", "topic", "difficulty", "tier", "material", "stem", "explanation", "basis"):
        if not isinstance(row.get(field, ""), str):
            raise Refused("", "bad-field", _("“%(field)s” is a text.") % {"field": field})
    kind, difficulty = row.get("type", ""), row.get("difficulty", "medium")
    if kind not in QuestionType.values:
        raise Refused("题型", "unknown-type", _("“%(text)s” is no type.") % {"text": kind[:40]})
    if difficulty not in Difficulty.values:
        raise Refused("难度", "unknown-difficulty", _("Difficulty is easy, medium or hard."))
    return drafts.draft(
        name,
        line,
        kind,
        stem=row.get("stem", ""),
        content=_content(kind, row),
        topic=row.get("topic", "") or topic,
        number=row.get("number", ""),
        material=row.get("material", ""),
        points=drafts.points(str(row.get("points", 1))),
        difficulty=difficulty,
        tier=row.get("tier", ""),
        explanation=row.get("explanation", ""),
        basis=row.get("basis", ""),
        facts=_list(row, "facts"),
        tags=_list(row, "tags"),
    )


def _list(row: dict[str, Any], field: str) -> list[str]:
    found = row.get(field, [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Refused("", "bad-field", _("“%(field)s” is a list of texts.") % {"field": field})
    return list(found)


def _content(kind: str, row: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911 -- one for each type
    answer = row.get("answer")
    match kind:
        case "single" | "multiple":
            letters = list(answer) if isinstance(answer, str) else []
            if not letters or any(letter not in LETTERS for letter in letters):
                raise Refused("答案", "bad-key", _("The answer is written in letters: A, or ACD."))
            return drafts.choice(kind, _list(row, "options"), [LETTERS.index(letter) for letter in letters])
        case "truefalse":
            if not isinstance(answer, bool):
                raise Refused("答案", "bad-key", _("The answer is true or false."))
            return {"key": answer}
        case "matching":
            return drafts.pairs(_list(row, "left"), _list(row, "options"))
        case "ordering":
            return {"options": drafts.options(_list(row, "options"))}
        case "short":
            return drafts.blanks(_wordings(answer))
        case "numeric":
            return drafts.numeric(str(answer), str(row.get("tolerance", "0")))
        case "case":
            return _parts(row.get("parts"))
        case _:
            return {}


def _wordings(answer: Any) -> list[list[str]]:
    whole = isinstance(answer, list) and all(isinstance(blank, list) for blank in answer)
    if not whole or not all(isinstance(one, str) for blank in answer for one in blank):
        raise Refused("答案", "bad-key", _("The answer is a list of wordings for each blank."))
    return list(answer)


def _parts(rows: Any) -> dict[str, Any]:
    if not isinstance(rows, list) or not rows:
        raise Refused("题组", "missing", _("A case has parts."))
    parts = []
    for row in rows:
        kind = row.get("type") if isinstance(row, dict) else None
        if kind not in question_types.KINDS or kind in {"case", "essay"} or not isinstance(row.get("stem"), str):
            raise Refused("题型", "unknown-type", _("A part of a case has a stem and a type that is scored."))
        parts.append((kind, row["stem"], drafts.points(str(row.get("points", 1))), _content(kind, row)))
    return drafts.case(parts)


def lost(question: Question, version: QuestionVersion) -> list[str]:
    return []


def write(target: IO[bytes], questions: Iterable[tuple[Question, QuestionVersion]]) -> None:
    """An index, and files of two hundred questions each."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        rows: list[str] = []
        count = 0
        for question, version in questions:
            rows.append(json.dumps(_row(question, version), ensure_ascii=False, indent=1))
            count += 1
            if len(rows) == TOGETHER:
                archive.writestr(f"questions/{count:06d}.json", "[\n" + ",\n".join(rows) + "\n]\n")
                rows = []
        if rows:
            archive.writestr(f"questions/{count:06d}.json", "[\n" + ",\n".join(rows) + "\n]\n")
        index = {"format": FORMAT, "version": VERSION, "questions": count}
        archive.writestr(INDEX, json.dumps(index, ensure_ascii=False, indent=1) + "\n")


def _row(question: Question, version: QuestionVersion) -> dict[str, Any]:
    words = {
        "number": question.number,
        "type": question.type,
        "topic": question.topic.code,
        "difficulty": question.difficulty,
        "tier": question.tier,
        "points": float(version.points),
        "material": version.material,
        "stem": version.stem,
        **_keyed(question.type, version.content),
        "explanation": version.explanation,
        "basis": version.basis,
        "facts": version.facts,
        "tags": question.tags,
    }
    return {name: value for name, value in words.items() if value not in ("", [])}


def _keyed(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    match kind:
        case "single" | "multiple":
            answer = "".join(LETTERS[place] for place in content["key"])
            return {"options": content["options"], "answer": answer}
        case "numeric":
            return {"answer": content["key"], "tolerance": content["tolerance"]}
        case "case":
            return {
                "parts": [
                    {name: part[name] for name in ("type", "stem", "points")} | _keyed(part["type"], part["content"])
                    for part in content["parts"]
                ]
            }
        case _:
            return {name if name != "key" else "answer": value for name, value in content.items()}

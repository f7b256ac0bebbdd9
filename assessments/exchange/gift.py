"""GIFT, Moodle's text format: choices, true and false, short answers, numbers, matching and essays.

Written as plain text (`[plain]`), with what GIFT has no place for in the labels of a comment, which Moodle reads too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext as _

from assessments.exchange import drafts, labels, wording
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.headings import FALSE, TRUE
from assessments.models import Question, QuestionVersion
from kit import texts
from kit.errors import BadInput
from kit.imports import Report

GAP = "____"
TYPES = {"single", "multiple", "truefalse", "matching", "short", "numeric", "essay"}
MAX_QUESTION = 100_000
_ESCAPED = re.compile(r"\\([~=#{}:\\])")
_HELD = {sign: chr(0xE000 + place) for place, sign in enumerate("~=#{}:\\")}
_FREE = {ord(held): sign for sign, held in _HELD.items()}
_SPECIAL = re.compile(r"[~=#{}:\\]")
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
_TITLE = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_ID = re.compile(r"\[id:([^\[\]]{1,100})\]")
_LABEL = re.compile(r"\[tag:((?:\\\]|[^\]\[<>&])+)\]")
_NOT_IN_LABEL = re.compile(r"[\[\]<>&\n]")
_WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
_NUMBER = r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?"
_WIDE = str.maketrans("｛｝＝～＃", "{}=~#")


@dataclass
class _Block:
    """The lines of one question, its comments, and where it begins."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass
class _Answer:
    right: bool
    weight: Decimal | None
    text: str


def read(data: bytes, filename: str, report: Report, *, topic: str = "") -> Iterator[Draft]:
    """The questions of a file, by their lines; `topic` is that of questions whose category names none of ours."""
    text = texts.decode(data)
    if "\0" in text:
        raise BadInput(_("This is no GIFT file."), code="wrong-type")
    sieve, categories, category, found = drafts.Sieve(report), labels.Categories(topic), "", False
    for block in _blocks(texts.visible(text).split("\n")):
        whole = "\n".join(block.lines).strip()
        if whole.upper().startswith("$CATEGORY"):
            category = whole.partition(":")[2].replace("\\", "").strip()
            found = True
            continue
        if _is_description(whole):
            report.ignore(_("texts without a question"))
            continue
        found = True
        report.read += 1
        try:
            one = _draft(block, whole, categories.topic(category), report)
            if sieve.fresh(one):
                yield one
        except Refused as refusal:
            sieve.refuse("", block.line, refusal)
    if not found:
        raise BadInput(_("No question in GIFT was found in this file."), code="wrong-type")


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """Questions stand between empty lines; one inside of braces that are still open does not end them."""
    block = _Block()
    depth = 0
    for number, line in enumerate(lines, start=1):
        plain = line.strip()
        begins = plain.startswith(("::", "$CATEGORY")) and bool(block.lines)
        whole = depth > 0 or plain.startswith("$") or any("{" in one for one in block.lines)
        if (not plain and depth <= 0) or (begins and whole):
            if block.lines:
                yield block
            block, depth = _Block(), 0
        if plain.startswith("//"):
            block.comments.append(plain[2:])
        elif plain:
            block.line = block.line or number
            block.lines.append(line)
            bare = _ESCAPED.sub("", line.translate(_WIDE))
            depth += bare.count("{") - bare.count("}")
            if plain.upper().startswith("$CATEGORY"):
                yield block
                block, depth = _Block(), 0
    if block.lines:
        yield block


def _is_description(whole: str) -> bool:
    bare = _ESCAPED.sub("", whole)
    return not any(sign in bare for sign in "{}｛｝")


def _draft(block: _Block, whole: str, topic: str, report: Report) -> Draft:
    if len(whole) > MAX_QUESTION:
        raise Refused("题干", "too-long", _("This is longer than %(size)d characters.") % {"size": MAX_QUESTION})
    if "{" not in _ESCAPED.sub("", whole):
        whole = whole.translate(_WIDE)
    held = _ESCAPED.sub(lambda found: _HELD[found.group(1)], whole)
    held = re.sub(r"\\n", "\n", held)
    if held.count("{") != 1 or held.count("}") != 1 or held.find("}") < held.find("{"):
        reason = _("A question has one pair of braces { } with its answers; other braces are written \\{ and \\}.")
        raise Refused("答案", "bad-braces", reason)
    title = _TITLE.match(held)
    before, _open, rest = (held[title.end() :] if title else held).partition("{")
    inside, _close, after = rest.partition("}")
    formatted = _FORMAT.match(before)
    kept = _Words(formatted.group(1).lower() if formatted else "moodle")
    before = before[formatted.end() :] if formatted else before
    inside, _mark, explanation = inside.partition("####")
    stem = kept(before if not after.strip() else f"{before}{GAP}{after}", "题干")
    fields, strange = labels.read(
        found.replace("\\]", "]") for line in block.comments for found in _LABEL.findall(line)
    )
    if strange or "#" in inside.strip().removeprefix("#"):
        report.ignore(_("labels and answers' feedback"))
    number = next(iter(_ID.findall(" ".join(block.comments))), "")
    kind, content = _content(inside.strip(), kept)
    return drafts.draft(
        "",
        block.line,
        kind,
        stem=stem,
        content=content,
        topic=fields.pop("topic", "") or topic,
        explanation=kept(explanation, "解析"),
        **{"number": number} | fields,
    )


@dataclass
class _Words:
    """Makes plain text of a piece in the question's format."""

    format: str

    def __call__(self, text: str, column: str) -> str:
        free = text.translate(_FREE).strip()
        if self.format == "plain":
            return wording.tidy(free)
        if self.format == "html":
            return wording.plain(free, column=column)
        return wording.cleaned(free.replace("&nbsp;", " "), column=column)


def _content(inside: str, kept: _Words) -> tuple[str, dict[str, Any]]:
    if not inside:
        return "essay", {}
    if inside.startswith("#"):
        return "numeric", _numeric(inside[1:].strip(), kept)
    said = inside.partition("#")[0].strip().upper()
    if said in TRUE | FALSE and not inside.startswith(("=", "~")):
        return "truefalse", {"key": said in TRUE}
    answers = list(_answers(inside))
    if any("->" in one.text for one in answers) and not any(not one.right for one in answers):
        return "matching", _matching(answers, kept)
    if all(one.right for one in answers):
        return "short", _short(answers, kept)
    return _choice(answers, kept)


def _answers(inside: str) -> Iterator[_Answer]:
    """Each “=text” and “~text”, without what follows #."""
    pieces = re.split(r"([=~])", inside)
    if pieces[0].strip():
        reason = _("“%(text)s” in the braces begins neither with = nor with ~.") % {"text": pieces[0].strip()[:40]}
        raise Refused("答案", "bad-key", reason)
    for sign, text in zip(pieces[1::2], pieces[2::2], strict=True):
        plain = text.partition("#")[0].strip()
        weight = _WEIGHT.match(plain)
        share = Decimal(weight.group(1)) if weight else None
        yield _Answer(sign == "=", share, plain[weight.end() :].strip() if weight else plain)


def _choice(answers: list[_Answer], kept: _Words) -> tuple[str, dict[str, Any]]:
    given = [kept(one.text, "选项A") for one in answers]
    whole = [place for place, one in enumerate(answers) if one.right or (one.weight or 0) >= 100]
    parts = [place for place, one in enumerate(answers) if 0 < (one.weight or 0) < 100 and not one.right]
    if whole and parts:
        raise Refused(
            "答案", "partly-right", _("An option that is right in part is not carried: an option is right or wrong.")
        )
    if parts:
        return drafts.several(given, parts, [answers[place].weight or Decimal(0) for place in parts])
    return ("single" if len(whole) < 2 else "multiple"), drafts.choice(
        "single" if len(whole) < 2 else "multiple", given, whole
    )


def _short(answers: list[_Answer], kept: _Words) -> dict[str, Any]:
    if any(one.weight is not None and one.weight < 100 for one in answers):
        raise Refused(
            "答案", "partly-right", _("A wording that is right in part is not carried: write those that are right.")
        )
    wordings = [kept(one.text, "答案") for one in answers]
    if any("*" in one for one in wordings):
        raise Refused("答案", "wildcard", _("An answer with * for any letters is not carried; list the wordings."))
    return drafts.blanks([wordings])


def _matching(answers: list[_Answer], kept: _Words) -> dict[str, Any]:
    split = [[kept(side, "选项A") for side in one.text.partition("->")[::2]] for one in answers]
    whole = [pair for pair in split if pair[0]]
    extra = [right for left, right in split if not left]
    return drafts.pairs([left for left, _right in whole], [*(right for _left, right in whole), *extra])


def _numeric(text: str, kept: _Words) -> dict[str, Any]:
    """`3.5`, `3.5:0.1`, `3.4..3.6`, or one such after =."""
    several = [one for one in _answers(text) if one.weight is None or one.weight > 0] if text[:1] in "=~" else []
    if len(several) > 1 or any(one.weight not in {None, Decimal(100)} for one in several):
        raise Refused("答案", "partly-right", _("A number has one right value and its tolerance."))
    plain = kept(several[0].text if several else text.partition("#")[0], "答案").replace(" ", "")
    if span := re.fullmatch(rf"({_NUMBER})\.\.({_NUMBER})", plain):
        low, high = (_decimal(side) for side in span.groups())
        return drafts.numeric(str((low + high) / 2), str((high - low) / 2))
    value, _colon, tolerance = plain.partition(":")
    return drafts.numeric(value, tolerance)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Refused("答案", "bad-key", _("“%(text)s” is not a number.") % {"text": text[:40]}) from None


def lost(question: Question, version: QuestionVersion) -> list[str]:
    """Cases, orders and several blanks have no form in GIFT; material has no place."""
    content = version.content
    if question.type not in TYPES or (question.type == "short" and len(content["key"]) > 1):
        return ["题型"]
    said = [version.stem, version.explanation, *content.get("options", []), *content.get("left", [])]
    if question.type == "short":
        said += content["key"][0]
    arrows = any("->" in one for one in (*content.get("left", []), *content.get("options", [])))
    stars = question.type == "short" and any("*" in one for one in content["key"][0])
    held = any(sign in one for one in said for sign in _HELD.values())
    if (arrows and question.type == "matching") or stars or held or any(wording.tidy(one) != one for one in said):
        return ["题型"]
    found = ["材料"] if version.material else []
    return found + sorted({name for name, value in labels.of(question, version) if _NOT_IN_LABEL.search(value)})


def write(target: IO[bytes], questions: Iterable[tuple[Question, QuestionVersion]]) -> None:
    """UTF-8; the category is the topic, and questions of another topic begin a new one."""
    before = ""
    for question, version in questions:
        if (topic := str(question.topic)) != before:
            target.write(f"$CATEGORY: {labels.category(topic)}\n\n".encode())
            before = topic
        target.write(_written(question, version).encode())


def _written(question: Question, version: QuestionVersion) -> str:
    carried = [(name, value) for name, value in labels.of(question, version) if not _NOT_IN_LABEL.search(value)]
    number = f"[id:{question.number}] " if question.number and not _NOT_IN_LABEL.search(question.number) else ""
    tags = " ".join(f"[tag:{name}:{value}]" for name, value in carried if name != "题号")
    title = _escaped(question.number or version.stem[:40])
    explanation = f"####{_escaped(version.explanation)}" if version.explanation else ""
    inside = _inside(question.type, version.content)
    return f"// {number}{tags}\n::{title}::[plain]{_escaped(version.stem)}{{{inside}{explanation}}}\n\n"


def _inside(kind: str, content: dict[str, Any]) -> str:  # noqa: PLR0911 -- one for each type
    match kind:
        case "truefalse":
            return "T" if content["key"] else "F"
        case "single":
            return "".join(
                f"\n\t{'=' if place in content['key'] else '~'}{_option(text, right=place in content['key'])}"
                for place, text in enumerate(content["options"])
            )
        case "multiple":
            share = drafts.share(len(content["key"]))
            return "".join(
                f"\n\t~%{share if place in content['key'] else -100}%{_escaped(text)}"
                for place, text in enumerate(content["options"])
            )
        case "short":
            return "".join(f"\n\t={_option(one)}" for one in content["key"][0])
        case "numeric":
            return f"#{content['key']}" + (f":{content['tolerance']}" if content["tolerance"] != "0" else "")
        case "matching":
            left = [*content["left"], *[""] * (len(content["options"]) - len(content["left"]))]
            return "".join(
                f"\n\t={_option(one)} -> {_escaped(other)}" for one, other in zip(left, content["options"], strict=True)
            )
        case _:
            return ""


def _option(text: str, *, right: bool = True) -> str:
    """A text that begins with % would be taken for a weight."""
    return _escaped(text) if not text.startswith("%") else f"%{100 if right else 0}%{_escaped(text)}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text).replace("\n", "\\n")

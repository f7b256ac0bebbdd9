"""Moodle XML: every type but cases is written; from Moodle also cloze texts are read, as blanks or as a case."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from assessments.exchange import drafts, labels, wording
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.headings import CASE_STEM, FALSE, TRUE
from assessments.models import Question, QuestionVersion
from kit import xml_trees
from kit.errors import BadInput
from kit.imports import Report
from kit.xml_trees import Node

GAP = "____"
IGNORED = {"hint", "feedback", "graderinfo", "responsetemplate", "units", "usecase"}
_SUB = re.compile(r"\{(\d*):([A-Za-z_]+):((?:\\.|[^{}\\])*)\}")
_SPLIT = re.compile(r"(?<!\\)~")
_UNESCAPED = re.compile(r"\\([}~#/\"\\])")
_CHOICES = {"MULTICHOICE", "MC", "MULTICHOICE_S", "MCS", "MULTICHOICE_H", "MCH", "MULTICHOICE_V", "MCV"}
_CHOICES |= {"MULTICHOICE_HS", "MCHS", "MULTICHOICE_VS", "MCVS"}
_SHORTS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}


def read(data: bytes, filename: str, report: Report, *, topic: str = "") -> Iterator[Draft]:
    """The questions of a file, by the lines on which they begin; `topic` is that of questions whose category names
    none of ours.
    """
    text = xml_trees.decode(data)
    if xml_trees.root(text) != "quiz":
        raise BadInput(_("This is no Moodle XML: its first element is not <quiz>."), code="wrong-type")
    sieve, categories, category = drafts.Sieve(report), labels.Categories(topic), ""
    for node in xml_trees.elements(text, "question"):
        kind = node.attributes.get("type", "").strip().lower()
        if kind == "category":
            category = _text(node.one("category"))
            continue
        if kind == "description" or _text(node.one("hidden")) in {"1", "true"}:
            report.ignore(_("texts without a question") if kind == "description" else _("hidden questions"))
            continue
        report.read += 1
        try:
            one = _draft(node, kind, categories.topic(category), report)
            if sieve.fresh(one):
                yield one
        except Refused as refusal:
            sieve.refuse("", node.line, refusal)


def _draft(node: Node, kind: str, topic: str, report: Report) -> Draft:
    for name in sorted({one.tag for one in node.below(*IGNORED) if one.text.strip() not in {"", "0"}}):
        report.ignore(name)
    fields, strange = labels.read(_text(tag) for tags in node.all("tags") for tag in tags.all("tag"))
    if strange:
        report.ignore("tags")
    worth = {"points": drafts.points(_text(node.one("defaultgrade")))} if node.one("defaultgrade") else {}
    stem = _words(node.one("questiontext"), "题干")
    if kind in {"cloze", "multianswer"}:
        made, stem, content = _cloze(stem, worth)
        fields = {"material": stem} | fields if made == "case" else fields
        stem = CASE_STEM if made == "case" else stem
    else:
        made, content = _content(kind, node)
    return drafts.draft(
        "",
        node.line,
        made,
        stem=stem,
        content=content,
        topic=fields.pop("topic", "") or topic,
        explanation=_words(node.one("generalfeedback"), "解析"),
        **{"number": _text(node.one("idnumber"))} | worth | fields,
    )


def _text(node: Node | None) -> str:
    """The text of <x><text>…</text></x>, or of <x>…</x> as some programs write it."""
    if node is None:
        return ""
    inner = node.one("text")
    return (inner or node).text.strip()


def _words(node: Node | None, column: str) -> str:
    if node is None:
        return ""
    if any(True for _file in node.below("file")):
        raise Refused(
            column, "not-text", _("A file belongs to this text; pictures and sound are not carried."), node.line
        )
    text = _text(node)
    if node.one("text") is None and node.nodes:  # HTML that stands in the XML itself
        text = " ".join(piece if isinstance(piece, str) else piece.text for piece in node.children)
    match node.attributes.get("format", "html").strip().lower():
        case "plain_text" | "plain":
            return wording.tidy(text)
        case "html":
            return wording.plain(text, column=column, keep_lines=not wording.is_marked_up(text))
        case _:
            return wording.cleaned(text, column=column)


def _content(kind: str, node: Node) -> tuple[str, dict[str, Any]]:  # noqa: PLR0911 -- one for each type
    answers = node.all("answer")
    match kind:
        case "multichoice" | "multichoiceset" | "oumultiresponse":
            return _choice(kind, node, answers)
        case "truefalse":
            return "truefalse", {"key": _truth(answers)}
        case "shortanswer":
            return "short", drafts.blanks([_wordings(answers)])
        case "numerical":
            return "numeric", _number(answers)
        case "matching" | "match" | "ddmatch":
            return "matching", _pairs(node)
        case "ordering":
            ordered = sorted(answers, key=_fraction)
            return "ordering", {"options": drafts.options([_words(one, "选项A") for one in ordered])}
        case "essay":
            return "essay", {}
        case _:
            reason = _("Questions of Moodle's type “%(type)s” have no form here. Write this question anew.")
            raise Refused("题型", "unknown-type", reason % {"type": kind[:40]})


def _fraction(answer: Node) -> Decimal:
    text = answer.attributes.get("fraction", "") or _text(answer.one("fraction")) or "0"
    try:
        return Decimal(text.strip().replace(",", ".").rstrip("%"))
    except InvalidOperation:
        raise Refused(
            "答案", "bad-key", _("“%(text)s” is no share of the points.") % {"text": text[:40]}, answer.line
        ) from None


def _choice(kind: str, node: Node, answers: Sequence[Node]) -> tuple[str, dict[str, Any]]:
    given = [_words(answer, "选项A") for answer in answers]
    shares = [_fraction(answer) for answer in answers]
    right = [place for place, share in enumerate(shares) if share > 0]
    said = node.one("single")
    one_only = kind == "multichoice" and said is not None and _text(said).lower() not in {"false", "0"}
    if one_only and any(shares[place] < 100 for place in right):
        raise Refused(
            "答案", "partly-right", _("An option that is right in part is not carried: an option is right or wrong.")
        )
    if kind == "multichoice" and any(shares[place] < 100 for place in right):
        return drafts.several(given, right, [shares[place] for place in right])
    made = "multiple" if len(right) > 1 and not one_only else "single"
    return made, drafts.choice(made, given, right)


def _truth(answers: Sequence[Node]) -> bool:
    right = [_text(answer).upper() for answer in answers if _fraction(answer) > 0]
    if len(right) != 1 or right[0] not in TRUE | FALSE:
        raise Refused("答案", "bad-key", _("Exactly one of true and false is right."))
    return right[0] in TRUE


def _wordings(answers: Sequence[Node]) -> list[str]:
    right = [answer for answer in answers if _fraction(answer) > 0]
    if any(_fraction(answer) < 100 for answer in right):
        raise Refused(
            "答案", "partly-right", _("A wording that is right in part is not carried: write those that are right.")
        )
    return _literal([_text(answer) for answer in right])


def _literal(said: Sequence[str]) -> list[str]:
    """Wordings as they stand: Moodle writes * for any letters, and \\* for a star."""
    if any("*" in one.replace("\\*", "") for one in said):
        raise Refused("答案", "wildcard", _("An answer with * for any letters is not carried; list the wordings."))
    return [wording.tidy(one.replace("\\*", "*")) for one in said]


def _number(answers: Sequence[Node]) -> dict[str, Any]:
    right = [answer for answer in answers if _fraction(answer) > 0]
    if len(right) != 1 or _fraction(right[0]) < 100:
        raise Refused("答案", "partly-right", _("A number has one right value and its tolerance."))
    tolerance = right[0].attributes.get("tolerance", "") or _text(right[0].one("tolerance"))
    return drafts.numeric(_text(right[0]), tolerance)


def _pairs(node: Node) -> dict[str, Any]:
    subs = node.all("subquestion")
    split = [(_words(sub, "选项A"), wording.cleaned(_text(sub.one("answer")), column="选项A")) for sub in subs]
    whole = [pair for pair in split if pair[0]]
    extra = [right for left, right in split if not left and right]
    return drafts.pairs([left for left, _right in whole], [*(right for _left, right in whole), *extra])


def _cloze(text: str, worth: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Blanks only are a short answer; anything else a case with a part for each place of the text."""
    subs = list(_SUB.finditer(text))
    if not subs:
        raise Refused("题干", "bad-key", _("This cloze text has no place to fill in that can be read."))
    if all(sub.group(2).upper() in _SHORTS for sub in subs):
        key = [_sub_wordings(sub.group(3)) for sub in subs]
        gaps = _SUB.sub(GAP, text)
        stem, _line, last = gaps.rpartition("\n")
        return "short", gaps if last.replace(GAP, "").strip() else stem or gaps, drafts.blanks(key)
    places = iter(range(1, len(subs) + 1))
    weights = [Decimal(sub.group(1) or 1) for sub in subs]
    whole = worth.get("points", sum(weights))
    parts = []
    for place, (sub, weight) in enumerate(zip(subs, weights, strict=True), start=1):
        kind, content = _sub(sub.group(2).upper(), sub.group(3))
        value = (whole * weight / sum(weights)).quantize(Decimal("0.1"))
        parts.append((kind, f"（{place}）", value, content))
    return "case", _SUB.sub(lambda _found: f"（{next(places)}）{GAP}", text), drafts.case(parts)


def _sub_answers(text: str) -> list[tuple[bool, Decimal, str]]:
    found = []
    for piece in _SPLIT.split(text):
        weight = re.match(r"%(-?\d+(?:\.\d+)?)%", piece)
        plain = piece[weight.end() :] if weight else piece.removeprefix("=")
        plain = re.split(r"(?<!\\)#", plain)[0]
        share = Decimal(weight.group(1)) if weight else Decimal(100 if piece.startswith("=") else 0)
        found.append((share > 0, share, _UNESCAPED.sub(r"\1", plain).strip()))
    return found


def _sub_wordings(text: str) -> list[str]:
    answers = _sub_answers(text)
    if any(right and share != 100 for right, share, _said in answers):
        raise Refused(
            "答案", "partly-right", _("A wording that is right in part is not carried: write those that are right.")
        )
    return _literal([one for right, _share, one in answers if right])


def _sub(kind: str, text: str) -> tuple[str, dict[str, Any]]:
    answers = _sub_answers(text)
    if kind in _SHORTS:
        return "short", drafts.blanks([_sub_wordings(text)])
    if kind in {"NUMERICAL", "NM"}:
        values = [said for is_right, _share, said in answers if is_right]
        value, _colon, tolerance = (values[0] if len(values) == 1 else "").partition(":")
        return "numeric", drafts.numeric(value, tolerance)
    right = [place for place, (is_right, _share, _said) in enumerate(answers) if is_right]
    if kind in _CHOICES:
        return "single", drafts.choice("single", [said for _right, _share, said in answers], right)
    if kind.startswith(("MULTIRESPONSE", "MR")):
        return "multiple", drafts.choice("multiple", [said for _right, _share, said in answers], right)
    reason = _("Questions of Moodle's type “%(type)s” have no form here. Write this question anew.")
    raise Refused("题型", "unknown-type", reason % {"type": kind})


def lost(question: Question, version: QuestionVersion) -> list[str]:
    """Cases have no form in Moodle, material has no place."""
    if question.type == "case" or not _comes_back(question, version):
        return ["题型"]
    found = ["材料"] if version.material else []
    return found + sorted({name for name, value in labels.of(question, version) if wording.tidy(value) != value})


def _comes_back(question: Question, version: QuestionVersion) -> bool:
    content = version.content
    said = [version.stem, version.explanation, *content.get("options", []), *content.get("left", [])]
    if question.type == "short":
        said += [one for blank in content["key"] for one in blank]
        gaps, last = version.stem.count(GAP), version.stem.rpartition("\n")[2]
        several = len(content["key"]) > 1
        if several and any("{" in one for blank in content["key"] for one in blank):
            return False
        if several and (
            gaps not in {0, len(content["key"])} or "{" in version.stem or (gaps and not last.replace(GAP, "").strip())
        ):
            return False
    if any(wording.cleaned_differs(one) for one in content.get("options", []) if question.type == "matching"):
        return False
    return all(wording.tidy(one) == one for one in said)


def write(target: IO[bytes], questions: Iterable[tuple[Question, QuestionVersion]]) -> None:
    """One file; the category is the topic, and questions of another topic begin a new one."""
    target.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    before = ""
    for question, version in questions:
        if (topic := str(question.topic)) != before:
            path = escape(labels.category(topic))
            target.write(f'<question type="category"><category><text>{path}</text></category></question>\n'.encode())
            before = topic
        target.write("\n".join(_written(question, version)).encode() + b"\n")
    target.write(b"</quiz>\n")


_NAMES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "matching": "matching",
    "ordering": "ordering",
    "short": "shortanswer",
    "numeric": "numerical",
    "essay": "essay",
}


def _written(question: Question, version: QuestionVersion) -> Iterator[str]:
    cloze = question.type == "short" and len(version.content["key"]) > 1
    yield f'<question type="{"cloze" if cloze else _NAMES[question.type]}">'
    yield f"<name>{_plain(question.number or version.stem[:60])}</name>"
    yield _html("questiontext", _with_blanks(version) if cloze else version.stem)
    yield _html("generalfeedback", version.explanation)
    yield f"<defaultgrade>{version.points}</defaultgrade><penalty>0</penalty><hidden>0</hidden>"
    yield f"<idnumber>{escape(question.number)}</idnumber>"
    if not cloze:
        yield from _answers(question.type, version.content)
    kept = [(name, value) for name, value in labels.of(question, version) if name not in {"题号", "分值"}]
    yield "<tags>" + "".join(f"<tag>{_plain(f'{name}:{value}')}</tag>" for name, value in kept) + "</tags>"
    yield "</question>"


def _plain(text: str) -> str:
    return f"<text>{escape(text)}</text>"


def _html(tag: str, text: str, attributes: str = "") -> str:
    return f'<{tag} format="html"{attributes}><text>{escape(wording.markup(text) if text else "")}</text></{tag}>'


def _with_blanks(version: QuestionVersion) -> str:
    """The stem with Moodle's form of each blank in its gap, or behind it."""
    signs = str.maketrans({sign: f"\\{sign}" for sign in '}~#\\/"'} | {"*": "\\\\*"})
    blanks = [
        f"{{1:SHORTANSWER:{'~'.join('=' + one.translate(signs) for one in key)}}}" for key in version.content["key"]
    ]
    if GAP not in version.stem:
        return f"{version.stem}\n{' '.join(blanks)}"
    pieces = version.stem.split(GAP)
    return "".join(piece + blank for piece, blank in zip(pieces, [*blanks, ""], strict=True))


def _answers(kind: str, content: dict[str, Any]) -> Iterator[str]:
    match kind:
        case "single" | "multiple":
            several = kind == "multiple"
            share, wrong = (drafts.share(len(content["key"])), "-100") if several else ("100", "0")
            yield f"<single>{'false' if several else 'true'}</single><shuffleanswers>true</shuffleanswers>"
            for place, text in enumerate(content["options"]):
                yield _html("answer", text, f' fraction="{share if place in content["key"] else wrong}"')
        case "truefalse":
            for said in ("true", "false"):
                fraction = 100 if (said == "true") is content["key"] else 0
                yield f'<answer fraction="{fraction}" format="plain_text"><text>{said}</text></answer>'
        case "short":
            for one in content["key"][0]:
                text = one.replace("*", "\\*")
                yield f'<answer fraction="100" format="plain_text">{_plain(text)}</answer>'
        case "numeric":
            tolerance = f"<tolerance>{content['tolerance']}</tolerance>"
            yield f'<answer fraction="100" format="plain_text">{_plain(content["key"])}{tolerance}</answer>'
        case "matching":
            left = [*content["left"], *[""] * (len(content["options"]) - len(content["left"]))]
            yield "<shuffleanswers>true</shuffleanswers>"
            for one, other in zip(left, content["options"], strict=True):
                yield _html("subquestion", one).replace(
                    "</subquestion>", f"<answer>{_plain(other)}</answer></subquestion>"
                )
        case "ordering":
            yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
            for place, text in enumerate(content["options"], start=1):
                yield _html("answer", text, f' fraction="{place}"')

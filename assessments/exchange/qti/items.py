"""One item of QTI made into a question: its body is walked in order, texts with interactions between them."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import unquote
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from assessments.exchange import drafts, labels, wording
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.headings import CASE_STEM, FALSE, TRUE
from assessments.exchange.qti.answers import Answers
from kit import xml_trees
from kit.errors import BadInput
from kit.imports import Report
from kit.xml_trees import Node

GAP = "____"
_BLOCKS = {"choiceinteraction", "extendedtextinteraction", "matchinteraction", "orderinteraction"}
_INLINE = {"textentryinteraction", "inlinechoiceinteraction"}
_SEEN = {
    "img",
    "image",
    "audio",
    "video",
    "object",
    "embed",
    "iframe",
    "svg",
    "math",
    "include",
    "portablecustominteraction",
}
_SILENT = {
    "script",
    "style",
    "rubricblock",
    "templateblock",
    "templateinline",
    "feedbackblock",
    "feedbackinline",
    "stylesheet",
}


class Package(Protocol):
    """What an item needs of the package that it stands in."""

    @property
    def names(self) -> set[str]: ...

    def content(self, name: str) -> bytes: ...


def known(name: str) -> str:
    return name.lower().removeprefix("qti-").replace("-", "")


def elements(data: bytes, *wanted: str) -> Iterator[Node]:
    return xml_trees.elements(xml_trees.decode(data), *wanted, tag=known)


@dataclass
class _Asked:
    """One interaction: the text before it, since the interaction before, and the block it stands in."""

    node: Node
    before: str


@dataclass
class _Body:
    """The body of an item, walked in order: texts with interactions between them."""

    asked: list[_Asked] = field(default_factory=list)
    material: str = ""
    text: str = ""
    whole: str = ""

    def walk(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._say(re.sub(r"\s+", " ", child))
            elif child.tag in _BLOCKS | _INLINE:
                self._ask(child)
            elif child.tag.endswith("interaction"):
                reason = _("Questions of the kind “%(kind)s” have no form here. Write this question anew.")
                raise Refused("题型", "unknown-type", reason % {"kind": child.tag}, child.line)
            elif child.tag not in _SILENT:
                self._open(child)

    def _open(self, node: Node) -> None:
        _refuse_seen(node, "题干")
        line = "\n" if node.tag in wording.LINES or node.tag == "br" else ""
        if "material" in node.attributes.get("class", "").split() and not self.asked:
            inner = _Body()
            inner.walk(node)
            if not inner.asked:
                self.material = wording.tidy(inner.text)
                return
        self._say(line)
        if node.tag in {"sup", "sub"}:
            self._say(wording.plain(f"<{node.tag}>{escape(node.text)}</{node.tag}>", column="题干"))
        else:
            self.walk(node)
        self._say(line)

    def _say(self, text: str) -> None:
        self.text += text
        self.whole += text

    def _ask(self, node: Node) -> None:
        self.asked.append(_Asked(node, wording.tidy(self.text)))
        self.text = ""
        self.whole += GAP if node.tag in _INLINE else "\n"


def _refuse_seen(node: Node, column: str) -> None:
    if node.tag in _SEEN:
        reason = _(
            "Pictures, sound and set formulas are not carried. Say it in words, or write this question here by hand."
        )
        raise Refused(column, "not-text", reason, node.line)


def _said(node: Node | None, column: str) -> str:
    """The words of a prompt or an option."""
    if node is None:
        return ""
    for one in (node, *node.below(*_SEEN)):
        _refuse_seen(one, column)
    body = _Body()
    body.walk(node)
    if body.asked:
        raise Refused(column, "unknown-type", _("A question inside of an option has no form here."), node.line)
    return wording.tidy(body.text)


def draft(name: str, item: Node, keywords: list[str], package: Package | None, topic: str, report: Report) -> Draft:
    fields, strange = labels.read(keywords)
    if strange:
        report.ignore("keyword")
    node = item.one("itembody")
    if node is None:
        raise Refused("题干", "missing", _("The item has no body."))
    body = _Body(material=_stimulus(name, item, package))
    body.walk(node)
    body.text = wording.tidy(body.text)
    answers = Answers(item)
    kind, stem, content = _asked(body, answers)
    whole = answers.outcome("MAXSCORE")
    if whole is None and kind == "case":
        whole = sum((Decimal(str(part["points"])) for part in content["parts"]), Decimal(0))
    if whole is not None:
        fields = {"points": drafts.points(str(whole))} | fields
    return drafts.draft(
        name,
        item.line,
        kind,
        stem=stem,
        content=content,
        topic=fields.pop("topic", "") or topic,
        material=body.material,
        explanation=_explanation(item, report),
        **fields,
    )


def _explanation(item: Node, report: Report) -> str:
    found = item.all("modalfeedback")
    own = [one for one in found if one.attributes.get("identifier", "") in {"explanation", "general", "solution"}]
    if len(own) < len(found):
        report.ignore("modalFeedback")
    return "\n".join(_said(one, "解析") for one in own)


def _stimulus(name: str, item: Node, package: Package | None) -> str:
    """The material that several items share in a file of its own."""
    reference = next(iter(item.all("assessmentstimulusref")), None)
    if reference is None:
        return ""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(reference.attributes.get("href", ""))))
    if package is None or target not in package.names:
        reason = _("The package names “%(name)s”, but the file is not in it.") % {"name": target[:100]}
        raise Refused("材料", "missing-file", reason, reference.line)
    try:
        bodies = list(elements(package.content(target), "stimulusbody"))
    except BadInput as fault:
        raise Refused("材料", fault.code, fault, reference.line) from None
    return "\n".join(_said(one, "材料") for one in bodies)


def _asked(body: _Body, answers: Answers) -> tuple[str, str, dict[str, Any]]:
    """Type, stem and content of an item."""
    nodes = [one.node for one in body.asked]
    if not nodes:
        raise Refused("题型", "unknown-type", _("The item asks nothing that is known here."))
    blanks_only = all(node.tag == "textentryinteraction" and not answers.is_number(node) for node in nodes)
    if len(nodes) == 1 or blanks_only:
        whole = _without_gap_lines(wording.tidy(body.whole))
        stem = "\n".join(text for text in (whole, _said(nodes[0].one("prompt"), "题干")) if text)
        if blanks_only:
            return "short", stem, drafts.blanks([answers.wordings(node) for node in nodes])
        kind, content = _content(nodes[0], answers)
        return kind, stem.replace(GAP, "") if kind == "numeric" and stem.endswith(GAP) else stem, content
    apart = all(node.tag in _INLINE for node in nodes) and not body.material
    if apart:
        places = iter(range(1, len(nodes) + 1))
        body.material = wording.tidy(re.sub(GAP, lambda _gap: f"（{next(places, '')}）{GAP}", body.whole))
        for one in body.asked:
            one.before = ""
        body.text = ""
    parts = list(_parts(body, answers, apart=apart))
    if not body.material:
        raise Refused("材料", "missing", _("A case needs its material."))
    return "case", CASE_STEM, drafts.case(parts)


def _without_gap_lines(text: str) -> str:
    """Lines that hold nothing but gaps say only where to write."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if line.replace(GAP, "").strip()) or text


def _parts(body: _Body, answers: Answers, *, apart: bool) -> Iterator[tuple[str, str, Decimal, dict[str, Any]]]:
    """Blanks that follow each other belong together, unless each is to stand `apart`."""
    groups: list[list[_Asked]] = []
    for one in body.asked:
        follows = (
            not apart
            and groups
            and one.node.tag == "textentryinteraction" == groups[-1][-1].node.tag
            and not one.before
        )
        if follows and not answers.is_number(one.node):
            groups[-1].append(one)
        else:
            groups.append([one])
    for place, group in enumerate(groups, start=1):
        first = group[0]
        prompt = _said(first.node.one("prompt"), "题干")
        stem = prompt or first.before
        if place == 1 and not body.material:
            body.material = first.before if prompt else first.before.rpartition("\n")[0] or first.before
            stem = prompt or (first.before.rpartition("\n")[2] if "\n" in first.before else "")
        elif prompt and first.before:
            stem = f"{first.before}\n{prompt}"
        if place == len(groups) and body.text:
            stem = f"{stem}\n{body.text}".strip()
        worth = answers.outcome(f"MAXSCORE_{answers.name(first.node)}")
        if len(group) > 1 or (first.node.tag == "textentryinteraction" and not answers.is_number(first.node)):
            kind, content = "short", drafts.blanks([answers.wordings(one.node) for one in group])
        else:
            kind, content = _content(first.node, answers)
        if kind == "essay":
            raise Refused(
                "题型",
                "unknown-type",
                _("A part of a case is scored by its key; this one is an essay."),
                first.node.line,
            )
        yield kind, stem or f"（{place}）", drafts.points("1" if worth is None else str(worth)), content


def _content(node: Node, answers: Answers) -> tuple[str, dict[str, Any]]:
    match node.tag:
        case "choiceinteraction":
            return _choice(node, node.all("simplechoice"), answers)
        case "inlinechoiceinteraction":
            return _choice(node, node.all("inlinechoice"), answers)
        case "extendedtextinteraction":
            return "essay", {}
        case "orderinteraction":
            return "ordering", _order(node, answers)
        case "matchinteraction":
            return "matching", _pairs(node, answers)
        case _:
            return "numeric", drafts.numeric(*answers.number(node))


def _choice(node: Node, given: Sequence[Node], answers: Answers) -> tuple[str, dict[str, Any]]:
    texts = [_said(one, "选项A") for one in given]
    places = {one.attributes.get("identifier", ""): place for place, one in enumerate(given)}
    key = answers.key(node)
    if not key or any(one not in places for one in key):
        raise Refused("答案", "bad-key", _("The right answer of this item is missing or names no option."), node.line)
    if len(texts) == 2 and len(key) == 1 and {_truth(text) for text in texts} == {True, False}:
        return "truefalse", {"key": bool(_truth(texts[places[key[0]]]))}
    several = answers.is_multiple(node) and node.attributes.get("maxchoices", "0") != "1"
    kind = "multiple" if several and len(key) > 1 else "single"
    return kind, drafts.choice(kind, texts, [places[one] for one in key])


def _truth(text: str) -> bool | None:
    said = text.upper()
    return True if said in TRUE else False if said in FALSE else None


def _order(node: Node, answers: Answers) -> dict[str, Any]:
    texts = {one.attributes.get("identifier", ""): _said(one, "选项A") for one in node.all("simplechoice")}
    key = answers.key(node)
    if sorted(key) != sorted(texts):
        raise Refused("答案", "bad-key", _("The right answer of an ordering item names every option once."), node.line)
    return {"options": drafts.options([texts[one] for one in key])}


def _pairs(node: Node, answers: Answers) -> dict[str, Any]:
    sets = node.all("simplematchset")
    if len(sets) != 2:
        raise Refused("选项A", "bad-pair", _("A matching item has two sets."), node.line)
    left, right = (
        {one.attributes.get("identifier", ""): _said(one, "选项A") for one in side.all("simpleassociablechoice")}
        for side in sets
    )
    pairs = [pair.split() for pair in answers.key(node)]
    if any(len(pair) == 2 and pair[0] in right and pair[1] in left for pair in pairs):
        pairs = [pair if pair[0] in left else pair[::-1] for pair in pairs]
    belongs = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if len(belongs) != len(pairs) or set(belongs) != set(left) or not set(belongs.values()) <= set(right):
        raise Refused("选项A", "bad-pair", _("Each on the left has exactly one partner on the right."), node.line)
    if len(set(belongs.values())) < len(belongs):
        raise Refused(
            "选项A", "same-options", _("Two on the left have the same partner; here each has its own."), node.line
        )
    extra = [text for name, text in right.items() if name not in belongs.values()]
    return drafts.pairs([left[one] for one in left], [*(right[belongs[one]] for one in left), *extra])

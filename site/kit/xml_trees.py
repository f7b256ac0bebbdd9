"""XML from outside, read piece by piece: no entities, no doctype that matters, bounded in depth and size, by lines."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any, Union
from xml.parsers import expat

from django.utils.translation import gettext as _

from kit import texts
from kit.errors import BadInput

MAX_DEPTH = 100
MAX_NODES = 20_000
_PIECE = 1 << 16
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,20})[\"']")
_ENCODINGS = {"iso-8859-1": "cp1252", "windows-1252": "cp1252", "latin1": "cp1252", "big5": "big5hkscs"}
_AMPERSAND = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([A-Za-z][A-Za-z0-9]{1,30});)?")
_OWN = {"amp", "lt", "gt", "quot", "apos"}
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]{0,60})")


@dataclass(slots=True)
class Node:
    """An element. `tag` and the names of attributes have no prefix; children are nodes and texts."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Union["Node", str]] = field(default_factory=list)

    @property
    def nodes(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """Every text below, in order."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str) -> list["Node"]:
        """The children of this name."""
        return [node for node in self.nodes if node.tag == tag]

    def one(self, tag: str) -> "Node | None":
        return next((node for node in self.nodes if node.tag == tag), None)

    def below(self, *tags: str) -> Iterator["Node"]:
        """Everything below of one of these names, in order."""
        for node in self.nodes:
            if node.tag in tags:
                yield node
            yield from node.below(*tags)


def decode(data: bytes) -> str:
    """The text of an XML file. UTF-8 wins over what the file says of itself: many say what was true once.

    Raises: BadInput, when the encoding is unknown.
    """
    declared = _DECLARED.match(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    encoding = _ENCODINGS.get(declared.group(1).decode("ascii").lower(), "") if declared else ""
    if encoding:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode(encoding, "replace")
    return texts.decode(data)


def root(text: str) -> str:
    """The name of the first element, without prefix and in lower case."""
    found = _FIRST_TAG.search(text[:20_000])
    return found.group(1).rsplit(":", 1)[-1].lower() if found else ""


def elements(text: str, *wanted: str, tag: Callable[[str], str] = str.lower) -> Iterator[Node]:
    """Each outermost element of one of the names `wanted`, once it is whole; nothing of the others is kept.

    Args: `tag` makes the name of an element or attribute, given without prefix, one that we know.
    Raises: BadInput with the line, when it is not well formed, declares entities, or is too deep or too large.
    """
    reader = _Reader(frozenset(wanted), tag)
    text = _mended(text)
    for start in range(0, len(text) or 1, _PIECE):
        reader.feed(text[start : start + _PIECE], last=start + _PIECE >= len(text))
        yield from reader.taken()


class _Reader:
    def __init__(self, wanted: frozenset[str], tag: Callable[[str], str]) -> None:
        self.wanted, self.tag = wanted, tag
        self.open: list[Node] = []
        self.whole: list[Node] = []
        self.count = 0
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.EntityDeclHandler = self.entity

    def feed(self, piece: str, *, last: bool) -> None:
        try:
            self.parser.Parse(piece.encode("utf-8", "replace"), last)
        except expat.ExpatError as fault:
            reason = _("Line %(line)d is not well-formed XML. Export the file again from the program that made it.")
            raise BadInput(reason % {"line": fault.lineno}, code="broken") from None

    def taken(self) -> list[Node]:
        whole, self.whole = self.whole, []
        return whole

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = self.tag(name.rsplit(":", 1)[-1])
        if not self.open and name not in self.wanted:
            return
        self.count = self.count + 1 if self.open else 1
        if len(self.open) >= MAX_DEPTH or self.count > MAX_NODES:
            reason = _("Line %(line)d: what stands here is nested too deeply or is too large.")
            raise BadInput(reason % {"line": self.parser.CurrentLineNumber}, code="too-large")
        own = {self.tag(key.rsplit(":", 1)[-1]): value for key, value in attributes.items()}
        node = Node(name, own, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _name: str) -> None:
        if not self.open:
            return
        node = self.open.pop()
        if not self.open:
            self.whole.append(node)

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].children.append(text)

    def entity(self, *_declaration: Any) -> None:
        reason = _(
            "Line %(line)d declares an entity; such files are not read. Export the file again without a doctype."
        )
        raise BadInput(reason % {"line": self.parser.CurrentLineNumber}, code="entities")


def _mended(text: str) -> str:
    """Characters that no XML may hold are gone; a bare & and HTML's names are what was meant. CDATA stays as it is."""
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", lambda found: "\n" * found.group().count("\n"), texts.visible(text))
    if "&" not in text:
        return text
    pieces, at = [], 0
    while at < len(text):
        start = text.find("<![CDATA[", at)
        stop = len(text) if start < 0 else start
        pieces.append(_AMPERSAND.sub(_meant, text[at:stop]))
        if start < 0:
            break
        end = text.find("]]>", start)
        at = len(text) if end < 0 else end + 3
        pieces.append(text[start:at])
    return "".join(pieces)


def _meant(found: re.Match[str]) -> str:
    whole, name = found.group(), found.group(1)
    if whole == "&":
        return "&amp;"
    if name is None or name in _OWN:
        return whole
    meant = html5.get(f"{name};")
    return whole if meant is None else "".join(f"&#{ord(letter)};" for letter in meant)

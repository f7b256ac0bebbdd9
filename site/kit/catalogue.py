"""The catalogue of translated strings: collected from the source, checked, compiled. Needs no gettext tools."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
SOURCES = ("site", "courses", "campaigns", "assessments", "media")

Ident = str | tuple[str, str]


@dataclass(frozen=True)
class Message:
    ident: Ident
    context: str | None
    place: tuple[str, int]


def path() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"


def read(file: Path) -> Catalog:
    with file.open("rb") as handle:
        return read_po(handle, locale="zh_Hans")


def collected() -> list[Message]:
    """Every translatable string of our own code and templates."""
    found: list[Message] = []
    for folder in SOURCES:
        for file in sorted((Path(settings.ROOT) / folder).rglob("*")):
            place = str(file.relative_to(settings.ROOT))
            if file.suffix == ".py" and "migrations" not in file.parts:
                found += _from_python(file, place)
            elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
                found += _from_template(file.read_text(encoding="utf-8"), place)
    return found


def missing() -> list[Message]:
    """Strings of the source that have no Chinese yet."""
    have = read(path())
    absent = {}
    for message in collected():
        entry = have.get(message.ident, message.context)
        if entry is None or not entry.string or entry.fuzzy:
            absent[message.ident, message.context] = message
    return list(absent.values())


def merge() -> int:
    """Bring the catalogue up to date: new strings added without translation, strings no longer used dropped."""
    old, new = read(path()), Catalog(locale="zh_Hans", project="zhixin", charset="utf-8")
    # A string that is used with and without a plural is one entry, the one with the plural.
    for message in sorted(collected(), key=lambda one: isinstance(one.ident, str)):
        known = old.get(message.ident, message.context)
        if known is not None and isinstance(known.string, str) != isinstance(message.ident, str):
            known = None  # it has got or lost its plural since
        if new.get(message.ident, message.context) is None:
            flags = ["python-format"] if "%(" in "".join(message.ident) else []
            new.add(message.ident, known.string if known else "", [message.place], flags=flags, context=message.context)
    with path().open("wb") as handle:
        write_po(handle, new, sort_output=True, width=110, no_location=True)
    return len(new)


def compile_all() -> None:
    """Write the machine-readable form beside every catalogue that is newer than it."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
                with source.open("rb") as handle:
                    catalogue = read_po(handle, locale=source.parts[-3])
                draft = target.with_suffix(".mo.new")
                with draft.open("wb") as handle:
                    write_mo(handle, catalogue)
                draft.replace(target)


def _from_python(file: Path, place: str) -> Iterator[Message]:
    with file.open("rb") as handle:
        for line, ident, _comments, context in extract("python", handle, keywords=KEYWORDS):
            if ident and (isinstance(ident, str) or all(ident)):
                yield Message(ident if isinstance(ident, str) else (ident[0], ident[1]), context, (place, line))


def _from_template(text: str, place: str) -> Iterator[Message]:
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type == TokenType.VAR:
            yield from _literals(token, place)
        if token.token_type != TokenType.BLOCK:
            continue
        bits = list(smart_split(token.contents))
        if bits[0] in {"translate", "trans"}:
            if bits[1][0] in "\"'":
                yield Message(_literal(bits[1]), _option(bits, "context"), (place, token.lineno or 0))
        elif bits[0] in {"blocktranslate", "blocktrans"}:
            yield _block(bits, tokens, (place, token.lineno or 0))
        else:
            yield from _literals(token, place)


def _literals(token: Token, place: str) -> Iterator[Message]:
    """`_("…")` inside a tag or a variable."""
    for bit in smart_split(token.contents):
        start = bit.find('_("')
        if start >= 0 and '")' in bit[start:]:
            yield Message(_literal(bit[start + 2 : bit.index('")', start) + 1]), None, (place, token.lineno or 0))


def _block(bits: list[str], tokens: Iterator[Token], place: tuple[str, int]) -> Message:
    parts: list[str] = [""]
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
        elif token.token_type == TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        elif token.contents.strip() == "plural":
            parts.append("")
        else:
            break
    if "trimmed" in bits:
        parts = [trim_whitespace(part) for part in parts]
    ident: Ident = parts[0] if len(parts) == 1 else (parts[0], parts[1])
    return Message(ident, _option(bits, "context"), place)


def _option(bits: list[str], name: str) -> str | None:
    return _literal(bits[bits.index(name) + 1]) if name in bits else None


def _literal(text: str) -> str:
    return str(ast.literal_eval(text.split("|", maxsplit=1)[0]))

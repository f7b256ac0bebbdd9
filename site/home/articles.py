"""Articles of the public site: data files in Chinese and English, read once and kept.

A file is `<slug>.<zh|en>.yaml`. Of its sections each has an `id` (the same in both languages), a heading and a body:
a string is a paragraph, a list of strings is a list. `links` lead to addresses below the root. `facts` name the entries
of the fact base on which a section that tells law rests, `checked` the day on which they were last compared.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from kit.face import Card

LANGUAGES = ("zh", "en")
KINDS = ("article", "role")


class DamagedArticle(ValueError):
    """For operators: which file, which field, what was expected."""

    def __init__(self, path: Path, field: str, expected: str) -> None:
        super().__init__(f'{path}: field "{field}"; expected {expected}.')


@dataclass(frozen=True)
class Block:
    """A paragraph, which has one line, or a list."""

    is_list: bool
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    id: str
    heading: str
    body: tuple[Block, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Article:
    slug: str
    language: str
    kind: str
    order: int
    title: str
    summary: str
    checked: date
    sections: tuple[Section, ...]
    links: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """Everything that a reader sees, for the search."""
        parts = [self.title, self.summary]
        for section in self.sections:
            parts += [section.heading, *(line for block in section.body for line in block.lines)]
        return "\n".join(parts).lower()


def shown(kind: str | None = None) -> list[Article]:
    """In the reader's language and in their order, those of one kind or all."""
    language = "en" if translation.get_language() == "en" else "zh"
    return [one for one in everything() if one.language == language and kind in {None, one.kind}]


def find(slug: str) -> Article | None:
    return next((one for one in shown() if one.slug == slug), None)


def everything() -> tuple[Article, ...]:
    return _all(str(settings.ARTICLES_DIR or ""))


def search(words: str, at_most: int) -> list[Card]:
    """Those that hold every word, the ones with a word in the title first."""
    wanted = words.lower().split()
    hits = [one for one in shown() if all(word in one.words for word in wanted)] if wanted else []
    hits.sort(key=lambda one: not any(word in one.title.lower() for word in wanted))
    return [Card(one.title, reverse("home:article", args=[one.slug]), one.summary) for one in hits[:at_most]]


def addresses() -> Iterable[tuple[str, date | None]]:
    """Of both languages, for the sitemap."""
    for one in everything():
        with translation.override("en" if one.language == "en" else settings.LANGUAGE_CODE):
            path = reverse("home:article", args=[one.slug])
        yield path, one.checked


@lru_cache(maxsize=4)
def _all(folder: str) -> tuple[Article, ...]:
    found = [read(path) for path in sorted(Path(folder).glob("*.yaml"))] if folder else []
    return tuple(sorted(found, key=lambda one: (one.order, one.slug)))


def read(path: Path) -> Article:
    """One file.

    Raises: DamagedArticle, naming the file and the field.
    """
    slug, _dot, language = path.stem.partition(".")
    if language not in LANGUAGES:
        raise DamagedArticle(path, "file name", "<slug>.zh.yaml or <slug>.en.yaml")
    try:
        told = yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as fault:
        raise DamagedArticle(path, "the whole file", f"YAML ({str(fault).splitlines()[0]})") from fault
    if not isinstance(told, dict):
        raise DamagedArticle(path, "the whole file", "named fields")
    if told.get("kind") not in KINDS:
        raise DamagedArticle(path, "kind", " or ".join(KINDS))
    return Article(
        slug=slug,
        language=language,
        kind=told["kind"],
        order=_typed(path, told, "order", int, "a whole number"),
        title=_line(path, told, "title"),
        summary=_line(path, told, "summary"),
        checked=_typed(path, told, "checked", date, "a date such as 2026-11-25"),
        sections=tuple(_sections(path, told)),
        links=tuple(_links(path, told)),
    )


def _sections(path: Path, told: dict[str, Any]) -> Iterator[Section]:
    parts = _typed(path, told, "sections", list, "a list of sections")
    if not parts:
        raise DamagedArticle(path, "sections", "at least one section")
    for place, part in enumerate(parts):
        name = f"sections[{place}]"
        if not isinstance(part, dict):
            raise DamagedArticle(path, name, "id, heading and body")
        body = _typed(path, part, "body", list, "a list of paragraphs and lists", within=name)
        blocks = tuple(Block(isinstance(one, list), tuple(one) if isinstance(one, list) else (one,)) for one in body)
        if not blocks or not all(block.lines and all(map(_is_text, block.lines)) for block in blocks):
            raise DamagedArticle(path, f"{name}.body", "paragraphs (text) and lists of text")
        facts = part.get("facts", [])
        if not isinstance(facts, list) or not all(isinstance(one, str) for one in facts):
            raise DamagedArticle(path, f"{name}.facts", "a list of ids such as B09")
        yield Section(_line(path, part, "id", name), _line(path, part, "heading", name), blocks, tuple(facts))


def _links(path: Path, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for place, link in enumerate(told.get("links") or []):
        if not (isinstance(link, list) and len(link) == 2 and all(isinstance(part, str) for part in link)):
            raise DamagedArticle(path, f"links[{place}]", "a title and an address, such as [Notices, notices/]")
        yield link[0], link[1]


def _line(path: Path, told: dict[str, Any], field: str, within: str = "") -> str:
    text = _typed(path, told, field, str, "text", within=within)
    if not _is_text(text):
        raise DamagedArticle(path, _full(field, within), "text that is not empty")
    return text


def _typed(path: Path, told: dict[str, Any], field: str, kind: type, expected: str, *, within: str = "") -> Any:
    if not isinstance(told.get(field), kind):
        raise DamagedArticle(path, _full(field, within), expected)
    return told[field]


def _full(field: str, within: str) -> str:
    return f"{within}.{field}" if within else field


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())

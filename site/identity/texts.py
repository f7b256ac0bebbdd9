"""The privacy notice and the terms of use: versions that ship as files, read by anybody, accepted at first sign-in."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Text:
    """One version. `digest` is the hex SHA-256 of its words: what was accepted can be shown later."""

    kind: str
    version: str
    title: str
    valid_from: date
    changes: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    digest: str
    language: str = "zh"


def reading(text: Text, language: str) -> Text:
    """The text in a reader's language, for understanding only: the Chinese one decides and is what is accepted.
    Where there is no such reading, the text itself.
    """
    found = (one for one in _all(str(settings.NOTICES_DIR or ""), language) if one.kind == text.kind)
    return next((one for one in found if one.version == text.version), text)


def current(day: date) -> list[Text]:
    """Of each kind the newest version in force on a day."""
    newest: dict[str, Text] = {}
    for text in _all(str(settings.NOTICES_DIR or "")):
        if text.valid_from <= day:
            newest[text.kind] = text
    return [newest[kind] for kind in sorted(newest)]


def key(texts: list[Text]) -> str:
    """Names a set of versions; a session keeps the one that its person has accepted."""
    return " ".join(f"{text.kind}:{text.version}" for text in texts)


@lru_cache(maxsize=8)
def _all(folder: str, language: str = "zh") -> tuple[Text, ...]:
    """Chinese texts are `<name>.yaml`, readings of them `<name>.<language>.yaml`."""
    if not folder:
        return ()
    ending = "" if language == "zh" else f".{language}"
    paths = (path for path in Path(folder).glob("*.yaml") if Path(path.stem).suffix == ending)
    texts = [_read(path, language) for path in paths]
    return tuple(sorted(texts, key=lambda text: (text.kind, text.valid_from, text.version)))


def _read(path: Path, language: str) -> Text:
    raw = path.read_bytes()
    told: dict[str, Any] = yaml.safe_load(raw)
    sections = tuple((part["heading"], tuple(part["paragraphs"])) for part in told["sections"])
    return Text(
        kind=told["kind"],
        version=str(told["version"]),
        title=told["title"],
        valid_from=told["valid_from"],
        changes=told.get("changes", ""),
        sections=sections,
        digest=hashlib.sha256(raw).hexdigest(),
        language=language,
    )

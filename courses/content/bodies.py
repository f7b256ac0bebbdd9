"""The blocks of a body as files write them, and as StreamField stores them."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from courses.content import shapes
from courses.content.shapes import (
    CELL,
    DAY,
    FACTS,
    HTML,
    LETTERS,
    PROSE,
    TEXT,
    Faults,
    Shape,
    many,
    optional,
    record,
    whole,
)

NAMESPACE = uuid.UUID("6f1c2f0e-2f54-4f0a-9b1e-1c7d3a0e5b42")  # block ids follow from the lesson's key and place


def _letters(value: Any, place: str, faults: Faults) -> str:
    """Letters, from an index counted from 0, a letter, or a list of either."""
    letters = set()
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, int) and not isinstance(one, bool) and 0 <= one < len(LETTERS):
            letters.add(LETTERS[one])
        elif isinstance(one, str) and one and all(letter in LETTERS for letter in one):
            letters |= set(one)
        else:
            faults.add(place, _("expected the place of an option counted from 0, or its letter"))
            letters.add("A")
    return "".join(sorted(letters))


BLOCKS: dict[str, dict[str, Shape]] = {
    "section": {"key": TEXT, "title": TEXT},
    "text": {"html": HTML},
    "story": {
        "title": TEXT,
        "lines": many(record({"who": optional(TEXT), "says": PROSE}), least=1),
        "question": optional(PROSE),
    },
    "case": {
        "title": TEXT,
        "story": PROSE,
        "question": PROSE,
        "options": many(record({"text": TEXT, "feedback": PROSE})),
    },
    "concept": {"term": TEXT, "meaning": PROSE},
    "law": {
        "name": TEXT,
        "clause": optional(TEXT),
        "says": PROSE,
        "source": TEXT,
        "in_force": shapes.maybe_day(),
        "checked": DAY,
        "facts": FACTS,
    },
    "check": {
        "question": PROSE,
        "options": many(TEXT, least=2),
        "answer": Shape(
            _letters,
            lambda value: [LETTERS.index(letter) for letter in value] if len(value) > 1 else LETTERS.index(value),
        ),
        "explanation": PROSE,
        "facts": FACTS,
    },
    "activity": {"title": TEXT, "minutes": whole(1, 180), "materials": many(TEXT), "steps": many(PROSE, least=1)},
    "quote": {"text": PROSE, "source": TEXT, "note": optional(PROSE)},
    "table": {"caption": TEXT, "head": many(CELL, least=1), "rows": many(many(CELL, least=1), least=1)},
    "pledge": {"text": PROSE},
    "family": {"text": PROSE},
    "task": {"title": TEXT, "text": PROSE, "model_answer": optional(PROSE)},
}
STEP: dict[str, Shape] = {
    "minutes": whole(1, 180),
    "step": TEXT,
    "teacher": PROSE,
    "pupils": optional(PROSE),
    "questions": many(PROSE),
}


def read_body(items: Any, place: str, faults: Faults) -> list[dict[str, Any]]:
    """Blocks as `{"type", "value"}`; section marks without a key are numbered s1, s2 …"""
    if not isinstance(items, list) or not items:
        faults.add(place, _("expected a list of blocks"))
        return []
    found, sections = [], 0
    keys: set[str] = set()
    for i, item in enumerate(items):
        kind = item.get("type") if isinstance(item, dict) else None
        here = f"{place}[{i}] ({kind})" if kind else f"{place}[{i}]"
        if kind not in BLOCKS:
            known = "、".join(BLOCKS)
            faults.add(here, _("“type” must be one of %(known)s") % {"known": known})
            continue
        values = {name: value for name, value in item.items() if name != "type"}
        if kind == "section":
            sections += 1
            values.setdefault("key", f"s{sections}")
        if kind == "text" and "paragraphs" in values:
            values["html"] = values.pop("paragraphs")
        value = shapes.read_record(BLOCKS[kind], values, here, faults)
        _compare(kind, value, here, faults, keys)
        found.append({"type": kind, "value": value})
    return found


def _compare(kind: str, value: dict[str, Any], place: str, faults: Faults, keys: set[str]) -> None:
    """What one field demands of another."""
    if kind == "section":
        if value["key"] in keys:
            faults.add(place, _("section key “%(key)s” stands twice") % {"key": value["key"]})
        keys.add(value["key"])
    if kind == "check":
        if any(LETTERS.index(letter) >= len(value["options"]) for letter in value["answer"]):
            faults.add(f"{place}.answer", _("there is no such option"))
        if len(value["options"]) > len(LETTERS):
            faults.add(f"{place}.options", _("at most eight options"))
        if len(set(value["options"])) < len(value["options"]):
            faults.add(f"{place}.options", _("two options are the same"))
    if kind == "table":
        for i, row in enumerate(value["rows"]):
            if len(row) != len(value["head"]):
                faults.add(f"{place}.rows[{i}]", _("a row has as many cells as the head"))


def read_timing(items: Any, place: str, faults: Faults) -> list[dict[str, Any]]:
    if not isinstance(items, list):
        faults.add(place, _("expected a list of steps"))
        return []
    return [
        {"type": "step", "value": shapes.read_record(STEP, item, f"{place}[{i}]", faults)}
        for i, item in enumerate(items)
    ]


def stored(blocks: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The blocks as StreamField keeps them. An id stays when the text around it moves."""
    seen: dict[str, int] = {}
    found = []
    for block in blocks:
        name = block["value"].get("key") or block["value"].get("question") or block["value"].get("title") or ""
        name = f"{block['type']}:{name}"
        seen[name] = seen.get(name, 0) + 1
        found.append({**block, "id": str(uuid.uuid5(NAMESPACE, f"{key}:{name}:{seen[name]}"))})
    return found


def written(stream: Any) -> list[dict[str, Any]]:
    return [{"type": one.block_type, **shapes.write_record(BLOCKS[one.block_type], one.value)} for one in stream]


def written_timing(stream: Any) -> list[dict[str, Any]]:
    return [shapes.write_record(STEP, block.value) for block in stream]

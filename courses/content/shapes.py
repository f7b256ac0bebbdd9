"""What stands in a content file, said once: read, checked and written back by the same description.

Every fault names its place: file, then the path inside it, as in `lessons/senior/x.yaml: body[3] (law): …`.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import nh3
from django.utils.translation import gettext as _

LETTERS = "ABCDEFGH"
TAGS = {"p", "h3", "h4", "b", "strong", "i", "em", "a", "ol", "ul", "li", "blockquote", "br", "sup"}
FACT = re.compile(r"^[A-Z]\d{2,3}[a-z]?$")


class Faults(list[str]):
    """What is wrong, each with its place. Reading goes on to the end, so that one run names everything."""

    def add(self, place: str, message: object) -> None:
        self.append(f"{place}: {message}")


Reader = Callable[[Any, str, Faults], Any]
Writer = Callable[[Any], Any]


@dataclass(frozen=True)
class Shape:
    """How one field is read from a file and written back. `empty` stands for a field that is left out."""

    read: Reader
    write: Writer = lambda value: value
    required: bool = True
    empty: Any = ""


def _text(value: Any, place: str, faults: Faults) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
        return str(value).strip()
    faults.add(place, _("expected a text"))
    return ""


def _prose(value: Any, place: str, faults: Faults) -> str:
    """A text, or a list of lines."""
    if isinstance(value, list):
        return "\n".join(_text(one, f"{place}[{i}]", faults) for i, one in enumerate(value))
    return _text(value, place, faults)


def _whole(low: int, high: int) -> Reader:
    def read(value: Any, place: str, faults: Faults) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        faults.add(place, _("expected a whole number from %(low)d to %(high)d") % {"low": low, "high": high})
        return low

    return read


def _day(value: Any, place: str, faults: Faults) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        faults.add(place, _("expected a date such as 2026-11-23"))
        return "2000-01-01"


def _facts(value: Any, place: str, faults: Faults) -> str:
    found = value if isinstance(value, list) else str(value).split()
    for one in found:
        if not FACT.match(str(one)):
            faults.add(place, _("“%(fact)s” is not a fact number such as A01") % {"fact": one})
    return " ".join(str(one) for one in found)


def _html(value: Any, place: str, faults: Faults) -> str:
    """Paragraphs as a list of plain texts, or HTML; what is not meant for a lesson is cleaned away."""
    if isinstance(value, list):
        value = "".join(f"<p>{html.escape(_text(one, place, faults))}</p>" for one in value)
    text = _text(value, place, faults)
    if "<" not in text:
        text = "".join(f"<p>{part.strip()}</p>" for part in text.split("\n\n") if part.strip())
    return nh3.clean(text, tags=TAGS, attributes={"a": {"href"}}, link_rel=None).strip()


def many(shape: Shape, *, least: int = 0) -> Shape:
    def read(value: Any, place: str, faults: Faults) -> list[Any]:
        if not isinstance(value, list) or len(value) < least:
            faults.add(place, _("expected a list of at least %(least)d") % {"least": least})
            return []
        return [shape.read(one, f"{place}[{i}]", faults) for i, one in enumerate(value)]

    return Shape(read, lambda value: [shape.write(one) for one in value], required=least > 0, empty=[])


def record(fields: dict[str, Shape]) -> Shape:
    return Shape(
        lambda value, place, faults: read_record(fields, value, place, faults),
        lambda value: write_record(fields, value),
    )


def read_record(fields: dict[str, Shape], value: Any, place: str, faults: Faults) -> dict[str, Any]:
    """Every field of `fields` from a mapping; unknown and missing names are faults."""
    if not isinstance(value, dict):
        faults.add(place, _("expected a mapping of names to values"))
        return {name: shape.empty for name, shape in fields.items()}
    for name in value:
        if name not in fields:
            faults.add(place, _("“%(name)s” is not known here") % {"name": name})
    found = {}
    for name, shape in fields.items():
        given = value.get(name)
        if _is_empty(given):
            found[name] = shape.empty
            if shape.required:
                faults.add(place, _("“%(name)s” is missing") % {"name": name})
        else:
            found[name] = shape.read(given, f"{place}.{name}", faults)
    return found


def write_record(fields: dict[str, Shape], value: Any) -> dict[str, Any]:
    """What a file says of `value`; a field that is empty is left out."""
    written = {}
    for name, shape in fields.items():
        one = value[name]
        if not _is_empty(one):
            written[name] = shape.write(one)
    return written


def _cell(value: Any, place: str, faults: Faults) -> str:
    """Of a table; may be empty."""
    return "" if value is None or value == "" else _text(value, place, faults)


def _is_empty(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _date_out(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


TEXT = Shape(_text, str)
CELL = Shape(_cell, str)
PROSE = Shape(_prose, str)
HTML = Shape(_html, lambda value: str(getattr(value, "source", value)))
DAY = Shape(_day, _date_out)
FACTS = Shape(_facts, lambda value: value.split(), required=False)


def optional(shape: Shape) -> Shape:
    return Shape(shape.read, shape.write, required=False, empty=shape.empty)


def maybe_day() -> Shape:
    return Shape(_day, _date_out, required=False, empty=None)


def whole(low: int, high: int) -> Shape:
    return Shape(_whole(low, high), int)

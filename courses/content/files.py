"""A content folder read into plain records, or a Refusal that names every fault with its place.

tiers.yaml                            a list of tiers
courses/<tier>/<course>.yaml          a course and the order of its lessons
lessons/<tier>/<lesson>.yaml          a lesson
modules/<key>.yaml                    a module of the teachers' programme: a lesson with hours
"""

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.content import bodies, shapes
from courses.content.shapes import DAY, FACTS, PROSE, TEXT, Faults, Shape, many, optional, whole
from courses.errors import ContentRefused

AT_MOST_BYTES = 2_000_000
TEACHERS = "teachers"


def _slug(value: Any, place: str, faults: Faults) -> str:
    text = str(value)
    if text != slugify(text) or not text:
        faults.add(place, _("“%(slug)s” cannot stand in an address; use a–z, 0–9 and hyphens") % {"slug": text})
    return text


def _hours(value: Any, place: str, faults: Faults) -> Decimal:
    number = Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else Decimal(0)
    if number <= 0 or number > 60 or number * 2 != int(number * 2):
        faults.add(place, _("expected hours in steps of a half"))
    return number


def _number_out(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


SLUG = Shape(_slug, str)
BODY = Shape(bodies.read_body, bodies.written)
TIMING = Shape(bodies.read_timing, bodies.written_timing, required=False, empty=[])
HOURS = Shape(_hours, _number_out, required=False, empty=Decimal(0))
TIER = {"slug": SLUG, "title": TEXT, "age": optional(TEXT), "intro": optional(PROSE), "order": whole(0, 99)}
COURSE = {"slug": SLUG, "title": TEXT, "intro": optional(PROSE), "lessons": many(TEXT)}
PLAN = {
    "preparation": Shape(shapes.PROSE.read, lambda value: value.split("\n"), required=False),
    "timing": TIMING,
    "board": optional(PROSE),
    "homework": optional(PROSE),
    "notes": optional(PROSE),
}
LESSON = {
    "key": TEXT,
    "tier": SLUG,
    "course": SLUG,
    "slug": SLUG,
    "title": TEXT,
    "summary": optional(PROSE),
    "minutes": whole(1, 600),
    "hours": HOURS,
    "aims": Shape(shapes.PROSE.read, lambda value: value.split("\n"), required=False),
    "plan": Shape(
        lambda value, place, faults: shapes.read_record(PLAN, value, place, faults),
        lambda value: shapes.write_record(PLAN, value),
        required=False,
        empty={name: shape.empty for name, shape in PLAN.items()},
    ),
    "checked": Shape(DAY.read, DAY.write, required=False, empty=None),
    "facts": FACTS,
    "body": BODY,
}


@dataclass
class Folder:
    """What a content folder holds. Courses carry their tier; `module_keys` are the lessons that are modules."""

    tiers: list[dict[str, Any]] = field(default_factory=list)
    courses: list[dict[str, Any]] = field(default_factory=list)
    lessons: list[dict[str, Any]] = field(default_factory=list)
    module_keys: set[str] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        return {
            "tiers": len(self.tiers),
            "courses": len(self.courses),
            "lessons": len(self.lessons) - len(self.module_keys),
            "modules": len(self.module_keys),
        }


def read(root: Path) -> Folder:
    """Everything below `root`. Raises: ContentRefused, with all faults, when anything is wrong."""
    faults = Faults()
    folder = Folder()
    if not root.is_dir():
        raise ContentRefused([_("%(folder)s is not a folder.") % {"folder": root}])
    tiers = _yaml(root, "tiers.yaml", faults) if (root / "tiers.yaml").exists() else []
    for i, item in enumerate(tiers if isinstance(tiers, list) else []):
        folder.tiers.append(shapes.read_record(TIER, item, f"tiers.yaml[{i}]", faults))
    if not isinstance(tiers, list):
        faults.add("tiers.yaml", _("expected a list of tiers"))
    for name in _names(root, "courses/*/*.yaml"):
        course = shapes.read_record(COURSE, _yaml(root, name, faults), name, faults)
        folder.courses.append({**course, "tier": name.split("/")[1], "place": name})
    for name in [*_names(root, "lessons/*/*.yaml"), *_names(root, "modules/*.yaml")]:
        lesson = shapes.read_record(LESSON, _flat(_yaml(root, name, faults)), name, faults)
        folder.lessons.append({**lesson, "place": name})
        if name.startswith("modules/"):
            folder.module_keys.add(lesson["key"])
            if not lesson["hours"]:
                faults.add(name, _("a module has “hours”"))
    _compare(folder, faults)
    if faults:
        raise ContentRefused(faults)
    return folder


def _names(root: Path, pattern: str) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.glob(pattern))


def _yaml(root: Path, name: str, faults: Faults) -> Any:
    file = root / name
    try:
        if file.stat().st_size > AT_MOST_BYTES:
            faults.add(name, _("larger than two megabytes"))
            return {}
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        faults.add(f"{name}:{line}", _("not YAML: %(problem)s") % {"problem": getattr(fault, "problem", fault)})
    except (OSError, UnicodeDecodeError):
        faults.add(name, _("cannot be read as UTF-8 text"))
    return {}


def _flat(item: Any) -> Any:
    """A module may give `sections` with a body each instead of one body with section marks."""
    if not isinstance(item, dict) or "sections" not in item or not isinstance(item["sections"], list):
        return item
    body = list(item.get("body") or [])
    for section in item["sections"]:
        if isinstance(section, dict):
            body.append({"type": "section", **{k: v for k, v in section.items() if k != "body"}})
            body += section.get("body") or []
    return {**{name: value for name, value in item.items() if name != "sections"}, "body": body}


def _compare(folder: Folder, faults: Faults) -> None:
    """What one file says of another."""
    tiers = {tier["slug"] for tier in folder.tiers}
    courses = {(course["tier"], course["slug"]) for course in folder.courses}
    for course in folder.courses:
        if course["tier"] not in tiers:
            faults.add(course["place"], _("there is no tier “%(tier)s” in tiers.yaml") % {"tier": course["tier"]})
        mine = [one for one in folder.lessons if (one["tier"], one["course"]) == (course["tier"], course["slug"])]
        known = {one["key"] for one in mine} | {one["slug"] for one in mine}
        for i, key in enumerate(course["lessons"]):
            if key not in known:
                place = f"{course['place']}.lessons[{i}]"
                faults.add(place, _("no lesson “%(key)s” says it is of this course") % {"key": key})
    keys: set[str] = set()
    addresses: set[tuple[str, str, str]] = set()
    for lesson in folder.lessons:
        address = (lesson["tier"], lesson["course"], lesson["slug"])
        if address[:2] not in courses:
            faults.add(
                lesson["place"], _("there is no file %(file)s") % {"file": f"courses/{address[0]}/{address[1]}.yaml"}
            )
        if lesson["key"] in keys:
            faults.add(lesson["place"], _("key “%(key)s” is taken by another file") % {"key": lesson["key"]})
        if address in addresses:
            faults.add(lesson["place"], _("its address is taken by another file"))
        keys.add(lesson["key"])
        addresses.add(address)

"""授课模式: a lesson's body cut so that each screen of the classroom's panel carries one idea."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

# About what a panel shows in large type without scrolling.
A_SCREEN = 110
_PART = re.compile(r"<(p|h3|h4|ul|ol|blockquote)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Slide:
    """One screen. `kind` names the block it comes from; `choices` are letter, text, feedback, right.

    `reveal` is shown only when the teacher asks for it; `minutes` sets the timer.
    """

    kind: str
    label: str = ""
    title: str = ""
    text: str = ""
    html: str = ""
    lines: list[Any] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    numbered: bool = False
    choices: list[tuple[str, str, str, bool]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    reveal: str = ""
    source: str = ""
    minutes: int = 0

    @property
    def asks(self) -> bool:
        """Whether hands may be counted here."""
        return bool(self.choices) or self.kind == "question"


def of(lesson: Any) -> list[Slide]:
    """The slides of a lesson, the title first. Family pages are for home and are left out."""
    found = [Slide("title", title=lesson.title, text=lesson.summary)]
    for block in lesson.body:
        cut = _CUT.get(block.block_type)
        if cut:
            found += cut(block.value)
    return [*found, Slide("end", title=_("That is all for today"), items=lesson.aim_list)]


def _section(value: Any) -> Iterator[Slide]:
    yield Slide("section", title=value["title"])


def _text(value: Any) -> Iterator[Slide]:
    held, length = "", 0
    for part in _PART.finditer(str(value["html"].source)):
        size = len(_TAG.sub("", part.group()))
        if held and length + size > A_SCREEN:
            yield Slide("text", html=held)
            held, length = "", 0
        held, length = held + part.group(), length + size
    if held:
        yield Slide("text", html=held)


def _story(value: Any) -> Iterator[Slide]:
    lines = list(value["lines"])
    held: list[Any] = []
    for line in lines:
        if held and (len(held) == 4 or sum(len(one["says"]) for one in held) + len(line["says"]) > A_SCREEN):
            yield Slide("story", label=_("Story"), title=value["title"], lines=held)
            held = []
        held = [*held, line]
    if held:
        yield Slide("story", label=_("Story"), title=value["title"], lines=held)
    if value["question"]:
        yield Slide("question", label=_("Think about it"), title=value["question"])


def _case(value: Any) -> Iterator[Slide]:
    yield Slide("case", label=_("Case"), title=value["title"], text=value["story"])
    letters = "ABCDEFGH"
    choices = [
        (letters[i], one["text"], one["feedback"], False) for i, one in enumerate(value["options"]) if i < len(letters)
    ]
    yield Slide("question", label=_("What would you do?"), title=value["question"], choices=choices)


def _concept(value: Any) -> Iterator[Slide]:
    yield Slide("concept", label=_("Concept"), title=value["term"], text=value["meaning"])


def _law(value: Any) -> Iterator[Slide]:
    title = f"{value['name']} {value['clause']}".strip()
    yield Slide("law", label=_("Rule"), title=title, text=value["says"], source=value["source"])


def _check(value: Any) -> Iterator[Slide]:
    choices = [(letter, text, "", right) for letter, text, right in value.lettered()]
    yield Slide("check", label=_("Self-check"), title=value["question"], choices=choices, reveal=value["explanation"])


def _activity(value: Any) -> Iterator[Slide]:
    label = _("Activity")
    yield Slide("activity", label=label, title=value["title"], minutes=value["minutes"], items=list(value["materials"]))
    steps = list(value["steps"])
    for i, step in enumerate(steps):
        place = f"{label} {i + 1}/{len(steps)}"
        yield Slide("step", label=place, title=value["title"], text=step, minutes=value["minutes"])


def _quote(value: Any) -> Iterator[Slide]:
    yield Slide("quote", title=value["text"], source=value["source"], reveal=value["note"])


def _table(value: Any) -> Iterator[Slide]:
    yield Slide("table", title=value["caption"], items=list(value["head"]), rows=[list(row) for row in value["rows"]])


def _pledge(value: Any) -> Iterator[Slide]:
    yield Slide("pledge", label=_("We promise"), title=value["text"])


def _task(value: Any) -> Iterator[Slide]:
    yield Slide("task", label=_("Task"), title=value["title"], text=value["text"], reveal=value["model_answer"])


_CUT: dict[str, Callable[[Any], Iterator[Slide]]] = {
    "section": _section,
    "text": _text,
    "story": _story,
    "case": _case,
    "concept": _concept,
    "law": _law,
    "check": _check,
    "activity": _activity,
    "quote": _quote,
    "table": _table,
    "pledge": _pledge,
    "task": _task,
}

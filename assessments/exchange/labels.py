"""What travels as labels “heading:value” in formats that have no place of their own for it."""

import re
from collections.abc import Iterable
from typing import Any

from assessments.exchange import drafts
from assessments.exchange.headings import DIFFICULTY_NAMES
from assessments.models import Question, QuestionVersion, Topic

_FIELDS = {"题号": "number", "知识点": "topic", "学段": "tier", "依据": "basis"}


def of(question: Question, version: QuestionVersion) -> list[tuple[str, str]]:
    """Every label of a question as (heading, value)."""
    found = [
        ("题号", question.number),
        ("知识点", question.topic.code),
        ("难度", DIFFICULTY_NAMES[question.difficulty]),
        ("学段", question.tier),
        ("分值", format(version.points.normalize(), "f")),
        ("依据", version.basis),
        *(("事实编号", fact) for fact in version.facts),
        *(("标签", tag) for tag in question.tags),
    ]
    return [(heading, value) for heading, value in found if value]


def read(labels: Iterable[str]) -> tuple[dict[str, Any], bool]:
    """The fields of a draft that the labels name, and whether there are labels that we do not know.

    Raises: Refused, when one of ours has a value that cannot be.
    """
    fields: dict[str, Any] = {}
    strange = False
    for label in labels:
        heading, _colon, value = label.replace("：", ":").partition(":") if ":" not in label else label.partition(":")
        value = value.strip()
        match heading.strip():
            case "难度":
                fields["difficulty"] = drafts.difficulty(value)
            case "分值":
                fields["points"] = drafts.points(value)
            case "事实编号":
                fields.setdefault("facts", []).append(value)
            case "标签":
                fields.setdefault("tags", []).append(value)
            case name if name in _FIELDS:
                fields[_FIELDS[name]] = value
            case _:
                strange = True
    return fields, strange


def category(topic: str) -> str:
    """A topic as a path of Moodle's categories, where / divides."""
    return f"$course$/top/{topic.replace('/', '//')}"


class Categories:
    """The topics that categories of Moodle stand for."""

    def __init__(self, otherwise: str) -> None:
        self.otherwise = otherwise
        every = list(Topic.objects.all())
        self.codes = {name: one.code for one in every for name in (one.name, str(one))}
        self.codes |= {one.code: one.code for one in every}

    def topic(self, path: str) -> str:
        """What the last step names, if it is one of ours; else what was chosen for the file, else the step itself, to
        be refused by its name.
        """
        last = re.split(r"(?<!/)/(?!/)", path)[-1].replace("//", "/").strip()
        return self.codes.get(last) or self.otherwise or last

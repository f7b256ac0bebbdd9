"""What a deployment's reviewer has still to verify, and the facts that wait for it (`content/open-checks.yaml`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from assessments import registry
from assessments.models import Question, QuestionState, QuestionVersion

FILE = Path(settings.ROOT) / "content" / "open-checks.yaml"


@dataclass(frozen=True)
class OpenCheck:
    number: int
    check: str
    facts: tuple[str, ...]


@cache
def every() -> tuple[OpenCheck, ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8")) or []
    return tuple(OpenCheck(row["number"], row["check"], tuple(row["facts"])) for row in rows)


def concern(facts: Iterable[str]) -> bool:
    """Whether one of these facts waits to be verified."""
    return not _waiting().isdisjoint(facts)


@cache
def _waiting() -> frozenset[str]:
    return frozenset(fact for one in every() for fact in one.facts)


def standing() -> list[dict[str, Any]]:
    """Every open check with the questions of the bank and the lessons that rest on its facts."""
    newest = dict(
        QuestionVersion.objects.exclude(question__state=QuestionState.RETIRED)
        .order_by("version")
        .values_list("question", "facts")
    )
    held = [key for key, facts in newest.items() if concern(facts)]
    questions = list(Question.objects.filter(pk__in=held).select_related("topic"))
    lessons = registry.lessons()
    return [
        {
            "check": one,
            "questions": [question for question in questions if not set(one.facts).isdisjoint(newest[question.pk])],
            "lessons": [(title, url) for title, url, facts in lessons if not set(one.facts).isdisjoint(facts)],
        }
        for one in every()
    ]

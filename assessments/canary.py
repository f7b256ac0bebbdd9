"""The canary in assessments: a paper of each bureau; an attempt with free texts of a teacher of each school."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessments import growth
from assessments.models import (
    Difficulty,
    Paper,
    PaperCell,
    PaperKind,
    PaperState,
    Question,
    QuestionState,
    QuestionType,
    QuestionVersion,
    Topic,
)
from kit.seeded import Owner
from organisations.models import OrganisationKind

NUMBER = "DEMO-ESSAY"
STEM = "班里有学生抄了作业，自己说了出来。你会怎样跟他谈？请写出两句话。"


def plant(world: dict[str, Any], text: str) -> None:
    province = world["organisations"]["province"]
    for owner in world["owners"]:
        if owner.organisation == province:
            closed = _paper(world, owner, PaperState.CLOSED)
        elif owner.organisation.kind == OrganisationKind.ADMINISTRATION:
            _paper(world, owner, PaperState.DRAFT)
    teachers = [
        (owner.person.pk, owner.person.username)
        for owner in world["owners"]
        if owner.organisation.kind == OrganisationKind.SCHOOL
    ]
    growth.sit(closed, teachers, seed=1, canary=text, now=world["now"])


def _paper(world: dict[str, Any], owner: Owner, state: PaperState) -> Paper:
    paper, created = Paper.objects.get_or_create(
        organiser=owner.organisation,
        title=owner.says("示例问答练习", 120),
        defaults={
            "kind": PaperKind.PRACTICE,
            "state": state,
            "window_opens": world["now"] - timedelta(days=60),
            "window_closes": world["now"] - timedelta(days=20),
            "tries": 1,
            "wait_days": 0,
            "duration_minutes": 30,
            "pledge": owner.says("我独立作答。"),
        },
    )
    if created:
        essay = _essay(world)
        PaperCell.objects.create(
            paper=paper, topic=essay.topic, difficulty=essay.difficulty, type=essay.type, count=1, points=Decimal(5)
        )
    return paper


def _essay(world: dict[str, Any]) -> Question:
    """The bank that ships has no essay, so the demonstration brings one."""
    author, reviewer = world["users"]["province"], world["users"]["province2"]
    question, created = Question.objects.get_or_create(
        number=NUMBER,
        defaults={
            "type": QuestionType.ESSAY,
            "topic": Topic.objects.get(code="G"),
            "difficulty": Difficulty.MEDIUM,
            "tier": "teachers",
            "state": QuestionState.LIVE,
            "author": author,
            "reviewer": reviewer,
        },
    )
    if created:
        QuestionVersion.objects.create(
            question=question, version=1, stem=STEM, points=5, made_by=author, made_at=world["now"]
        )
    return question

"""The demonstration's bank, from the shipped spreadsheet, and three papers that draw from it."""

import io
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from assessments import canary, growth, shipped
from assessments.actions import bank, importing
from assessments.models import (
    Paper,
    PaperCell,
    PaperKind,
    PaperState,
    PaperTag,
    PaperTheme,
    Question,
    QuestionState,
    Shown,
    Topic,
)
from trail.actions import audit

FINAL = "教师信用知识结业测评（示例卷）"
PRACTICE = "教师信用知识练习（示例卷）"
PLEDGE = (
    "我知道这次测评检验的是我自己学到了什么。\n我独立作答，不替别人答，也不请别人替我答；不传播题目和答案。\n"
    "遇到网络或设备故障，我如实说明。"
)


def seed(world: dict[str, Any]) -> None:
    """Questions brought in by one officer and reviewed by another; a short final, the full one of the
    blueprint that ships, and a practice paper. Safe to run again."""
    officer, reviewer, now = world["users"]["province"], world["users"]["province2"], world["now"]
    shipped.load_topics()
    if not Question.objects.exists():
        sheet = io.BytesIO()
        shipped.workbook(sheet)
        sheet.seek(0)
        report = importing.questions(sheet, "shipped.xlsx", by=officer, at=now)
        if report.errors:
            raise RuntimeError(f"The shipped questions were refused: {report.errors[:3]}")
        bank.approve(Question.objects.filter(state=QuestionState.DRAFT), by=reviewer, at=now)
    papers = world.setdefault("papers", [])
    papers.append(_paper(world, FINAL, PaperKind.FINAL, 20))
    papers.append(_paper(world, PRACTICE, PaperKind.PRACTICE, 10))
    _full(world)


def grow_attempts(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    growth.attempts(world, total, seed=seed, canary=canary)


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)


def _paper(world: dict[str, Any], title: str, kind: PaperKind, questions: int) -> Paper:
    found = Paper.objects.filter(title=title).first()
    if found:
        return found
    practice = kind == PaperKind.PRACTICE
    paper = Paper.objects.create(
        title=title,
        kind=kind,
        state=PaperState.OPEN,
        organiser=world["organisations"]["province"],
        window_opens=world["now"] - timedelta(days=30),
        window_closes=world["now"] + timedelta(days=300),
        tries=20 if practice else 3,
        wait_days=0 if practice else 7,
        duration_minutes=45 if practice else 90,
        pledge=PLEDGE,
        shows_items=Shown.AFTER_ATTEMPT if practice else Shown.AFTER_WINDOW,
    )
    for (topic, difficulty, type_), count in _blueprint(questions).items():
        PaperCell.objects.create(
            paper=paper,
            topic_id=topic,
            difficulty=difficulty,
            type=type_,
            count=count,
            points=Decimal(100) / Decimal(questions),
        )
    audit.record("paper.opened", paper, by=world["users"]["province"], at=world["now"])
    return paper


def _full(world: dict[str, Any]) -> None:
    """The final by its blueprint: fifty questions, a hundred points."""
    final = shipped.final()
    if Paper.objects.filter(title=final["title"]).exists():
        return
    paper = Paper.objects.create(
        title=final["title"],
        kind=PaperKind.FINAL,
        state=PaperState.OPEN,
        organiser=world["organisations"]["province"],
        window_opens=world["now"] - timedelta(days=30),
        window_closes=world["now"] + timedelta(days=300),
        tries=final["tries"],
        wait_days=final["wait_days"],
        duration_minutes=final["minutes"],
        pass_score=final["pass_score"],
        pledge=PLEDGE,
    )
    topics = {topic.code: topic for topic in Topic.objects.all()}
    points = {f"{kind}_points": worth for kind, worth in final["points"].items()}
    for code, counts in final["themes"].items():
        PaperTheme.objects.create(paper=paper, topic=topics[code], **counts, **points)
    for tag, least in final["tags"].items():
        PaperTag.objects.create(paper=paper, tag=tag, least=least)
    audit.record("paper.opened", paper, by=world["users"]["province"], at=world["now"])


def _blueprint(questions: int) -> Counter[tuple[int, str, str]]:
    """Cells in the proportion of the bank, the fullest first, each with at least twice what it asks for if it can."""
    live = Question.objects.filter(state=QuestionState.LIVE)
    there = Counter(live.values_list("topic", "difficulty", "type"))
    cells: Counter[tuple[int, str, str]] = Counter()
    for depth in (3, 2, 1):
        for cell, count in sorted(there.items(), key=lambda one: (-one[1], one[0])):
            while sum(cells.values()) < questions and (cells[cell] + 1) * depth <= count:
                cells[cell] += 1
                break
        while sum(cells.values()) < questions:
            fits = [cell for cell, count in there.items() if (cells[cell] + 1) * depth <= count]
            if not fits:
                break
            cells[min(fits, key=lambda cell: (cells[cell], cell))] += 1
    return +cells

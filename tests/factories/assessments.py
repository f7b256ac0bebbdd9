"""A small bank, a paper that draws from it, and people who sit it."""

from datetime import datetime, timedelta
from decimal import Decimal

from assessments.models import Paper, PaperCell, Question, QuestionState, QuestionVersion, Topic
from kit import clock
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory

CONTENTS = {
    "single": {"options": ["对的", "错一", "错二", "错三"], "key": [0]},
    "multiple": {"options": ["对一", "对二", "错一", "错二"], "key": [0, 1]},
    "truefalse": {"key": True},
    "matching": {"left": ["甲", "乙", "丙"], "options": ["一", "二", "三"]},
    "ordering": {"options": ["先", "再", "后"]},
    "short": {"key": [["信用中国", "“信用中国”网站"], ["五"]]},
    "numeric": {"key": "3.5", "tolerance": "0.1"},
    "case": {
        "parts": [
            {"type": "single", "stem": "其一", "points": 2, "content": {"options": ["对", "错"], "key": [0]}},
            {"type": "truefalse", "stem": "其二", "points": 1, "content": {"key": False}},
        ]
    },
    "essay": {},
}


def question(kind="single", topic=None, difficulty="easy", content=None, **fields):
    topic = topic or Topic.objects.get_or_create(code="T1", defaults={"name": "测试主题"})[0]
    author, reviewer = UserFactory(), UserFactory()
    made = Question.objects.create(
        type=kind,
        topic=topic,
        difficulty=difficulty,
        state=QuestionState.LIVE,
        author=author,
        reviewer=reviewer,
        number=fields.pop("number", f"Q{Question.objects.count() + 1:04d}"),
        tags=fields.pop("tags", []),
        identity=f"{Question.objects.count():064d}",
    )
    QuestionVersion.objects.create(
        question=made,
        version=1,
        stem=fields.pop("stem", f"{kind} 题 {made.number}"),
        points=2,
        facts=fields.pop("facts", []),
        explanation="解析只在评阅规则允许时显示",
        content=content if content is not None else CONTENTS[kind],
        made_by=author,
        made_at=clock.now(),
    )
    return made


def paper(kinds=("single", "multiple", "truefalse"), *, at: datetime | None = None, spare=1, points=10, **fields):
    """An open paper with one question of each kind, drawn from a bank of `1 + spare` each."""
    now = at or clock.now()
    made = Paper.objects.create(
        title=fields.pop("title", "测试卷"),
        state="open",
        organiser=fields.pop("organiser", None) or BureauFactory(),
        window_opens=fields.pop("window_opens", now - timedelta(days=1)),
        window_closes=fields.pop("window_closes", now + timedelta(days=30)),
        pledge="我独立完成。",
        **fields,
    )
    topic = Topic.objects.get_or_create(code="T1", defaults={"name": "测试主题"})[0]
    for kind in kinds:
        for _number in range(1 + spare):
            question(kind, topic)
        PaperCell.objects.create(paper=made, topic=topic, difficulty="easy", type=kind, count=1, points=Decimal(points))
    return made


def right_answer(slot):
    """The answer that earns every point of a drawn slot."""
    match slot["type"]:
        case "single":
            return slot["key"][0]
        case "short":
            return [wordings[0] for wordings in slot["key"]]
        case "numeric":
            return slot["key"]["number"]
        case "case":
            return [right_answer(part) for part in slot["parts"]]
        case "essay":
            return "一段话"
        case _:
            return slot["key"]

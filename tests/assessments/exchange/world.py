"""A bank with a question of every type and every word, and doors to take files in and out of it."""

import io
import zipfile
from decimal import Decimal  # noqa: F401 -- the tests build versions with it

from assessments.actions import exporting, importing
from assessments.models import Question, QuestionVersion, Topic
from kit import clock
from tests.factories.assessments import CONTENTS, question
from tests.factories.identity import UserFactory

TRICKY = r"用 \ ~ = # { } : 与 < > & “” 写；a<b，R&D，50%"
FULL = {
    "single": CONTENTS["single"],
    "multiple": {"options": ["对一", "对二", "对三", "错一"], "key": [0, 1, 2]},
    "truefalse": {"key": False},
    "matching": {"left": ["甲", "乙", "丙"], "options": ["一", "二", "三"]},
    "ordering": CONTENTS["ordering"],
    "short": {"key": [["信用中国", "“信用中国”网站", 'a<b & "c"']]},
    "numeric": CONTENTS["numeric"],
    "case": {
        "parts": [
            {"type": "single", "stem": "其一？", "points": 2, "content": {"options": ["甲", "乙"], "key": [1]}},
            {"type": "truefalse", "stem": "其二。", "points": 1, "content": {"key": False}},
            {"type": "short", "stem": "其三：", "points": 1.5, "content": {"key": [["五"], ["六", "陆"]]}},
            {"type": "numeric", "stem": "其四：", "points": 1, "content": {"key": "7", "tolerance": "0"}},
        ]
    },
    "essay": {},
}


def bank():
    """One of each type, and some that are hard to write."""
    topic, _made = Topic.objects.get_or_create(code="M1", defaults={"name": "信用基础"})
    for kind, content in FULL.items():
        one = question(kind, topic, content=content, number=f"N-{kind}", stem=f"{kind}：哪一个对？\n请看清楚。")
        words = {"points": 5.5 if kind == "case" else 2.5, "basis": "国办发〔2020〕49号", "facts": ["A01", "A02"]}
        if kind == "case":
            words |= {"material": "一段材料。\n第二段。", "stem": "阅读材料，回答各小题。"}
        QuestionVersion.objects.filter(question=one).update(**words)
    Question.objects.update(tier="teachers", difficulty="hard", tags=["minors", "惩戒边界"])
    choice = {"options": [TRICKY, "%50%只是开头", "[html]不是格式"], "key": [0]}
    question("single", topic, content=choice, number="N-tricky", stem=f"[plain]::{TRICKY}")
    distractor = {"left": ["甲", "乙"], "options": ["一", "二", "多余"]}
    question("matching", topic, content=distractor, number="N-extra", stem="配对")
    question("truefalse", topic, content={"key": True}, number="N-true", stem="对吗？")
    question("short", topic, content={"key": [["甲"], ["乙", "丙"]]}, number="N-blanks", stem="先____后____。")
    question("short", topic, content={"key": [["甲}~"], ["乙*", "丙#"]]}, number="N-behind", stem="依次写出两项")


def written(format):
    """The file, and what was left out as {question: [heading …]}."""
    target, left_out = io.BytesIO(), {}
    found = Question.objects.all()
    count = exporting.questions(
        target, found, format=format, left_out=lambda one, what: left_out.setdefault(str(one), []).append(what)
    )
    return target.getvalue(), left_out, count


def taken(data, filename="题库", officer=None, **options):
    if isinstance(data, str):
        data = data.encode()
    by = officer or UserFactory()
    return importing.questions(io.BytesIO(data), filename, by=by, at=clock.now(), **options)


def contents():
    """Every question of the bank as the file should give it again."""
    return {
        one.number: (
            one.type,
            one.topic.code,
            one.difficulty,
            one.tier,
            one.tags,
            {
                name: getattr(one.current, name)
                for name in ("stem", "material", "explanation", "basis", "facts", "content")
            },
            float(one.current.points),
        )
        for one in Question.objects.select_related("topic")
    }


def zipped(**files):
    """A zip of names, with / written __ and . written _DOT_ where Python needs it, or of a dict given as `files`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.pop("files", files).items():
            archive.writestr(name, text)
    return buffer.getvalue()


def codes(report):
    return [(one.sheet, one.row, one.column, one.code) for one in report.errors]

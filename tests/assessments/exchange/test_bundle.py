"""The platform's own bundle: readable, and refused by file and line where somebody has written it wrong."""

import io
import json
import zipfile

import pytest

from assessments.models import Question, Topic
from tests.assessments.exchange import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
INDEX = json.dumps({"format": "zhixin-questions", "version": 1})
GOOD = {"type": "single", "topic": "M1", "stem": "哪个？", "options": ["甲", "乙"], "answer": "A"}


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


def taken(*rows, index=INDEX, text=None, **options):
    text = json.dumps(rows, ensure_ascii=False, indent=1) if text is None else text
    return world.taken(world.zipped(files={"bundle.json": index, "questions/1.json": text}), "a.zip", **options)


def test_people_can_read_it():
    world.bank()
    data, _left_out, _count = world.written("bundle")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rows = json.loads(archive.read("questions/000014.json"))
        index = json.loads(archive.read("bundle.json"))

    assert index == {"format": "zhixin-questions", "version": 1, "questions": 14}
    assert rows[0] == {
        "number": "N-single",
        "type": "single",
        "topic": "M1",
        "difficulty": "hard",
        "tier": "teachers",
        "points": 2.5,
        "stem": "single：哪一个对？\n请看清楚。",
        "options": ["对的", "错一", "错二", "错三"],
        "answer": "A",
        "explanation": "解析只在评阅规则允许时显示",
        "basis": "国办发〔2020〕49号",
        "facts": ["A01", "A02"],
        "tags": ["minors", "惩戒边界"],
    }


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"type": "抢答"}, "题型", "unknown-type"),
        ({"type": 1}, "", "bad-field"),
        ({"strange": 1}, "", "bad-field"),
        ({"stem": ""}, "题干", "missing"),
        ({"stem": ["x"]}, "", "bad-field"),
        ({"options": "甲乙"}, "", "bad-field"),
        ({"facts": [1]}, "", "bad-field"),
        ({"answer": "C"}, "答案", "bad-key"),
        ({"answer": ""}, "答案", "bad-key"),
        ({"answer": 0}, "答案", "bad-key"),
        ({"topic": ""}, "知识点", "missing"),
        ({"topic": "M9"}, "知识点", "unknown-topic"),
        ({"difficulty": "易"}, "难度", "unknown-difficulty"),
        ({"points": "很多"}, "分值", "not-a-number"),
        ({"points": {}}, "分值", "not-a-number"),
        ({"type": "truefalse", "answer": "true"}, "答案", "bad-key"),
        ({"type": "short", "answer": ["甲"]}, "答案", "bad-key"),
        ({"type": "numeric", "answer": "三"}, "答案", "bad-key"),
        ({"type": "case", "parts": []}, "题组", "missing"),
        ({"type": "case", "parts": [1]}, "题型", "unknown-type"),
        ({"type": "case", "parts": [{"type": "essay", "stem": "写"}]}, "题型", "unknown-type"),
        ({"type": "matching", "left": ["甲"]}, "选项A", "bad-pair"),
    ],
)
def test_a_wrong_field_is_refused_by_its_line(change, column, code):
    report = taken(GOOD, GOOD | {"stem": "又一题"} | change)

    assert world.codes(report) == [("questions/1.json", 12, column, code)]
    assert not Question.objects.exists()


def test_what_is_no_question_or_no_json_is_named():
    assert world.codes(taken(3)) == [("questions/1.json", 2, "", "bad-field")]
    assert world.codes(taken(text="[\n{]")) == [("questions/1.json", 2, "", "broken")]
    assert world.codes(taken(text="[" * 5000 + "{")) != []
    assert [one.code for one in taken(text='[{"a":' * 100_000).errors] == ["broken"]


@pytest.mark.parametrize(
    ("index", "code"),
    [("{}", "wrong-type"), ("[", "wrong-type"), (INDEX.replace("1", "2"), "too-new"), ("[" * 100_000, "wrong-type")],
)
def test_another_index_is_none_of_ours(index, code):
    assert world.codes(taken(GOOD, index=index)) == [("", None, "", code)]


def test_a_topic_for_the_whole_file_stands_in_where_a_question_names_none():
    assert taken({name: value for name, value in GOOD.items() if name != "topic"}, topic="M1").created == 1

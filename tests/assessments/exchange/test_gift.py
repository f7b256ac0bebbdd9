"""GIFT as people and programs write it, and its escapes against whatever a text may hold."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.exchange import gift, wording
from assessments.models import Question, Topic
from kit.imports import Report
from tests.assessments.exchange import world

db = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
pytestmark = db


@pytest.fixture
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


def one(text, **options):
    report = world.taken(text, "题库.gift", **({"topic": "M1"} | options))
    assert report.errors == []
    question = Question.objects.get()
    return question.type, question.current.stem, question.current.content


@pytest.mark.usefixtures("topic")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("哪个对？{=甲 ~乙 ~丙}", ("single", "哪个对？", {"options": ["甲", "乙", "丙"], "key": [0]})),
        ("::名::哪个对？{\n\t~乙#错\n\t=甲#对\n}", ("single", "哪个对？", {"options": ["乙", "甲"], "key": [1]})),
        ("选{~%50%甲 ~%50%乙 ~%-100%丙}", ("multiple", "选", {"options": ["甲", "乙", "丙"], "key": [0, 1]})),
        (
            "选{~%33.333%甲 ~%33.333%乙 ~%33.333%丁 ~丙}",
            ("multiple", "选", {"options": ["甲", "乙", "丁", "丙"], "key": [0, 1, 2]}),
        ),
        ("选{=甲 =乙 ~丙}", ("multiple", "选", {"options": ["甲", "乙", "丙"], "key": [0, 1]})),
        ("选{~%100%甲 ~乙}", ("single", "选", {"options": ["甲", "乙"], "key": [0]})),
        ("对吗？{T}", ("truefalse", "对吗？", {"key": True})),
        ("对吗？{FALSE#不对}", ("truefalse", "对吗？", {"key": False})),
        ("对吗？{对}", ("truefalse", "对吗？", {"key": True})),
        ("填{=甲 =甲乙}", ("short", "填", {"key": [["甲", "甲乙"]]})),
        ("填{=%100%甲#好}", ("short", "填", {"key": [["甲"]]})),
        ("首都是{=北京 ~上海}。", ("single", "首都是____。", {"options": ["北京", "上海"], "key": [0]})),
        ("几？{#3.5:0.1}", ("numeric", "几？", {"key": "3.5", "tolerance": "0.1"})),
        ("几？{#3.4..3.6}", ("numeric", "几？", {"key": "3.5", "tolerance": "0.1"})),
        ("几？{#=5:0#对}", ("numeric", "几？", {"key": "5", "tolerance": "0"})),
        ("几？{# -2 }", ("numeric", "几？", {"key": "-2", "tolerance": "0"})),
        ("配{=甲 -> 一 =乙 -> 二 = -> 三}", ("matching", "配", {"left": ["甲", "乙"], "options": ["一", "二", "三"]})),
        ("写一段{}", ("essay", "写一段", {})),
        ("写一段 { }", ("essay", "写一段", {})),
        ("[html]<p>甲&nbsp;乙</p>{T}", ("truefalse", "甲 乙", {"key": True})),
        ("[plain]<p>甲</p>{T}", ("truefalse", "<p>甲</p>", {"key": True})),
        ("[moodle]a < b<br>c{T}", ("truefalse", "a < b\nc", {"key": True})),
        ("<script>x</script>问{T}", ("truefalse", "问", {"key": True})),
        (r"式\: 1\=1 \{甲\} \~\#{T}", ("truefalse", "式: 1=1 {甲} ~#", {"key": True})),
        (r"两\n行{T}", ("truefalse", "两\n行", {"key": True})),
        (r"反斜\\n{T}", ("truefalse", r"反斜\n", {"key": True})),
        ("\ufeff// 注释\n\n问{T}", ("truefalse", "问", {"key": True})),
        ("问\r\n{\r\n=甲\r\n\r\n~乙\r\n}", ("single", "问", {"options": ["甲", "乙"], "key": [0]})),
        ("问｛＝甲　～乙｝", ("single", "问", {"options": ["甲", "乙"], "key": [0]})),
        ("//x\n::a::\n问\n{=甲\n// 中间的注释\n~乙}", ("single", "问", {"options": ["甲", "乙"], "key": [0]})),
    ],
)
def test_what_is_clear_is_taken(text, expected):
    assert one(text) == expected


@pytest.mark.usefixtures("topic")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_the_encodings_of_schools_are_read(encoding):
    text = "// 题库\n\n$CATEGORY: $course$/M1\n\n::一::诚信是长处{T}\n"

    assert world.taken(text.encode(encoding), "题库.txt").created == 1


@pytest.mark.usefixtures("topic")
def test_labels_explanation_and_category_are_read():
    text = (
        "$CATEGORY: $course$/top/M1 信用基础\n\n"
        "// [id:Q1] [tag:难度:难] [tag:学段:teachers] [tag:事实编号:A01] [tag:别的]\n问{T####因为}\n"
    )
    report = world.taken(text, "a.gift")

    question = Question.objects.get()
    assert (report.errors, report.ignored_columns) == ([], ["labels and answers' feedback"])
    assert (question.number, question.difficulty, question.tier) == ("Q1", "hard", "teachers")
    assert (question.current.explanation, question.current.facts) == ("因为", ["A01"])


@pytest.mark.usefixtures("topic")
def test_questions_without_an_empty_line_between_them_are_told_apart():
    report = world.taken("::一::问一{T}\n::二::问二{F}\n$CATEGORY: M1\n::三::问三{T}", "a.gift", topic="M1")

    assert (report.read, report.created, report.errors) == (3, 3, [])


@pytest.mark.usefixtures("topic")
@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        ("坏{=甲 ~乙", "答案", "bad-braces"),
        ("坏{=甲 ~乙} 又{T}", "答案", "bad-braces"),
        ("坏}{", "答案", "bad-braces"),
        ("坏{甲 乙}", "答案", "bad-key"),
        ("坏{~甲 ~乙}", "答案", "bad-key"),
        ("坏{~%50%甲 ~%30%乙 ~丙}", "答案", "partly-right"),
        ("坏{=甲 ~%50%乙}", "答案", "partly-right"),
        ("坏{=甲 =%50%乙}", "答案", "partly-right"),
        ("坏{=信用*}", "答案", "wildcard"),
        ("坏{#}", "答案", "bad-key"),
        ("坏{#三}", "答案", "bad-key"),
        ("坏{#=%100%3 =%50%4}", "答案", "partly-right"),
        ("坏{=甲 ~甲}", "选项A", "same-options"),
        ("坏{=甲 ~}", "选项B", "gap"),
        ("坏{=1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9}", "选项A", "too-many-options"),
        ("坏{=甲 -> 一}", "选项A", "bad-pair"),
        ("坏{=甲 -> 一 =乙 -> 一}", "选项A", "same-options"),
        ("{T}", "题干", "missing"),
        ("[html]图<img src=x>{T}", "题干", "not-text"),
    ],
)
def test_what_is_not_clear_is_refused_by_its_line(text, column, code):
    report = world.taken(f"::好::好{{T}}\n\n{text}\n\n::好::又好{{T}}", "a.gift", topic="M1")

    assert world.codes(report) == [("", 3, column, code)]
    assert (report.read, Question.objects.count()) == (3, 0)


def test_a_question_without_a_topic_names_the_remedy():
    report = world.taken("问{T}", "a.gift")

    assert world.codes(report) == [("", 1, "知识点", "missing")]


@pytest.mark.parametrize("text", ["", "只有一段话，没有题", "\n\n\n"])
def test_a_text_without_questions_is_no_gift(text):
    assert world.codes(world.taken(text, "a.gift", topic="M1")) == [("", None, "", "wrong-type")]


SPECIAL = "~=#{}:\\%->[]/nT5 \n甲"
words = (
    (st.text(st.sampled_from(SPECIAL), min_size=1) | st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"])))
    .map(wording.tidy)
    .filter(bool)
)


def test_every_sign_that_moodle_reads_is_escaped():
    assert gift._escaped("~=#{}:\\\n") == r"\~\=\#\{\}\:\\\n"


@settings(max_examples=400)
@given(st.lists(words, min_size=4, max_size=4, unique_by=lambda text: "".join(text.split())), words)
def test_no_text_escapes_its_place(texts, explanation):
    """Whatever a stem, an option or an explanation holds, it comes back as it was, or is left out and said so."""
    stem, right, *wrong = texts
    topic = SimpleNamespace(code="M1")
    question = SimpleNamespace(number="Q", type="single", topic=topic, difficulty="easy", tier="", tags=[])
    content = {"options": [right, *wrong], "key": [0]}
    version = SimpleNamespace(
        stem=stem, explanation=explanation, material="", basis="", facts=[], content=content, points=world.Decimal(1)
    )
    if gift.lost(question, version):
        return

    (read,) = list(gift.read(gift._written(question, version).encode(), "a.gift", Report()))

    assert (read.stem, read.content, read.explanation, read.number) == (stem, content, explanation, "Q")

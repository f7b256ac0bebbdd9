"""The questions that ship: nothing but knowing the answer gives the answer away, and each says what it rests on."""

import io
import itertools
import re
from collections import Counter

import pytest

from assessments import demo, shipped
from assessments.actions import importing
from assessments.models import Paper, Question, QuestionState
from courses.content.shapes import FACT
from kit import clock
from organisations import demo as organisations_demo
from tests.factories.identity import UserFactory

QUESTIONS = shipped.questions()
PARTS = [part for question in QUESTIONS for part in question.get("parts", [])]
ASKED = [*QUESTIONS, *PARTS]
LETTERS = "ABCDEFGH"
FORBIDDEN = ("以上都", "以上均", "以上全", "以上皆", "都正确", "都不对", "全部正确", "黑名单")
# A stem that asks for what is wrong is misread; ask for what is right instead.
ASKS_FOR_THE_WRONG = re.compile(r"不正确|不属于|不包括|不符合|不妥|不恰当|不合适|错误的是|没有提到|哪.{0,6}不")


def of(kind):
    return [question for question in ASKED if question["type"] == kind]


def lengths(question):
    """Of the right options, and of the wrong ones."""
    right = [len(str(question["options"][LETTERS.index(letter)])) for letter in question["answer"]]
    wrong = [
        len(str(text)) for place, text in enumerate(question["options"]) if LETTERS[place] not in question["answer"]
    ]
    return right, wrong


def share(questions, holds):
    return sum(1 for question in questions if holds(*lengths(question))) / len(questions)


def numbered(questions):
    return {question["number"]: question for question in questions}


def test_every_number_is_given_once():
    assert [number for number, times in Counter(one["number"] for one in QUESTIONS).items() if times > 1] == []


def test_every_question_has_an_explanation_a_source_and_facts():
    lacking = {
        number: field
        for number, one in numbered(QUESTIONS).items()
        for field in ("explanation", "basis", "facts")
        if not one.get(field)
    }
    badly_named = {fact for one in QUESTIONS for fact in one["facts"] if not FACT.match(fact)}

    assert (lacking, badly_named) == ({}, set())


@pytest.mark.parametrize("pick", [max, min])
def test_the_length_of_an_option_does_not_tell_the_key_of_a_single_choice(pick):
    alone = share(of("single"), lambda right, wrong: pick(right + wrong) == right[0] and right[0] not in wrong)

    assert alone <= 0.40


def test_the_length_of_options_does_not_tell_the_keys_of_a_multiple_choice():
    questions = [one for one in of("multiple") if len(one["answer"]) < len(one["options"])]
    means = [(sum(right) / len(right)) / (sum(wrong) / len(wrong)) for right, wrong in map(lengths, questions)]

    assert share(questions, lambda right, wrong: min(right) > max(wrong)) <= 0.25
    assert share(questions, lambda right, wrong: max(right) < min(wrong)) <= 0.25
    assert 0.9 <= sum(means) / len(means) <= 1.1


def test_no_letter_and_no_verdict_is_the_better_guess():
    letters = Counter(one["answer"] for one in of("single"))
    verdicts = Counter(one["answer"] for one in QUESTIONS if one["type"] == "truefalse")

    assert set(letters) == set("ABCD")
    assert max(letters.values()) / letters.total() <= 0.32
    assert 0.4 <= verdicts["√"] / verdicts.total() <= 0.6
    assert len({len(one["answer"]) for one in of("multiple")}) > 1


def test_options_stand_for_themselves_and_stems_ask_for_what_is_right():
    words = {one["stem"]: [one["stem"], *map(str, one.get("options", []))] for one in ASKED}

    assert [
        stem for stem, texts in words.items() if any(phrase in text for text in texts for phrase in FORBIDDEN)
    ] == []
    assert [one["stem"] for one in of("single") + of("multiple") if ASKS_FOR_THE_WRONG.search(one["stem"])] == []


def test_no_two_questions_are_nearly_the_same():
    def pairs(question):
        text = re.sub(r"\W", "", question["stem"] + "".join(map(str, question.get("options", []))))
        return {text[place : place + 2] for place in range(len(text) - 1)}

    known = {number: pairs(one) for number, one in numbered(QUESTIONS).items()}
    near = [
        (one, other)
        for one, other in itertools.combinations(known, 2)
        if len(known[one] & known[other]) > 0.8 * len(known[one] | known[other])
    ]

    assert near == []


@pytest.mark.django_db
def test_the_bank_fills_each_cell_of_the_shipped_papers_three_times():
    world = {"now": clock.now()}
    organisations_demo.seed(world)
    demo.seed(world)

    thin = {}
    for cell in [cell for paper in Paper.objects.all() for cell in paper.cells.all()]:
        live = Question.objects.filter(topic=cell.topic, difficulty=cell.difficulty, type=cell.type)
        if live.filter(state=QuestionState.LIVE).count() < 3 * cell.count:
            thin[f"{cell.paper} {cell}"] = live.count()
    assert thin == {}
    assert [sum(cell.count for cell in paper.cells.all()) for paper in Paper.objects.order_by("pk")] == [20, 10]


@pytest.mark.django_db
def test_the_spreadsheet_made_of_the_files_says_what_the_files_say():
    shipped.load_topics()
    officer = UserFactory()

    def load():
        sheet = io.BytesIO()
        shipped.workbook(sheet)
        sheet.seek(0)
        return importing.questions(sheet, "题库.xlsx", by=officer, at=clock.now())

    first, again = load(), load()

    assert (first.errors, first.created) == ([], len(QUESTIONS))
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(QUESTIONS))
    for question in Question.objects.prefetch_related("versions"):
        written, version = numbered(QUESTIONS)[question.number], question.current
        assert (question.type, question.difficulty, question.topic.code, question.tier) == tuple(
            written[name] for name in ("type", "difficulty", "topic", "tier")
        )
        assert (version.explanation, version.basis, version.facts) == tuple(
            written[name] for name in ("explanation", "basis", "facts")
        )
        if question.type in {"single", "multiple"}:
            assert version.content == {
                "options": [str(text) for text in written["options"]],
                "key": [LETTERS.index(letter) for letter in sorted(written["answer"])],
            }
            assert version.stem == written["stem"]
        if question.type == "truefalse":
            assert version.content == {"key": written["answer"] == "√"}

"""The types of questions: what an answer must look like, and what it earns."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import question_types
from assessments.errors import BadAnswer
from tests.factories.assessments import CONTENTS, right_answer


def slot_of(kind, seed=1, points=4):
    return {"slot": 1, "type": kind, "points": points, **question_types.draw(kind, CONTENTS[kind], random.Random(seed))}


@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind != "essay"])
@pytest.mark.parametrize("seed", range(5))
def test_the_right_answer_earns_everything_in_whatever_order_the_options_came(kind, seed):
    slot = slot_of(kind, seed)
    answer = right_answer(slot)

    question_types.check(slot, answer)

    assert question_types.grade(slot, answer) == Decimal("4.00")
    assert question_types.grade(slot, None) == 0


def test_the_same_seed_draws_the_same_order():
    assert [slot_of("single", seed)["key"] for seed in range(6)] == [
        slot_of("single", seed)["key"] for seed in range(6)
    ]
    assert len({slot_of("single", seed)["key"][0] for seed in range(30)}) == 4


def test_multiple_choice_gives_half_for_a_part_and_nothing_with_a_wrong_one():
    slot = slot_of("multiple")
    right, wrong = slot["key"], sorted(set("ABCD") - set(slot["key"]))

    earned = [
        question_types.grade(slot, one) for one in (right, right[:1], [right[0], wrong[0]], [*right, wrong[0]], wrong)
    ]

    assert earned == [Decimal(4), Decimal(2), 0, 0, 0]


@pytest.mark.parametrize("typed", ["信用中国", " 信用 中国。", "“信用中国”", "信用中国网站"])
def test_short_answers_forgive_width_spaces_and_punctuation(typed):
    assert question_types.grade(slot_of("short"), [typed, "五"]) == Decimal("4.00")


@pytest.mark.parametrize("typed", ["信用湖北", "信用", "信用中国站"])
def test_short_answers_forgive_nothing_else(typed):
    assert question_types.grade(slot_of("short"), [typed, "五"]) == Decimal("2.00")


@pytest.mark.parametrize(
    ("typed", "earned"), [("3.5", 4), ("３．６", 4), ("3.4", 4), ("3.39", 0), ("+3.5", 4), ("3.61", 0)]
)
def test_numbers_are_right_within_their_tolerance(typed, earned):
    assert question_types.grade(slot_of("numeric"), typed) == earned


def test_matching_gives_a_share_for_each_pair():
    slot = slot_of("matching")

    assert question_types.grade(slot, {"1": slot["key"]["1"]}) == Decimal("1.33")


def test_a_case_adds_up_its_parts_by_their_weight():
    slot = slot_of("case")

    assert question_types.grade(slot, [right_answer(slot["parts"][0]), True]) == Decimal("2.67")


def test_an_essay_waits_for_people():
    assert question_types.grade(slot_of("essay"), "一段话") is None


BAD = {
    "single": ["E", "a", "", 1, True, ["A"], {}],
    "multiple": [[], ["A", "A"], ["E"], "A", [1], {}],
    "truefalse": ["true", 1, 0, []],
    "matching": [{"9": "a"}, {"1": "z"}, {"1": ["a"]}, ["a"], "a"],
    "ordering": [["A"], ["A", "B"], ["A", "A", "B"], "ABC", [1, 2, 3]],
    "short": [["一"], "一", [1, 2], ["一" * 501, "五"], {}],
    "numeric": ["", "三", 3.5, "1e9", "NaN", "9" * 60, "1.2.3"],
    "case": [["A"], ["A", "B"], "A", [True, True], ["A", None, None]],
    "essay": [1, ["一"], "长" * 5001],
}


@pytest.mark.parametrize(("kind", "answer"), [(kind, answer) for kind, answers in BAD.items() for answer in answers])
def test_an_answer_of_another_form_is_refused(kind, answer):
    with pytest.raises(BadAnswer):
        question_types.check(slot_of(kind), answer)


@pytest.mark.parametrize("kind", CONTENTS)
def test_what_is_shown_holds_no_key(kind):
    slot = {**slot_of(kind), "explanation": "解析", "basis": "依据", "question": "u", "version": 1}
    text = str(question_types.shown(slot))

    assert "'key': [" not in text
    assert not any(word in text for word in ("解析", "依据", "tolerance", "信用中国"))
    if kind != "matching":
        assert "'key'" not in text


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(sorted(CONTENTS)), json)
def test_whatever_is_sent_is_graded_between_nothing_and_everything_or_refused(kind, answer):
    slot = slot_of(kind)
    try:
        question_types.check(slot, answer)
    except BadAnswer:
        return
    earned = question_types.grade(slot, answer)
    assert earned is None or 0 <= earned <= 4

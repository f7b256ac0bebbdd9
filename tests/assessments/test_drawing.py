"""Papers drawn by margins: every sum, the points and the tags hold, whatever the seed."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments import blueprints, demo, drawing, results, shipped
from assessments.actions import attempts
from assessments.errors import NotFeasible
from assessments.models import Attempt, Paper, PaperCell, PaperTag, PaperTheme, Question, QuestionVersion, Topic
from kit import clock
from organisations import demo as organisations_demo
from tests.factories.assessments import paper as make_paper
from tests.factories.assessments import question
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db

FINAL = shipped.final()


@pytest.fixture
def full():
    world = {"now": clock.now()}
    organisations_demo.seed(world)
    demo.seed(world)
    return Paper.objects.get(title=FINAL["title"])


@pytest.fixture
def paper():
    return make_paper(kinds=())


def themed(paper, **counts):
    return PaperTheme.objects.create(paper=paper, topic=Topic.objects.get(code="T1"), **counts)


def stock(kind, difficulty, count=1, **fields):
    return [question(kind, difficulty=difficulty, **fields) for _number in range(count)]


def drawn(slots):
    return {slot["question"] for slot in slots}


def test_a_thousand_papers_keep_every_margin_the_points_and_the_tags(full):
    pool = drawing.Pool(full)
    placed = {str(one.uuid): one for one in Question.objects.select_related("topic")}
    themes = {code: {name: n for name, n in counts.items() if n} for code, counts in FINAL["themes"].items()}
    tables = set()

    for seed in range(1000):
        slots = pool.draw(str(seed))
        sums = {code: Counter() for code in themes}
        for slot in slots:
            one = placed[slot["question"]]
            sums[one.topic.code].update([one.difficulty, one.type])
            assert slot["points"] == FINAL["points"][slot["type"]]
        assert sums == themes
        assert (len(drawn(slots)), sum(slot["points"] for slot in slots)) == (50, 100)
        minors, punishment = (
            {slot["slot"] for slot in slots if tag in slot["tags"]} for tag in ("minors", "punishment")
        )
        assert len(minors) >= 2
        assert punishment
        assert len(minors | punishment) >= 3
        tables.add(frozenset(Counter((placed[s["question"]].difficulty, s["type"]) for s in slots).items()))

    assert len(tables) > 100  # the cells are free within their sums


def test_the_same_seed_draws_the_same_paper_and_another_another(full):
    assert drawing.draw(full, "a") == drawing.draw(full, "a")
    assert drawing.draw(full, "a") != drawing.draw(full, "b")


def test_three_tries_repeat_no_question(full):
    pool, seen = drawing.Pool(full), set()

    for number in range(3):
        slots = pool.draw(str(number), avoid=seen)
        assert drawn(slots).isdisjoint(seen)
        seen |= drawn(slots)


def test_questions_seen_come_again_only_as_far_as_there_are_no_others(paper):
    before = stock("single", "easy", 2) + stock("truefalse", "hard", 2)
    fresh = stock("single", "easy") + stock("truefalse", "hard") + stock("single", "hard")
    themed(paper, easy=2, hard=2, single=2, truefalse=2)
    seen = {str(one.uuid) for one in before}

    for seed in range(20):
        slots = drawing.draw(paper, str(seed), avoid=seen)
        assert len(drawn(slots) & seen) == 2
        assert {str(one.uuid) for one in fresh[:2]} <= drawn(slots)


def test_of_two_tables_the_one_that_repeats_less_is_drawn(paper):
    before = [*stock("single", "easy"), *stock("truefalse", "easy"), *stock("truefalse", "hard")]
    stock("single", "easy")
    stock("single", "hard")
    themed(paper, easy=2, hard=1, single=2, truefalse=1)
    seen = {str(one.uuid) for one in before}

    for seed in range(20):
        assert drawn(drawing.draw(paper, str(seed), avoid=seen)) & seen == {str(before[1].uuid)}


def test_a_tag_that_only_one_table_can_hold_decides_the_table(paper):
    for kind in ("single", "truefalse"):
        for difficulty in ("easy", "hard"):
            stock(kind, difficulty, 3)
    stock("single", "hard", tags=["minors"])
    themed(paper, easy=1, hard=1, single=1, truefalse=1)
    PaperTag.objects.create(paper=paper, tag="minors", least=1)

    for seed in range(20):
        slots = drawing.draw(paper, str(seed))
        assert [slot["type"] for slot in slots if slot["tags"]] == ["single"]


def test_a_question_with_two_tags_counts_for_one(paper):
    stock("single", "easy", 3)
    stock("single", "easy", tags=["minors", "punishment"])
    themed(paper, easy=2, single=2)
    for tag in ("minors", "punishment"):
        PaperTag.objects.create(paper=paper, tag=tag, least=1)

    with pytest.raises(NotFeasible, match=r"minors’ information.*bounds of punishment|未成年人信息.*惩戒边界"):
        drawing.draw(paper, "a")

    other = stock("single", "easy", tags=["punishment"])[0]
    assert str(other.uuid) in drawn(drawing.draw(paper, "a"))


def test_what_is_missing_is_named(paper):
    stock("single", "easy", 2)
    stock("truefalse", "easy", 1)
    themed(paper, easy=3, hard=1, single=2, truefalse=2)

    assert [missing for _what, missing in drawing.shortfalls(paper)] == [1]
    with pytest.raises(NotFeasible, match=r"T1 .* · (hard|难) · "):
        drawing.draw(paper, "a")


def test_a_question_that_rests_on_an_open_fact_is_not_drawn(paper):
    kept = stock("single", "easy", 1)[0]
    stock("single", "easy", 5, facts=["A01", "F25"])
    themed(paper, easy=1, single=1)

    assert {frozenset(drawn(drawing.draw(paper, str(seed)))) for seed in range(20)} == {frozenset([str(kept.uuid)])}


def test_the_newest_version_says_what_a_question_rests_on(paper):
    one = stock("single", "easy", facts=["F25"])[0]
    old = one.current
    words = {name: getattr(old, name) for name in ("stem", "points", "content", "made_by", "made_at")}
    QuestionVersion.objects.create(question=one, version=2, facts=["F01"], **words)
    themed(paper, easy=1, single=1)

    assert drawn(drawing.draw(paper, "a")) == {str(one.uuid)}


def test_exact_cells_leave_out_what_waits_too(paper):
    stock("single", "easy", facts=["F25"])
    PaperCell.objects.create(
        paper=paper, topic=Topic.objects.get(), difficulty="easy", type="single", count=1, points=2
    )

    with pytest.raises(NotFeasible):
        drawing.draw(paper, "a")


def test_a_topic_has_exact_cells_or_a_theme(paper):
    stock("single", "easy", 3)
    themed(paper, easy=1, single=1)
    PaperCell.objects.create(
        paper=paper, topic=Topic.objects.get(), difficulty="easy", type="single", count=1, points=2
    )

    with pytest.raises(NotFeasible, match="T1"):
        drawing.draw(paper, "a")


def test_tables_are_every_one_with_the_sums_and_no_other():
    found = list(blueprints.tables({"easy": 2, "hard": 1}, {"single": 2, "case": 1}))

    assert found == [
        {("easy", "single"): 1, ("hard", "single"): 1, ("easy", "case"): 1},
        {("easy", "single"): 2, ("hard", "case"): 1},
    ]


@pytest.mark.parametrize(
    ("counts", "name"),
    [
        ({"easy": 2, "single": 1}, "paper_theme_sums_are_equal"),
        ({}, "paper_theme_is_neither_empty_nor_large"),
        ({"easy": 21, "single": 21}, "paper_theme_is_neither_empty_nor_large"),
        ({"easy": 1, "single": 1, "case_points": 0}, "paper_theme_has_points"),
    ],
)
def test_the_database_refuses_a_theme_that_cannot_be(paper, counts, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        themed(paper, **counts)


@pytest.mark.parametrize("least", [0, 6])
def test_the_database_refuses_a_tag_that_asks_for_none_or_many(paper, least):
    with pytest.raises(IntegrityError, match="paper_tag_asks_for_one_to_five"), transaction.atomic():
        PaperTag.objects.create(paper=paper, tag="minors", least=least)


def test_the_full_paper_is_the_blueprint_that_ships(full):
    assert (full.questions, full.points, full.duration_minutes) == (50, Decimal(100), 90)
    assert (full.pass_score, full.tries, full.wait_days) == (80, 3, 7)
    assert drawing.shortfalls(full) == []


def graded(paper, right):
    """An attempt of which the slots that `right` names have points."""
    attempt, _begun = attempts.start(paper, UserFactory(), pledge=1, at=clock.now())
    attempts.submit(attempt, at=clock.now())
    attempt = Attempt.objects.select_related("paper").get(pk=attempt.pk)
    attempt.points = {str(slot["slot"]): "2" if right(slot) else "0" for slot in attempt.slots}
    attempt.save()
    return attempt


def test_nothing_right_on_minors_and_punishment_names_the_module_to_study_again(full, client):
    wrong = graded(full, lambda slot: not slot["tags"])
    one_right = graded(full, lambda slot: slot["tags"] == ["minors"])
    at = clock.now()

    assert (results.remedial(wrong, at), results.remedial(one_right, at)) == ("M7", None)
    for attempt, shown in ((wrong, True), (one_right, False)):
        client.force_login(attempt.learner)
        page = client.get(f"/me/assessments/{attempt.uuid}/").content.decode()
        assert ("M7" in page) is shown


def test_the_module_is_withheld_as_long_as_the_score_is(full):
    attempt = graded(full, lambda slot: False)
    attempt.paper.shows_score = "after_window"

    assert results.remedial(attempt, clock.now()) is None
    assert results.remedial(attempt, full.window_closes + timedelta(days=1)) == "M7"


def test_a_paper_without_tags_names_none(paper):
    stock("single", "easy", tags=["minors"])
    themed(paper, easy=1, single=1)

    assert results.remedial(graded(paper, lambda slot: False), clock.now()) is None


def test_tags_are_not_shown_to_who_sits_the_paper(full, client):
    learner = UserFactory()
    client.force_login(learner)
    begun = client.post(
        f"/assessments/papers/{full.uuid}/attempts/", {"pledge": 1}, content_type="application/json"
    ).json()
    headers = {"Authorization": f"Bearer {begun['token']}"}
    page = client.get(f"/assessments/attempts/{begun['attempt']}/paper/", headers=headers)

    assert page.status_code == 200
    assert "tags" not in page.content.decode()

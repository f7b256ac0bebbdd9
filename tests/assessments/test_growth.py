"""Attempts made by the thousand are as attempts are: the same paper, history, receipt and score."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Count

from assessments import demo, question_types, receipts
from assessments.models import AnswerHistory, Attempt, PaperCell
from courses.models import Enrolment, Programme
from kit import clock
from organisations import demo as organisations_demo
from organisations.models import Membership
from tests.factories.assessments import question
from tests.factories.courses import enrol
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = {"now": clock.now()}
    for part in (organisations_demo, demo):
        part.seed(made)
    organisations_demo.grow_teachers(made, 50, seed=1, canary="")
    return made


def grow(world, total, canary=""):
    demo.grow_attempts(world, total, seed=3, canary=canary)


def test_attempts_grow_to_a_total_and_again_adds_nothing(world):
    for _time in range(2):
        grow(world, 40)

    assert Attempt.objects.count() == 40
    assert Event.objects.filter(action="demo.attempts_grown").count() == 1
    assert set(Attempt.objects.values_list("learner__username", flat=True)).isdisjoint(organisations_demo.PEOPLE)


def test_the_same_seed_makes_the_same_attempts_whether_at_once_or_by_and_by(world):
    found = []
    for steps in ([30], [12, 30]):
        with transaction.atomic():
            for total in steps:
                grow(world, total)
            rows = Attempt.objects.order_by("uuid").values_list("uuid", "receipt_code", "answers", "score")
            found.append(list(rows))
            transaction.set_rollback(True)

    assert found[0] == found[1]


def test_each_is_graded_as_its_paper_and_answers_say_and_keeps_every_save(world):
    grow(world, 60)

    for one in Attempt.objects.select_related("paper").prefetch_related("history"):
        one.full_clean(exclude=["answers", "points", "ended_by"])
        given = {str(slot["slot"]): one.answers.get(str(slot["slot"]), {}).get("answer") for slot in one.slots}
        points = {str(slot["slot"]): question_types.grade(slot, given[str(slot["slot"])]) for slot in one.slots}
        saves = list(one.history.all())
        receipt = json.loads(one.receipt)["receipt"]

        assert {slot: Decimal(value) for slot, value in one.points.items()} == points
        assert one.score == sum(points.values()) and one.passed == (one.score >= one.paper.pass_score)
        assert {str(save.slot): save.answer for save in sorted(saves, key=lambda save: save.version)} == {
            slot: saved["answer"] for slot, saved in one.answers.items()
        }
        for slot, saved in one.answers.items():
            assert saved["digest"] == receipts.digest_of_answer(one, int(slot), saved["version"], saved["answer"])
        assert receipts.is_ours(receipt) and receipt["code"] == one.receipt_code
        assert all(one.opens_at <= save.received_at <= one.ended_at <= clock.now() for save in saves)


def test_tries_keep_the_days_between_them_and_see_other_questions(world):
    grow(world, 50)

    final = world["papers"][0]
    for learner in Attempt.objects.filter(paper=final, number=2).values_list("learner", flat=True):
        first, second, *_more = Attempt.objects.filter(paper=final, learner=learner).order_by("number")
        assert second.started_at - first.ended_at >= timedelta(days=final.wait_days)
        assert {slot["question"] for slot in first.slots}.isdisjoint(slot["question"] for slot in second.slots)
    numbers = Attempt.objects.values("paper", "learner").annotate(tries=Count("pk"))
    assert max(row["tries"] for row in numbers) >= 2


def test_teachers_are_added_where_those_who_are_there_have_too_few_tries():
    world = {"now": clock.now()}
    for part in (organisations_demo, demo):
        part.seed(world)

    grow(world, 30)

    assert Attempt.objects.count() == 30


def test_whoever_is_enrolled_and_passes_has_passed_the_programme(world):
    enrolled = [row.user for row in Membership.objects.filter(user__username__regex=r"^t\d")]
    province = world["organisations"]["province"]
    programme = Programme.objects.create(
        year=2026,
        title="示例培训",
        organiser=province,
        territory=province,
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 12, 31),
        final_paper=world["papers"][0].uuid,
        certificate_title="示例证书",
        minimum_hours=1,
        state="open",
    )
    for learner in enrolled:
        enrol(learner, programme)

    grow(world, len(enrolled))  # a first try each: some pass, some do not

    passed = Attempt.objects.filter(paper=world["papers"][0], learner__in=enrolled, passed=True)
    noted = Enrolment.objects.filter(passed_at__isnull=False)
    assert 0 < noted.count() < len(enrolled)
    assert set(noted.values_list("learner", flat=True)) == set(passed.values_list("learner", flat=True))


def test_the_pages_of_a_grown_attempt_open(world, client):
    grow(world, 5)

    one = Attempt.objects.select_related("learner").first()
    client.force_login(one.learner)
    pages = [f"/me/assessments/{one.uuid}/", f"/assessments/papers/{one.paper.uuid}/", "/me/assessments/"]
    answers = {page: client.get(page) for page in pages}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(pages, 200)
    assert one.receipt_code in answers[pages[0]].content.decode()


def test_the_canary_stands_in_free_texts_with_the_code_of_the_learners_school(world):
    paper = world["papers"][0]
    PaperCell.objects.filter(paper=paper).delete()
    for kind in ("short", "essay"):
        made = question(kind)
        PaperCell.objects.create(paper=paper, topic=made.topic, difficulty="easy", type=kind, count=1, points=5)

    grow(world, 4, canary="鸟")

    for one in Attempt.objects.all():
        school = Membership.objects.get(user=one.learner).organisation
        mark = f"鸟-{school.code or school.pk}"
        texts = [str(saved["answer"]) for saved in one.answers.values()]
        assert all(mark in text for text in texts)
        assert one.state == ("submitted" if len(one.points) == 2 else "graded")
    assert AnswerHistory.objects.exists()

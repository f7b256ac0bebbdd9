"""The attempt API, as the exam page and other programs use it."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from assessments.actions import attempts
from assessments.errors import NoSuchSlot
from assessments.models import AnswerHistory, Attempt
from kit import canonical_json, clock
from tests.factories.assessments import paper as make_paper
from tests.factories.assessments import right_answer
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db


class Sitting:
    """One learner in front of one paper."""

    def __init__(self, paper=None, learner=None, **fields):
        self.paper = paper or make_paper(**fields)
        self.learner = learner or UserFactory()
        self.client = Client()
        self.client.force_login(self.learner)
        self.answered = self.begin()
        body = self.answered.json()
        self.uuid, self.token = body.get("attempt"), body.get("token")

    def begin(self, pledge=1):
        url = f"/assessments/papers/{self.paper.uuid}/attempts/"
        return self.client.post(url, {"pledge": pledge}, content_type="application/json")

    def call(self, method, path, body=None, token=None):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        data = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        url = f"/assessments/attempts/{self.uuid}/{path}"
        return Client(headers=headers).generic(method, url, data, content_type="application/json")

    def put(self, slot, answer, base_version=0):
        return self.call("PUT", f"answers/{slot}/", {"base_version": base_version, "answer": answer})

    @property
    def row(self):
        return Attempt.objects.get(uuid=self.uuid)

    def at(self, instant):
        """Move the attempt so that `instant` of its own time is now."""
        row = self.row
        shift = clock.now() - instant(row)
        for name in ("started_at", "opens_at", "closes_at"):
            setattr(row, name, getattr(row, name) + shift)
        row.save()


@pytest.fixture
def sitting():
    return Sitting()


def test_beginning_tells_everything_the_page_needs(sitting):
    body = sitting.answered.json()

    assert sitting.answered.status_code == 201
    assert set(body) == {"attempt", "token", "opens_at", "closes_at", "grace_s", "server_time"}
    assert sitting.row.closes_at - sitting.row.opens_at == timedelta(minutes=90)


def test_an_open_attempt_is_come_back_to(sitting):
    again = sitting.begin()

    assert (again.status_code, again.json()["attempt"]) == (200, sitting.uuid)


def test_time_never_runs_past_the_window():
    sitting = Sitting(window_closes=clock.now() + timedelta(minutes=10))

    assert sitting.row.closes_at == sitting.paper.window_closes


@pytest.mark.usefixtures("english")
def test_who_may_not_begin_is_told_why(sitting):
    assert sitting.begin(pledge="x").status_code == 422
    sitting.call("POST", "submit/", {})
    waiting = sitting.begin()
    assert (waiting.status_code, waiting.json()["error"]) == (409, "waiting")
    Attempt.objects.update(ended_at=clock.now() - timedelta(days=8), started_at=clock.now() - timedelta(days=8))
    old_pledge = sitting.begin(pledge=2)
    assert (old_pledge.status_code, old_pledge.json()["error"]) == (409, "pledge")
    assert sitting.begin().status_code == 201
    sitting.paper.tries = 2
    sitting.paper.save()
    Attempt.objects.filter(number=2).delete()
    sitting.paper.tries = 1
    sitting.paper.save()
    assert sitting.begin().json()["error"] == "no-tries-left"
    sitting.paper.state = "closed"
    sitting.paper.save()
    assert sitting.begin().json()["error"] == "closed"


def test_nobody_begins_without_signing_in():
    answer = Client().post(f"/assessments/papers/{make_paper().uuid}/attempts/", {}, content_type="application/json")

    assert (answer.status_code, answer.json()["error"]) == (401, "not-signed-in")


def test_beginning_needs_the_csrf_token():
    paper = make_paper()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())

    answer = strict.post(f"/assessments/papers/{paper.uuid}/attempts/", {"pledge": 1}, content_type="application/json")

    assert (answer.status_code, Attempt.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "paper/"), ("GET", "answers/"), ("PUT", "answers/1/"), ("POST", "submit/"), ("GET", "result/")],
)
def test_everything_else_needs_this_attempts_token(sitting, method, path):
    other = Sitting(paper=sitting.paper)

    for token in ("nonsense", other.token, sitting.token + "x"):
        answer = sitting.call(method, path, {}, token=token)
        assert (answer.status_code, answer.json()["error"]) == (401, "no-token")


def test_a_token_reads_for_a_day_after_the_end(sitting):
    sitting.call("POST", "submit/", {})
    assert sitting.call("GET", "result/").status_code == 200

    Attempt.objects.update(ended_at=clock.now() - timedelta(hours=25))
    assert sitting.call("GET", "result/").status_code == 200  # closed late: a day from then

    Attempt.objects.update(graded_at=clock.now() - timedelta(hours=25))
    assert sitting.call("GET", "result/").status_code == 401


def test_the_paper_holds_no_key_and_never_changes(sitting):
    first = sitting.call("GET", "paper/")

    text = first.content.decode()
    assert [one["slot"] for one in first.json()["questions"]] == [1, 2, 3]
    assert not any(word in text for word in ('"key"', "explanation", "解析", '"version"'))
    again = Client(headers={"Authorization": f"Bearer {sitting.token}", "If-None-Match": first["ETag"]}).get(
        f"/assessments/attempts/{sitting.uuid}/paper/"
    )
    assert again.status_code == 304
    assert "immutable" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]


def test_before_it_opens_there_is_an_attempt_but_no_paper():
    sitting = Sitting(window_opens=clock.now() + timedelta(minutes=5))

    assert sitting.answered.status_code == 201
    assert sitting.call("GET", "paper/").status_code == 403
    assert sitting.put(1, True).status_code == 403


def test_a_saved_answer_is_acknowledged_with_its_digest(sitting):
    slot = sitting.row.slots[0]
    answer = right_answer(slot)
    kept = sitting.put(1, answer).json()

    digest = canonical_json.sha256({"attempt": sitting.uuid, "slot": 1, "version": 1, "answer": answer})
    assert (kept["version"], kept["digest"], kept["slot"]) == (1, digest, 1)
    assert sitting.call("GET", "answers/").json()["answers"] == {
        "1": {"version": 1, "answer": answer},
        "2": {"version": 0, "answer": None},
        "3": {"version": 0, "answer": None},
    }


def test_the_same_write_again_gets_the_stored_answer(sitting):
    first = sitting.put(1, True)
    again = sitting.put(1, True)

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert AnswerHistory.objects.count() == 1


def test_a_stale_write_is_refused_shown_what_stands_and_kept_in_the_history(sitting):
    sitting.put(1, True)
    stale = sitting.put(1, False)

    assert (stale.status_code, stale.json()["current"]) == (409, {"version": 1, "answer": True})
    assert sitting.row.answers["1"]["answer"] is True
    assert list(AnswerHistory.objects.values_list("answer", "accepted")) == [(True, True), (False, False)]


def test_a_repeat_of_an_older_version_is_stale(sitting):
    sitting.put(1, True)
    sitting.put(1, False, base_version=1)

    assert sitting.put(1, True).status_code == 409


def test_null_clears_an_answer(sitting):
    sitting.put(1, True)

    assert sitting.put(1, None, base_version=1).json()["version"] == 2
    assert sitting.call("GET", "answers/").json()["answers"]["1"] == {"version": 2, "answer": None}


@pytest.mark.parametrize(
    "body",
    [
        "",
        "nonsense",
        "[]",
        '{"base_version": 0}',
        '{"answer": true}',
        '{"base_version": -1, "answer": true}',
        '{"base_version": true, "answer": true}',
        '{"base_version": "0", "answer": true}',
        '{"base_version": 0, "answer": "\\ud800"}',
        '{"base_version": 0, "answer": "\\u0000"}',
        '{"base_version": 0, "answer": NaN}',
        '{"base_version": 0, "answer": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"base_version": 0, "answer": "' + "长" * 40_000 + '"}',
        b"\xff\xfe",
    ],
)
def test_dirt_is_refused_with_a_sentence_and_changes_nothing(sitting, body):
    answer = sitting.call("PUT", "answers/1/", body)

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert sitting.row.answers == {}


@pytest.mark.parametrize("slot", [9, 0, -1, "x", "99999999", "%E4%BA%94"])
def test_a_slot_that_is_not_there_is_not_found(sitting, slot):
    answer = sitting.put(slot, True)

    assert (answer.status_code, answer.json()["error"]) == (404, NoSuchSlot.code)


def test_whatever_is_sent_after_the_end_the_attempt_has_ended(sitting):
    sitting.call("POST", "submit/", {})

    for body in ({"base_version": 0, "answer": {}}, {}, {"base_version": "x"}):
        assert sitting.call("PUT", "answers/1/", body).status_code == 410


def test_time_is_the_servers_and_counts_to_the_end_of_the_grace(sitting):
    sitting.at(lambda row: row.closes_at + timedelta(seconds=29))
    assert sitting.put(1, True).status_code == 200

    sitting.at(lambda row: row.closes_at + timedelta(seconds=31))
    assert sitting.put(1, False, base_version=1).status_code == 410


def test_handing_in_twice_gives_the_same_bytes_and_one_score(sitting):
    for slot in sitting.row.slots:
        sitting.put(slot["slot"], right_answer(slot))
    first, again = sitting.call("POST", "submit/", {}), sitting.call("POST", "submit/", {})

    assert first.content == again.content
    assert first.json()["receipt"]["attempt"] == sitting.uuid
    assert sitting.call("GET", "result/").json() == {"state": "graded", "score": 100.0, "passed": True, "items": None}
    assert sitting.put(1, False, base_version=1).status_code == 410


def test_a_receipt_that_was_changed_is_not_ours(sitting):
    from assessments import receipts

    receipt = sitting.call("POST", "submit/", {}).json()["receipt"]

    assert receipts.is_ours(receipt)
    assert not receipts.is_ours({**receipt, "digest": "0" * 64})


def test_an_essay_waits_for_people():
    sitting = Sitting(kinds=("truefalse", "essay"))
    sitting.call("POST", "submit/", {})

    waiting = sitting.call("GET", "result/")

    assert (waiting.status_code, waiting.json()["score"]) == (202, None)


def test_items_are_shown_only_when_the_paper_allows():
    sitting = Sitting(shows_items="after_attempt", shows_score="never")
    sitting.call("POST", "submit/", {})

    result = sitting.call("GET", "result/").json()

    assert (result["score"], result["passed"]) == (None, None)
    assert [one["explanation"] for one in result["items"]] == ["解析只在评阅规则允许时显示"] * 3


def test_an_abandoned_attempt_is_closed_once_after_its_margin_with_what_was_saved(sitting):
    slot = next(one for one in sitting.row.slots if one["type"] == "truefalse")
    sitting.put(slot["slot"], True)
    sitting.at(lambda row: row.closes_at + timedelta(seconds=39))
    assert attempts.close_overdue_now() == 0

    sitting.at(lambda row: row.closes_at + timedelta(seconds=41))
    assert attempts.close_overdue_now() == 1
    assert attempts.close_overdue_now() == 0

    row = sitting.row
    assert (row.state, row.ended_by, row.ended_at, float(row.score)) == ("graded", "clock", row.closes_at, 33.33)
    assert sitting.call("POST", "submit/", {}).content.decode() == row.receipt


def test_closing_waits_after_an_outage(sitting):
    from assessments.models import Heartbeat

    now = clock.real_now()
    for seconds in (300, 285, 270, 100, 85, 70, 55, 40, 25, 10):
        Heartbeat.objects.create(at=now - timedelta(seconds=seconds))
    sitting.at(lambda row: row.closes_at + timedelta(seconds=41))

    assert attempts.close_overdue_now() == 0

    Heartbeat.objects.all().delete()
    for seconds in range(0, 6000, 15):
        Heartbeat.objects.create(at=now - timedelta(seconds=seconds))
    assert attempts.close_overdue_now() == 1


def test_the_next_try_draws_other_questions_where_there_are_some(sitting):
    sitting.call("POST", "submit/", {})
    Attempt.objects.update(ended_at=clock.now() - timedelta(days=8), started_at=clock.now() - timedelta(days=8))
    second = Sitting(paper=sitting.paper, learner=sitting.learner)

    first_questions = {slot["question"] for slot in sitting.row.slots}
    assert first_questions.isdisjoint(slot["question"] for slot in second.row.slots)


def test_a_save_asks_few_questions_of_the_database(sitting, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):  # attempt twice, savepoints, update, history
        assert sitting.put(1, True).status_code == 200


def test_a_foreign_attempts_result_page_does_not_exist(sitting, client):
    client.force_login(UserFactory())

    assert client.get(f"/me/assessments/{sitting.uuid}/").status_code == 404

"""A save and a hand-in at the same instant: never an acknowledged answer that was not graded.

Real threads on a real database. The defect this finds: reading the row outside its lock, or saving by a plain update.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from assessments.actions import answers, attempts
from assessments.errors import Busy, Ended
from assessments.models import Attempt
from kit import clock
from tests.factories.assessments import paper, right_answer
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def together(*acts):
    """Do all at once, each on a connection of its own; returns what each returned or raised."""
    start, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            outcomes[place] = act()
        except (Ended, Busy) as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_an_acknowledged_answer_is_always_graded():
    chosen = paper(kinds=("truefalse",), tries=ROUNDS, wait_days=0)
    acknowledged = 0
    for _round in range(ROUNDS):
        attempt, _begun = attempts.start(chosen, UserFactory(), pledge=1, at=clock.now())
        answer, at = right_answer(attempt.slots[0]), clock.now()

        saved, _handed_in = together(
            lambda uuid=attempt.uuid, answer=answer, at=at: answers.save(uuid, 1, base_version=0, answer=answer, at=at),
            lambda attempt=attempt, at=at: attempts.submit(attempt, at=at),
        )

        row = Attempt.objects.get(pk=attempt.pk)
        assert row.state == "graded"
        kept = isinstance(saved, dict)
        acknowledged += kept
        assert (float(row.score) == 100, bool(row.answers)) == (kept, kept)
    assert Attempt.objects.count() == ROUNDS


def test_two_hand_ins_and_the_sweep_end_an_attempt_once():
    chosen = paper(kinds=("truefalse",))
    attempt, _begun = attempts.start(chosen, UserFactory(), pledge=1, at=clock.now())
    long_ago = clock.now() - timedelta(hours=3)
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=long_ago, opens_at=long_ago, closes_at=long_ago + timedelta(hours=1)
    )

    first, second, _swept = together(
        lambda: attempts.submit(attempt, at=clock.now()).receipt,
        lambda: attempts.submit(attempt, at=clock.now()).receipt,
        attempts.close_overdue_now,
    )

    from trail.models import Event

    assert first == second == Attempt.objects.get(pk=attempt.pk).receipt
    assert Event.objects.filter(action="attempt.ended").count() == 1


def test_two_tabs_begin_one_attempt():
    chosen, learner = paper(kinds=("truefalse",)), UserFactory()

    outcomes = together(*[lambda: attempts.start(chosen, learner, pledge=1, at=clock.now())] * 3)

    assert len({attempt.pk for attempt, _begun in outcomes}) == 1
    assert Attempt.objects.count() == 1

"""The race of a save and a hand-in, many times over. `make soak` only."""

import pytest

from tests.assessments import test_races

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]


def test_three_hundred_races_leave_no_acknowledged_answer_ungraded(monkeypatch):
    monkeypatch.setattr(test_races, "ROUNDS", 300)

    test_races.test_an_acknowledged_answer_is_always_graded()

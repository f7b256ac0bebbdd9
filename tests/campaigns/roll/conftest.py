from datetime import date

import pytest
from django.core.cache import cache

from kit import clock
from tests.factories.roll import noon, roll_world


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def world(db):
    return roll_world()


@pytest.fixture
def at():
    """Sets the day on which everything is asked, by the demo clock: `at(2026, 11, 24)`."""

    def move(year, month, day):
        clock.move(int((noon(year, month, day) - clock.real_now()).total_seconds()))
        return date(year, month, day)

    move(2026, 11, 24)
    yield move
    clock.move(0)

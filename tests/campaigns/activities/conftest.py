import pytest

from kit import clock
from tests.factories.activities import activity_world
from tests.factories.campaigns import NOON
from tests.factories.stores import in_folders


@pytest.fixture
def world(db):
    return activity_world()


@pytest.fixture(autouse=True)
def noon():
    """The clock of the pages stands at noon of 24 November 2026."""
    clock.move(round((NOON - clock.real_now()).total_seconds()))
    yield
    clock.move(0)


@pytest.fixture(autouse=True)
def folders(monkeypatch, settings, tmp_path):
    """Each test has stores of its own."""
    in_folders(monkeypatch, settings, tmp_path)

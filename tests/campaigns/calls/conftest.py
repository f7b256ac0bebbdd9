import pytest

from tests.factories.campaigns import campaign_world


@pytest.fixture
def world(db):
    return campaign_world()

import pytest

from tests.factories.pictures import upload

pytestmark = pytest.mark.django_db


def test_a_request_that_announces_too_much_is_refused_with_a_sentence(client, settings):
    settings.MAX_REQUEST_BYTES = 5000

    answer = client.post("/rights/withdraw/", {"photos": upload(size=(2000, 1500)), "code": "x"})

    assert answer.status_code == 413
    assert "20 MB" in answer.text


def test_what_stays_within_the_bounds_reaches_its_page(client):
    assert client.post("/rights/withdraw/", {"photos": upload(), "code": "x"}).status_code == 422

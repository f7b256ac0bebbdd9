import json
from uuid import uuid4

import pytest
from django.test import Client

from campaigns.creditfeed import signing
from campaigns.creditfeed.models import Destination
from home import addresses
from kit import canonical_json
from tests.campaigns.creditfeed.conftest import SECRET, put
from tests.campaigns.creditfeed.test_delivery import receipt
from trail.models import Event

pytestmark = pytest.mark.django_db
OTHER = "whsec_b3RoZXI="


def post(value, name="PROVINCE", secret=SECRET):
    body = value if isinstance(value, bytes) else canonical_json.dumps(value)
    headers = signing.headers("r-1", body, secret)
    url = f"/api/v1/feed/receipts/{name}/"
    return Client(enforce_csrf_checks=True).post(url, body, content_type="application/json", headers=headers)


def test_a_late_receipt_is_taken_once(province):
    row = put()

    answers = [post(receipt(row.body)) for _ in range(2)]

    row.refresh_from_db()
    assert [(one.status_code, one.content) for one in answers] == [(204, b"")] * 2
    assert (row.state, row.receipt_id) == ("receipted", "r-1")
    assert list(Event.objects.values_list("action", flat=True)) == ["feed.receipted"]


def test_a_receipt_settles_a_record_that_was_handed_over_as_a_file(province):
    row = put()
    Destination.objects.update(mode="file")
    row.state = "written"
    row.save()

    assert post(receipt(row.body)).status_code == 204

    row.refresh_from_db()
    assert row.state == "receipted"


def test_a_forged_receipt_changes_nothing(province):
    row = put()

    answers = [
        post(receipt(row.body), secret=OTHER),
        post(b"{", secret=OTHER),
        post(receipt(row.body), name="NOBODY"),
        Client().post("/api/v1/feed/receipts/PROVINCE/", b"{}", content_type="application/json"),
    ]

    row.refresh_from_db()
    assert [(one.status_code, one.json()["error"]) for one in answers] == [(401, "forged")] * 4
    assert row.state == "waiting"


def test_an_unknown_destination_makes_no_secret(db, settings):
    before = sorted((settings.DATA_DIR / "keys").glob("feed-*"))

    post({}, name="EVIL")

    assert sorted((settings.DATA_DIR / "keys").glob("feed-*")) == before


@pytest.mark.parametrize("record_id", [str(uuid4()), "no uuid", 7, None, ["x"]])
def test_a_receipt_for_a_record_that_was_never_sent_is_unknown(province, record_id):
    answer = post(receipt({"record_id": record_id, "version": 1}))

    assert (answer.status_code, answer.json()["error"]) == (404, "unknown-record")


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "perhaps"},
        {"receipt_id": ""},
        {"receipt_id": "a\x00b"},
        {"received_at": "soon"},
        {"received_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_what_is_signed_and_no_receipt_is_told_so(province, changes):
    row = put()

    answer = post(receipt(row.body, **changes))

    row.refresh_from_db()
    assert (answer.status_code, answer.json()["error"]) == (422, "bad-input")
    assert row.state == "waiting"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000])
def test_what_is_signed_and_no_json_object_is_told_so(province, body):
    assert post(body).status_code == 422


def test_the_address_stands_in_the_description_and_is_classified(client, db):
    described = json.loads(client.get("/api/v1/openapi.json").content)["paths"]["/api/v1/feed/receipts/{name}/"]
    (found,) = [one for one in addresses.all_addresses() if "feed/receipts" in one.pattern]

    assert set(described["post"]["responses"]) == {"204", "401", "404", "422"}
    assert "requestBody" in described["post"]
    assert (found.access, found.writes) == ("token", True)

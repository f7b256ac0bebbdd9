import http.server
import json
import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from campaigns.creditfeed import destinations, signing
from campaigns.creditfeed.actions import delivery, receipts
from campaigns.creditfeed.adapters import service
from campaigns.creditfeed.errors import UnknownRecord
from campaigns.creditfeed.models import FeedRow
from kit import canonical_json, clock
from tests.campaigns.creditfeed.conftest import SECRET, honour, put

pytestmark = pytest.mark.django_db(transaction=True)


def held_by(receiver):
    """What the receiver applied, over its own manifest."""
    day = clock.today().isoformat()
    return {
        one["record_id"]: one["version"]
        for one in service.get("PROVINCE", f"/manifest?day={day}", "manifest-1")["records"]
    }


def test_a_record_is_delivered_once_and_its_receipt_kept(receiver, province):
    row = put()

    first, second = delivery.deliver(), delivery.deliver()

    row.refresh_from_db()
    assert first == {"sent": 1, "receipted": 1, "parked": 0, "failed": 0}
    assert second["sent"] == 0
    assert (row.state, bool(row.receipt_id), bool(row.received_at)) == ("receipted", True, True)
    assert held_by(receiver) == {str(row.record_id): 1}


def test_versions_of_one_record_go_in_order(receiver, province):
    record = uuid4()
    for version, event in ((1, "award"), (2, "awardUpdate"), (3, "awardCancellation")):
        put(record, version, event)

    delivery.deliver()

    assert list(FeedRow.objects.order_by("version").values_list("state", flat=True)) == ["receipted"] * 3
    assert held_by(receiver) == {str(record): 3}


def test_a_refused_record_parks_with_the_reason_and_holds_back_only_its_own_later_versions(receiver, province):
    refused = put(region_code="nowhere")
    later = put(refused.record_id, 2, "awardUpdate")
    other = put()

    delivery.deliver()

    for row in (refused, later, other):
        row.refresh_from_db()
    assert (refused.state, later.state, other.state) == ("parked", "waiting", "receipted")
    assert refused.reason.startswith("422: region_code")


def test_a_receiver_killed_and_started_again_applies_nothing_twice(receiver, province):
    rows = [put() for _ in range(3)]
    delivery.deliver()
    receiver.kill()
    more = put()
    assert delivery.deliver()["failed"] == 1
    FeedRow.objects.update(state="waiting", receipt_id="", received_at=None)
    receiver.start()

    delivery.deliver(ignore_due=True)

    assert held_by(receiver) == {str(row.record_id): 1 for row in [*rows, more]}
    assert FeedRow.objects.filter(state="receipted").count() == 4


def test_an_unreachable_destination_is_asked_again_and_never_parks(province, monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_URL", "http://127.0.0.1:9")
    row = put()

    for _ in range(12):
        delivery.deliver(ignore_due=True)

    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 12)
    assert row.due_at > clock.real_now()


class Odd:
    """A receiver of a few lines that answers every record as `reply` says."""

    def __init__(self, reply):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                reply(self, json.loads(body))

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *fault):
        self.server.shutdown()
        self.server.server_close()


def answer(handler, status, value, headers=()):
    body = canonical_json.dumps(value)
    handler.send_response(status)
    for name, header in dict(headers).items():
        handler.send_header(name, header)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def receipt(record, **changes):
    return {
        "receipt_id": "r-1",
        "record_id": record["record_id"],
        "version": record["version"],
        "outcome": "applied",
        "received_at": clock.rfc3339(clock.now()),
        **changes,
    }


def unsigned(handler, record):
    answer(handler, 200, receipt(record))


def for_another_record(handler, record):
    value = receipt(record, record_id=str(uuid4()))
    answer(handler, 200, value, signing.headers("r-1", canonical_json.dumps(value), SECRET))


def redirecting(handler, record):
    answer(handler, 307, {}, {"Location": "http://127.0.0.1:1/records"})


@pytest.mark.parametrize("reply", [unsigned, for_another_record, redirecting])
def test_an_answer_that_is_no_signed_receipt_for_this_record_proves_nothing(province, monkeypatch, reply):
    row = put()
    with Odd(reply) as url:
        monkeypatch.setenv("FEED_PROVINCE_URL", url)
        delivery.deliver()

    row.refresh_from_db()
    assert (row.state, row.receipt_id) == ("waiting", "")


@pytest.mark.parametrize(
    ("status", "state"), [(400, "parked"), (409, "waiting"), (410, "parked"), (429, "waiting"), (500, "waiting")]
)
def test_only_a_refusal_parks(province, monkeypatch, status, state):
    row = put()
    with Odd(lambda handler, record: answer(handler, status, {"message": "no"})) as url:
        monkeypatch.setenv("FEED_PROVINCE_URL", url)
        delivery.deliver()

    row.refresh_from_db()
    assert row.state == state


def test_a_private_address_is_not_spoken_to_unless_a_setting_allows_it(receiver, province, settings):
    settings.FEED_ALLOW_PRIVATE = False
    row = put()

    delivery.deliver()

    row.refresh_from_db()
    assert (row.state, "private" in row.reason) == ("waiting", True)


def test_whoever_lost_the_lease_changes_nothing(receiver, province):
    row = put()
    stale = FeedRow.objects.get(pk=row.pk)
    assert delivery._claim(stale)
    FeedRow.objects.filter(pk=row.pk).update(leased_until=clock.real_now())

    delivery.deliver(ignore_due=True)
    delivery.park(stale, "too late")

    row.refresh_from_db()
    assert row.state == "receipted"


def test_a_claimed_row_is_not_claimed_again_while_the_lease_runs(receiver, province):
    assert delivery._claim(FeedRow.objects.get(pk=put().pk))

    assert delivery.deliver(ignore_due=True)["sent"] == 0


def test_late_receipts_are_taken_once_and_in_any_order(province):
    record = uuid4()
    one, two = put(record), put(record, 2, "awardUpdate")

    for row in (two, one, two):
        receipts.accept("PROVINCE", receipt(row.body, receipt_id=f"r-{row.version}"))

    assert list(FeedRow.objects.order_by("version").values_list("state", "receipt_id")) == [
        ("receipted", "r-1"),
        ("receipted", "r-2"),
    ]


def test_a_receipt_for_an_unknown_record_is_refused(province):
    with pytest.raises(UnknownRecord):
        receipts.accept("PROVINCE", receipt({"record_id": str(uuid4()), "version": 1}))


def test_a_change_that_fails_leaves_nothing_in_the_outbox(province):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put()
        raise ZeroDivisionError

    assert FeedRow.objects.count() == 0


@pytest.mark.parametrize("values", [{"state": "receipted"}, {"receipt_id": "r"}, {"version": 0}])
def test_the_database_refuses_a_receipt_without_its_state_and_a_version_below_one(province, values):
    row = put()

    with pytest.raises(IntegrityError), transaction.atomic():
        FeedRow.objects.filter(pk=row.pk).update(**values)


def test_a_file_destination_gets_a_whole_batch_with_done_last(db, tmp_path, monkeypatch):
    from campaigns.creditfeed.models import Destination

    monkeypatch.setenv("FEED_LOCAL_FOLDER", str(tmp_path))
    Destination.objects.create(name="LOCAL", title="本地", mode="file")
    row = put()

    delivery.deliver()
    delivery.deliver()

    row.refresh_from_db()
    (batch,) = tmp_path.iterdir()
    manifest = json.loads((batch / "manifest.json").read_text())
    assert sorted(file.name for file in batch.iterdir()) == ["done", "manifest.json", "records.jsonl", "records.xml"]
    assert json.loads((batch / "records.jsonl").read_text())["data"] == honour()
    assert manifest["records"][0]["sha256"] == row.sha256
    assert (row.state, row.reason) == ("written", batch.name)


def test_the_old_secret_is_accepted_during_rotation(monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_SECRET", "whsec_bmV3")
    monkeypatch.setenv("FEED_PROVINCE_SECRET_OLD", SECRET)

    assert signing.verify(signing.headers("a-1", b"{}", SECRET), b"{}", destinations.secrets("PROVINCE")) == "a-1"

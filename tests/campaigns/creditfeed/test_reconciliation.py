import sqlite3

import pytest
from django.core.management import CommandError, call_command

from campaigns.creditfeed.actions import delivery, reconciliation
from campaigns.creditfeed.models import FeedRow
from kit import clock
from tests.campaigns.creditfeed.conftest import put
from trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_difference_is_found_and_repaired_by_sending_the_same_key_again(receiver, province):
    lost, changed, forgotten, _same = (put() for _ in range(4))
    delivery.deliver()
    with sqlite3.connect(receiver.folder / "records.sqlite3") as theirs:
        theirs.execute("DELETE FROM applied WHERE record_id = ?", [str(lost.record_id)])
        theirs.execute("UPDATE applied SET sha256 = 'x' WHERE record_id = ?", [str(changed.record_id)])
    FeedRow.objects.filter(pk=forgotten.pk).update(state="waiting", receipt_id="", received_at=None)

    found = reconciliation.reconcile(province, clock.today(), repair=True)
    delivery.deliver(ignore_due=True)
    after = reconciliation.reconcile(province, clock.today())

    assert (found["missing"], found["differing"], found["extra"]) == ([lost.key], [changed.key], [forgotten.key])
    assert sorted(found["repaired"]) == sorted([lost.key, changed.key, forgotten.key])
    assert (after["ours"], after["theirs"]) == (4, 4)
    assert (after["missing"], after["differing"], after["extra"]) == ([], [], [])


def test_a_replayed_range_is_applied_once(receiver, province):
    row = put()
    delivery.deliver()
    row.refresh_from_db()
    before = row.receipt_id

    assert reconciliation.replay(clock.today(), clock.today(), [province]) == 1
    delivery.deliver()

    row.refresh_from_db()
    assert (row.state, row.receipt_id) == ("receipted", before)


def test_the_status_command_prints_one_json_document(receiver, province, capsys):
    put()
    delivery.deliver()

    call_command("feed_status", "--json")

    assert '"receipted": 1' in capsys.readouterr().out


def test_a_replay_and_a_repair_leave_their_events(receiver, province):
    row = put()
    delivery.deliver()
    with sqlite3.connect(receiver.folder / "records.sqlite3") as theirs:
        theirs.execute("DELETE FROM applied")
    today = clock.today().isoformat()

    call_command("feed_reconcile", "--day", today, "--repair")
    call_command("feed_replay", "--from", today, "--to", today)

    repaired, replayed = Event.objects.order_by("pk")
    assert (repaired.action, repaired.object_id) == ("feed.reconciled", str(province.pk))
    assert repaired.detail == {"day": today, "missing": 1, "extra": 0, "differing": 0, "repaired": 1}
    assert (replayed.action, replayed.detail) == ("feed.replayed", {"first": today, "last": today, "queued": 1})
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_destination_that_does_not_answer_is_found_and_is_no_wrong_use(province, monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_URL", "http://127.0.0.1:9")

    with pytest.raises(CommandError, match="could not be asked: No answer") as refusal:
        call_command("feed_reconcile")

    assert refusal.value.returncode == 1

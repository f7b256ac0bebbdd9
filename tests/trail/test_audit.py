"""The audit trail: written with the change, sealed in order, never altered unnoticed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from kit import clock
from tests.factories.identity import UserFactory
from trail import append_only
from trail.actions import audit
from trail.models import Event

pytestmark = pytest.mark.django_db


def events(count):
    user = UserFactory()
    return [audit.record("thing.changed", user, by=user, at=clock.now(), number=number) for number in range(count)]


def run(*arguments):
    """What a command prints, and its exit status."""
    out = StringIO()
    try:
        call_command(*arguments, "--json", stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def test_events_are_sealed_in_the_order_in_which_they_were_written():
    events(5)

    assert audit.seal() == 5

    sealed = list(Event.objects.order_by("pk").values_list("seq", flat=True))
    assert sealed == [1, 2, 3, 4, 5]
    assert run("audit_verify") == ({"events": 5, "sealed": 5, "unsealed": 0, "ok": True, "faults": []}, 0)


@pytest.mark.parametrize("change", [{"action": "thing.kept"}, {"path": "0000000001."}, {"seq": 9}, {"hash": "0" * 64}])
def test_the_database_refuses_to_edit_a_sealed_event(change):
    first, *_rest = events(2)
    audit.seal()

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=first.pk).update(**change)


def test_the_database_refuses_to_edit_an_event_before_it_is_sealed():
    [event] = events(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(action="thing.kept")


def test_the_database_refuses_to_delete_an_event():
    [event] = events(1)

    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(pk=event.pk)._raw_delete(using="default")


@pytest.fixture
def forger():
    """Somebody with the database's own password, who takes the guards away first."""
    append_only.remove(connection)
    return Event.objects


@pytest.mark.parametrize(
    ("forge", "kinds"),
    [
        (lambda rows: rows.filter(seq=2).update(action="thing.kept"), {"edited"}),
        (lambda rows: rows.filter(seq=2).update(detail={"number": 7}), {"edited"}),
        (lambda rows: rows.filter(seq=2).update(actor=None), {"edited"}),
        (lambda rows: rows.filter(seq=2)._raw_delete(using="default"), {"gap", "broken-link"}),
    ],
)
def test_what_a_forger_changes_is_found(forger, forge, kinds):
    events(4)
    audit.seal()

    forge(forger)

    found, status = run("audit_verify")
    assert {fault["kind"] for fault in found["faults"]} == kinds
    assert status == 1


def test_a_tail_that_was_cut_off_is_found_by_its_anchor(forger, tmp_path):
    anchors = tmp_path / "anchors"
    events(4)
    run("audit_anchor", str(anchors))

    forger.filter(seq__gt=2)._raw_delete(using="default")

    assert run("audit_verify")[1] == 0  # the chain alone cannot know
    found, status = run("audit_verify", "--anchor", str(anchors))
    assert (found["faults"], status) == ([{"seq": 4, "kind": "missing-tail"}], 1)


def test_a_chain_that_was_written_anew_differs_from_its_anchor(forger, tmp_path):
    anchors = tmp_path / "anchors"
    events(3)
    run("audit_anchor", str(anchors))

    forger.filter(seq=1).update(action="thing.kept")
    forger.update(seq=None, hash="", previous_hash="")
    audit.seal()

    found, status = run("audit_verify", "--anchor", str(anchors))
    assert (found["faults"], status) == ([{"seq": 3, "kind": "anchor-differs"}], 1)


def test_an_anchor_file_that_is_none_is_wrong_use(tmp_path):
    dirt = tmp_path / "anchors"
    dirt.write_text('{"seq": 1, "hash": "ab"}\nnonsense\n')

    with pytest.raises(CommandError, match="line 2") as refusal:
        call_command("audit_verify", "--anchor", str(dirt))

    assert refusal.value.returncode == 2

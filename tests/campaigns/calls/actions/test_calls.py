"""The gate, the tree, opening and closing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.calls import rules
from campaigns.calls.actions import calls
from campaigns.calls.errors import GateClosed, NotYours, WrongState
from campaigns.calls.models import Call, CallState, Indicator
from kit.errors import BadInput
from tests.factories import campaigns
from tests.factories.campaigns import INDICATORS, NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = NOON.date()


def test_a_complete_draft_meets_every_rule(world):
    assert rules.gate(campaigns.call_draft(world), TODAY) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"approving_authority": ""}, "authority"),
        ({"approval_number": ""}, "document number"),
        ({"approval_number": "第三号"}, "document number"),
        ({"permitted_list_entry": ""}, "permitted list"),
        ({"cycle": ""}, "cycle"),
        ({"quota": None}, "quota"),
        ({"quota": 0}, "quota"),
        ({"budget_line": ""}, "budget"),
        ({"no_fee": False}, "fee"),
        ({"summary": ""}, "about"),
        ({"closes_on": date(2026, 11, 23)}, "last day"),
    ],
)
def test_each_missing_thing_closes_the_gate_by_its_own_rule(world, fields, words):
    draft = campaigns.call_draft(world, **fields)

    with pytest.raises(GateClosed, match=words) as refusal:
        calls.open_call(draft, by=world.province_officer, at=NOON)

    assert len(refusal.value.refusals) == 1


@pytest.mark.parametrize("level", ["county", "city"])
def test_a_county_or_city_bureau_may_not_organise(world, level):
    officer = getattr(world, f"{level}_officer")
    draft = calls.create(by=officer, at=NOON, **{**campaigns.CALL, "organiser": getattr(world, level)})
    calls.set_indicators(draft, INDICATORS, by=officer, at=NOON)

    with pytest.raises(GateClosed, match="2022 rule"):
        calls.open_call(draft, by=officer, at=NOON)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "Enter its indicators"),
        ([{"number": "1", "title": "一", "weight": Decimal("99.99")}], "sum to 100"),
        ([{"number": "1", "title": "教师学习时长", "weight": Decimal(100)}], "study time"),
        ([{"number": "1", "title": "活动", "evidence": "留痕照片", "weight": Decimal(100)}], r"traces.*: 1"),
    ],
)
def test_the_gate_looks_at_the_indicators(world, rows, words):
    draft = campaigns.call_draft(world, rows)

    with pytest.raises(GateClosed, match=words):
        calls.open_call(draft, by=world.province_officer, at=NOON)


def test_opening_freezes_the_call_and_its_indicators(world):
    call = campaigns.call_open(world)

    assert (call.state, call.indicators_sha256) == (CallState.OPEN, calls.fingerprint(call))
    with pytest.raises(WrongState, match="frozen"):
        calls.set_indicators(call, INDICATORS, by=world.province_officer, at=NOON)
    with pytest.raises(WrongState, match="frozen"):
        calls.change(call, by=world.province_officer, at=NOON, quota=1)
    with pytest.raises(WrongState, match="already"):
        calls.open_call(call, by=world.province_officer, at=NOON)


def test_only_the_organisers_officer_acts(world):
    draft = campaigns.call_draft(world)

    for act in (calls.open_call, calls.close, calls.change):
        with pytest.raises(NotYours):
            act(draft, by=world.city_officer, at=NOON)
    with pytest.raises(NotYours):
        calls.set_indicators(draft, INDICATORS, by=world.city_officer, at=NOON)
    with pytest.raises(NotYours):
        calls.create(by=world.city_officer, at=NOON, **campaigns.CALL, organiser=world.province)
    with pytest.raises(NotYours):
        calls.change(draft, by=world.province_officer, at=NOON, organiser=world.city)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"number": "x", "title": "一"}], "not a number"),
        ([{"number": "1.1.1.1", "title": "一"}], "not a number"),
        ([{"number": "0", "title": "一"}], "not a number"),
        ([{"number": "1", "title": "一"}, {"number": "1", "title": "二"}], "stands twice"),
        ([{"number": "1.1", "title": "一"}], "1 is missing"),
        ([{"number": "1", "title": " "}], "no title"),
        ([{"number": "1", "title": "一", "weight": Decimal(101)}], "between 0 and 100"),
        ([{"number": "1", "title": "一", "weight": Decimal(-1)}], "between 0 and 100"),
    ],
)
def test_a_tree_that_cannot_stand_is_refused_whole(world, rows, words):
    draft = campaigns.call_draft(world)

    with pytest.raises(BadInput, match=words):
        calls.set_indicators(draft, rows, by=world.province_officer, at=NOON)

    assert draft.indicators.count() == len(INDICATORS)


def test_ten_comes_after_two(world):
    rows = [{"number": number, "title": "一", "weight": Decimal(50)} for number in ("10", "2")]

    draft = campaigns.call_draft(world, rows)

    assert [one.number for one in rules.tree(draft)] == ["2", "10"]


def test_an_expired_call_closes_by_itself_once(world):
    expired = campaigns.call_open(world, closes_on=TODAY)
    running = campaigns.call_open(world)
    tomorrow = TODAY + timedelta(days=1)

    assert calls.close_overdue(TODAY, NOON) == 0
    assert calls.close_overdue(tomorrow, NOON) == 1
    assert calls.close_overdue(tomorrow, NOON) == 0

    expired.refresh_from_db()
    running.refresh_from_db()
    assert (expired.state, running.state) == (CallState.CLOSED, CallState.OPEN)


def test_the_sweep_knows_of_it():
    from kit import sweeps

    assert sweeps.registered()["calls.close"][0] == "expired"


def test_the_burden_counts_what_a_school_fills_in(world):
    found = rules.burden(campaigns.call_draft(world))

    assert (found.scores, found.texts, found.files) == (3, 4, 2)


def test_the_database_refuses_what_the_gate_would(world):
    draft = campaigns.call_draft(world, no_fee=False)

    with pytest.raises(IntegrityError, match="call_open_only_through_the_gate"), transaction.atomic():
        Call.objects.filter(pk=draft.pk).update(state="open", indicators_sha256="0")
    with pytest.raises(IntegrityError, match="call_does_not_close_before_it_opens"), transaction.atomic():
        Call.objects.filter(pk=draft.pk).update(closes_on=date(2019, 1, 1))
    with pytest.raises(IntegrityError, match="indicator_weight_within_100"), transaction.atomic():
        Indicator.objects.update(weight=101)
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.create(call=draft, number="1", title="又一")

"""Suspending, restoring and revoking an entry, on every channel at once."""

from datetime import date

import pytest
from django.db import IntegrityError

from campaigns.creditfeed.models import Destination, FeedRow
from campaigns.honours.actions import entries
from campaigns.honours.errors import NotAllowed, WrongState
from campaigns.honours.models import EntryEvent, HonourEntry
from kit.errors import BadInput
from notifications.models import Message
from organisations.models import Membership
from tests.factories.honours import AFTER, decider_of, released
from tests.factories.organisations import LONG_AGO, BureauFactory
from trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
REVIEW = date(2027, 3, 1)


@pytest.fixture
def world():
    Destination.objects.create(name="PROVINCE", title="省平台", mode="service")
    world = released()
    (world.entry,) = world.entries
    return world


def suspend(world, **changes):
    values = {"reason": "核查中，测教发〔2026〕9号", "review_on": REVIEW, "by": world.decider, "at": AFTER, **changes}
    return entries.suspend(world.entry, **values)


def restore(world, **changes):
    return entries.restore(world.entry, **{"reason": "核查无问题", "by": world.decider, "at": AFTER, **changes})


def revoke(world, **changes):
    return entries.revoke(world.entry, **{"reason": "查实弄虚作假", "by": world.decider, "at": AFTER, **changes})


def test_a_suspension_names_nobody_on_the_roll_and_tells_the_platform(world):
    entry = suspend(world)

    row = entry.public_row(date(2026, 12, 3))
    assert (row["status"], row["name"], entry.review_on) == ("suspended", "", REVIEW)
    told = FeedRow.objects.get(version=2)
    assert (told.event, told.body["data"]["status"]) == ("awardUpdate", "suspended")


def test_suspended_restored_and_revoked_are_numbered_and_told_in_order(world):
    suspend(world)
    restore(world)
    revoke(world)

    history = EntryEvent.objects.order_by("number").values_list("number", "what")
    assert list(history) == [(1, "awarded"), (2, "suspended"), (3, "restored"), (4, "revoked")]
    told = FeedRow.objects.order_by("version").values_list("version", "event")
    assert list(told) == [(1, "award"), (2, "awardUpdate"), (3, "awardUpdate"), (4, "awardCancellation")]
    events = Event.objects.filter(object_id=str(world.entry.uuid)).order_by("pk").values_list("action", flat=True)
    assert list(events) == ["honour.awarded", "honour.suspended", "honour.restored", "honour.revoked"]


def test_the_unit_s_head_is_told_of_each_with_the_reason(world):
    Message.objects.all().delete()

    suspend(world)
    restore(world)
    revoke(world)

    told = [(message.reader, message.subject) for message in Message.objects.order_by("pk")]
    honour = world.entry.honour
    assert told == [
        (world.heads[0], f"你单位的荣誉暂缓展示：{honour}"),
        (world.heads[0], f"你单位的荣誉已恢复展示：{honour}"),
        (world.heads[0], f"你单位的荣誉已被撤销：{honour}"),
    ]
    assert Message.objects.earliest("pk").body == "核查中，测教发〔2026〕9号"


@pytest.mark.parametrize("act", [suspend, restore, revoke])
@pytest.mark.parametrize("reason", ["", "  "])
def test_every_act_needs_its_reason(world, act, reason):
    with pytest.raises(BadInput, match="reason"):
        act(world, reason=reason)


@pytest.mark.parametrize("act", [suspend, restore, revoke])
def test_nobody_but_a_decider_of_the_organ_acts(world, act):
    strangers = [world.handler, world.heads[0], decider_of(world.city), decider_of(BureauFactory(level="province"))]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            act(world, by=stranger)

    assert HonourEntry.objects.get().version == 1


def test_a_decider_who_belongs_to_the_unit_does_not_act(world):
    Membership.objects.create(user=world.decider, organisation=world.entry.organisation, joined_on=LONG_AGO)

    with pytest.raises(NotAllowed):
        revoke(world)


def test_the_day_of_review_lies_in_the_future(world):
    with pytest.raises(BadInput, match="future"):
        suspend(world, review_on=date(2026, 12, 2))


def test_only_what_stands_is_suspended_and_only_what_is_suspended_restored(world):
    with pytest.raises(WrongState):
        restore(world)
    suspend(world)
    with pytest.raises(WrongState):
        suspend(world)
    revoke(world)
    for act in (suspend, restore, revoke):
        with pytest.raises(WrongState):
            act(world)


def test_an_entry_past_its_validity_reads_as_expired_and_not_as_revoked(world):
    assert [world.entry.status_on(day) for day in (date(2029, 12, 2), date(2029, 12, 3))] == ["valid", "expired"]


@pytest.mark.parametrize("values", [{"status": "suspended"}, {"review_on": REVIEW}])
def test_the_database_refuses_a_suspension_without_its_day_of_review(world, values):
    with pytest.raises(IntegrityError, match="honour_has_review_date_exactly_when_suspended"):
        HonourEntry.objects.update(**values)


def test_the_database_refuses_a_validity_that_ends_before_it_begins(world):
    with pytest.raises(IntegrityError, match="honour_ends_after_it_begins"):
        HonourEntry.objects.update(valid_to=date(2026, 1, 1))


def test_the_database_refuses_two_events_of_one_number(world):
    with pytest.raises(IntegrityError):
        EntryEvent.objects.create(entry=world.entry, number=1, what="revoked", by=world.decider, at=AFTER)

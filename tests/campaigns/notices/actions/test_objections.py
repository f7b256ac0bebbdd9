"""Objecting, summarising, answering; and that nobody reads who objected."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from campaigns.notices import sealing
from campaigns.notices.actions import objections
from campaigns.notices.errors import NotAllowed, NoticeOver, WrongState
from campaigns.notices.models import Objection, SealedIdentity
from kit.errors import BadInput
from notifications.models import Message
from organisations.models import Membership
from tests.factories.campaigns import NOON, officer_of
from tests.factories.honours import OBJECTOR, SUBSTANCE, closed_call, notice_world, object_to, publish, published
from tests.factories.organisations import LONG_AGO, BureauFactory
from trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.mark.parametrize("lane", ["unit", "person"])
def test_who_objects_is_sealed_and_stands_nowhere_in_the_clear(lane):
    objection = object_to(published(), lane=lane)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_objection")
        row = str(cursor.fetchall())
    sealed = bytes(SealedIdentity.objects.get(objection=objection).sealed)
    assert OBJECTOR["name"].encode() not in sealed
    assert [OBJECTOR["name"] in row, OBJECTOR["contact"] in row] == [False, False]
    assert sealing.unseal(sealed) == OBJECTOR


def test_an_anonymous_lead_seals_nothing():
    object_to(published(), lane="anonymous")

    assert not SealedIdentity.objects.exists()


def test_the_audit_trail_holds_neither_receipt_nor_words_nor_name():
    objection = object_to(published())

    event = Event.objects.get(action="objection.received")
    assert (event.actor, event.object_id, event.detail) == (None, str(objection.uuid), {"lane": "person"})


@pytest.mark.parametrize("identity", [{}, {"name": "某人"}, {"name": " ", "contact": "1"}])
def test_a_signed_objection_without_name_and_contact_is_refused(identity):
    with pytest.raises(BadInput, match="anonymous lane"):
        object_to(published(), identity=identity)

    assert not Objection.objects.exists()


def test_an_objection_of_a_few_characters_is_refused():
    with pytest.raises(BadInput, match="how it can be checked"):
        object_to(published(), substance="不行")


def test_objecting_is_possible_to_the_last_instant_and_not_after():
    world = published()

    assert object_to(world, at=world.notice.closes_at)
    with pytest.raises(NoticeOver, match="discipline inspection"):
        object_to(world, at=world.notice.closes_at + timedelta(seconds=1))


def test_a_unit_of_another_notice_cannot_be_objected_to():
    world = published()
    first = world.notice
    publish(closed_call(world))

    with pytest.raises(BadInput, match="not on the notice"):
        objections.raise_objection(
            first, world.notice.candidates.get(), lane="anonymous", substance=SUBSTANCE, identity={}, at=NOON
        )


def test_an_officer_enters_what_came_by_telephone():
    world = published()

    objection = object_to(world, by=world.handler, channel="telephone")

    assert (objection.channel, Event.objects.get(action="objection.received").actor) == ("telephone", world.handler)


@pytest.mark.parametrize("who", ["head", "county_officer", "decider"])
def test_nobody_else_enters_an_objection(who):
    world = published()

    with pytest.raises(NotAllowed):
        object_to(world, by=getattr(world, who), channel="letter")


@pytest.mark.parametrize(("by", "channel"), [("handler", "online"), (None, "letter"), ("handler", "carrier pigeon")])
def test_channel_and_who_enters_belong_together(by, channel):
    world = published()

    with pytest.raises(BadInput):
        object_to(world, by=by and getattr(world, by), channel=channel)


def test_the_unit_s_head_reads_the_summary_and_learns_of_it():
    world = published()
    Message.objects.all().delete()

    objections.summarise(object_to(world), " 请说明培训记录。 ", by=world.handler, at=NOON)

    message = Message.objects.get()
    assert (message.reader, message.body) == (world.heads[0], "请说明培训记录。")
    assert OBJECTOR["name"] not in message.subject + message.body


def test_an_empty_summary_is_refused():
    world = published()

    with pytest.raises(BadInput):
        objections.summarise(object_to(world), "  ", by=world.handler, at=NOON)


def test_an_upheld_objection_takes_the_unit_off_the_list():
    world = published(2)

    answered = objections.answer(object_to(world), upheld=True, outcome="查实。", by=world.handler, at=NOON)

    assert (answered.state, answered.handled_by, answered.outcome) == ("upheld", world.handler, "查实。")
    assert [one.name for one in world.notice.candidates.standing()] == [world.schools[1].name]


def test_a_dismissed_objection_leaves_the_unit_on_the_list():
    world = published()

    objections.answer(object_to(world), upheld=False, outcome="不实。", by=world.handler, at=NOON)

    assert world.notice.candidates.standing().count() == 1


def test_two_upheld_objections_to_one_unit_remove_it_once():
    world = published()
    first, second = object_to(world), object_to(world, lane="anonymous")
    objections.answer(first, upheld=True, outcome="查实。", by=world.handler, at=NOON)

    objections.answer(second, upheld=True, outcome="查实。", by=world.handler, at=NOON + timedelta(days=1))

    assert world.notice.candidates.get().removed_at == NOON


def test_an_answer_is_final():
    world = published()
    objection = object_to(world)
    objections.answer(objection, upheld=False, outcome="不实。", by=world.handler, at=NOON)

    with pytest.raises(WrongState):
        objections.answer(objection, upheld=True, outcome="查实。", by=world.handler, at=NOON)
    with pytest.raises(WrongState):
        objections.summarise(objection, "摘要。", by=world.handler, at=NOON)


def test_an_answer_without_its_reason_is_refused():
    world = published()

    with pytest.raises(BadInput):
        objections.answer(object_to(world), upheld=False, outcome=" ", by=world.handler, at=NOON)


@pytest.mark.parametrize("who", ["province_officer", "county_officer", "city_officer", "head", "decider"])
def test_who_recommended_the_unit_or_is_no_officer_of_the_organiser_does_not_handle_it(who):
    world = published()

    with pytest.raises(NotAllowed):
        objections.answer(object_to(world), upheld=False, outcome="不实。", by=getattr(world, who), at=NOON)

    assert Objection.objects.get().state == "open"


@pytest.mark.parametrize("place", ["unit", "bureau"])
def test_who_belongs_to_the_unit_or_to_its_bureau_does_not_handle_it(place):
    world = published()
    where = world.schools[0] if place == "unit" else world.county
    Membership.objects.create(user=world.handler, organisation=where, joined_on=LONG_AGO)

    assert not objections.may_handle(world.handler, object_to(world))


def test_an_officer_of_another_province_does_not_handle_it():
    world = published()
    stranger = officer_of(BureauFactory(level="province"))

    assert not objections.may_handle(stranger, object_to(world))


@pytest.mark.parametrize("values", [{"state": "upheld"}, {"handled_at": NOON}])
def test_the_database_refuses_an_answer_without_finding_and_handler(values):
    world = notice_world()
    publish(world)
    object_to(world)

    with pytest.raises(IntegrityError, match="objection_answered_with_finding_and_handler"):
        Objection.objects.update(**values)

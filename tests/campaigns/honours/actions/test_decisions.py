"""Compiling a decision, and releasing it in one act."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.creditfeed.errors import NoDestination
from campaigns.creditfeed.models import Destination, FeedRow
from campaigns.honours.actions import decisions
from campaigns.honours.errors import CannotDecide, NotAllowed, WrongState
from campaigns.honours.models import Decision, EntryEvent, HonourEntry, RollName
from campaigns.notices.actions import notices, objections
from kit.errors import BadInput
from notifications.models import Message
from organisations.models import Membership
from tests.factories.campaigns import NOON
from tests.factories.honours import (
    AFTER,
    LAST_DAY,
    closed_call,
    compile_paper,
    compiled,
    decider_of,
    object_to,
    publish,
    published,
    released,
)
from tests.factories.organisations import LONG_AGO, BureauFactory, grant
from trail.models import Event, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def platforms():
    for name, mode in (("PROVINCE", "service"), ("LOCAL", "file")):
        Destination.objects.create(name=name, title=name, mode=mode)


def test_a_document_number_is_kept_in_its_official_form():
    world = published()

    decision = compile_paper(world, document_number=" 测教发 [2026] 第007号")

    assert (decision.document_number, decision.state, decision.organ) == (
        "测教发〔2026〕7号",
        "compiled",
        world.province,
    )


@pytest.mark.parametrize("number", ["", "7", "测教发2026年7号", "测教发〔2026〕0号"])
def test_what_is_no_document_number_is_refused(number):
    with pytest.raises(BadInput, match="鄂教发"):
        compile_paper(published(), document_number=number)

    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["decider", "county_officer", "head"])
def test_only_an_officer_of_the_organiser_compiles(who):
    world = published()
    world.province_officer = getattr(world, who)

    with pytest.raises(NotAllowed):
        compile_paper(world)


def test_nothing_is_decided_while_the_notice_runs():
    world = published()

    with pytest.raises(CannotDecide, match="still being shown"):
        compile_paper(world, at=world.notice.closes_at)
    assert compile_paper(world)


@pytest.mark.parametrize("day", [LAST_DAY, date(2026, 12, 3)])
def test_the_day_of_the_decision_lies_after_the_notice_and_not_in_the_future(day):
    with pytest.raises(BadInput, match="after the last day"):
        compile_paper(published(), decided_on=day)


def test_an_open_objection_blocks_the_decision_until_it_is_answered():
    world = published(2)
    objection = object_to(world)

    with pytest.raises(CannotDecide, match="1 objections are still open"):
        compile_paper(world)
    objections.answer(objection, upheld=False, outcome="不实。", by=world.handler, at=AFTER)

    assert compile_paper(world)


def test_a_unit_whose_objection_was_upheld_is_not_honoured():
    world = published(2)
    objections.answer(object_to(world), upheld=True, outcome="查实。", by=world.handler, at=NOON)
    decision = compile_paper(world)

    entries = decisions.release(decision, by=world.decider, at=AFTER)

    assert [one.name for one in entries] == [world.schools[1].name]


def test_when_every_unit_was_removed_nothing_can_be_decided():
    world = published()
    objections.answer(object_to(world), upheld=True, outcome="查实。", by=world.handler, at=NOON)

    with pytest.raises(CannotDecide, match="No candidate"):
        compile_paper(world)


def test_a_later_notice_of_the_call_takes_the_place_of_the_earlier_one():
    world = compiled()
    earlier = world.decision
    notices.take_down_overdue(AFTER)
    publish(world, at=AFTER)

    with pytest.raises(CannotDecide, match="later notice"):
        decisions.release(earlier, by=world.decider, at=AFTER)


def test_a_call_is_decided_once_and_a_number_given_once():
    world = compiled()
    with pytest.raises(CannotDecide, match="already"):
        compile_paper(world, document_number="测教发〔2026〕8号")

    publish(closed_call(world))
    with pytest.raises(CannotDecide, match="7号"):
        compile_paper(world)


def test_a_discarded_decision_frees_its_number():
    world = compiled()

    decisions.discard(world.decision, by=world.decider, at=AFTER)

    assert compile_paper(world).document_number == "测教发〔2026〕7号"


def test_a_discarded_or_released_decision_is_neither_released_nor_discarded():
    world = released()
    for act in (decisions.release, decisions.discard):
        with pytest.raises(WrongState):
            act(world.decision, by=world.decider, at=AFTER)


def test_a_stranger_discards_nothing():
    world = compiled()

    with pytest.raises(NotAllowed):
        decisions.discard(world.decision, by=world.county_officer, at=AFTER)


def test_a_release_makes_entry_history_feed_record_and_event_of_every_unit(platforms):
    world = released(2)

    entries = list(HonourEntry.objects.order_by("entry_no"))
    assert [(one.entry_no, one.name, one.status, one.version) for one in entries] == [
        (1, world.schools[0].name, "valid", 1),
        (2, world.schools[1].name, "valid", 1),
    ]
    assert len({one.code for one in entries}) == 2
    assert list(EntryEvent.objects.values_list("number", "what", "by")) == [(1, "awarded", world.decider.pk)] * 2
    rows = FeedRow.objects.order_by("pk").values_list("destination__name", "version", "event", "state")
    assert sorted(rows) == sorted([(name, 1, "award", "waiting") for name in ("PROVINCE", "LOCAL")] * 2)
    awarded = Event.objects.filter(action="honour.awarded").values_list("object_id", flat=True)
    assert set(awarded) == {str(one.uuid) for one in entries}
    assert Event.objects.get(action="decision.released").detail == {"entries": 2}
    world.call.refresh_from_db()
    assert world.call.state == "decided"


def test_what_the_credit_platform_is_told_is_what_the_entry_says(platforms):
    world = released()

    data = FeedRow.objects.filter(destination__name="PROVINCE").get().body["data"]

    entry = world.entries[0]
    told = (data["honour_code"], data["subject_code"], data["decision_no"], data["status"], data["valid_to"])
    assert told == (entry.code, world.schools[0].uscc, "测教发〔2026〕7号", "valid", "2029-12-02")


def test_the_head_of_each_honoured_unit_is_told_once():
    world = compiled(2)
    Message.objects.all().delete()

    entries = decisions.release(world.decision, by=world.decider, at=AFTER)

    told = {(message.reader, message.url) for message in Message.objects.all()}
    assert told == {(head, f"/honours/{one.code}/") for head, one in zip(world.heads, entries, strict=True)}


def test_whoever_compiled_does_not_release_even_with_both_roles():
    world = compiled()
    grant(world.province_officer, "decider", world.province)

    with pytest.raises(NotAllowed, match="another person"):
        decisions.release(world.decision, by=world.province_officer, at=AFTER)

    assert not HonourEntry.objects.exists()


def test_only_a_decider_of_the_organ_releases():
    world = compiled()
    strangers = [world.handler, world.head, decider_of(world.city), decider_of(BureauFactory(level="province"))]

    for stranger in strangers:
        with pytest.raises(NotAllowed):
            decisions.release(world.decision, by=stranger, at=AFTER)


def test_a_decider_who_belongs_to_a_unit_on_the_list_does_not_release():
    world = compiled()
    Membership.objects.create(user=world.decider, organisation=world.schools[0], joined_on=LONG_AGO)

    with pytest.raises(NotAllowed, match="belong to a unit"):
        decisions.release(world.decision, by=world.decider, at=AFTER)


def break_at(table, nth):
    """The database itself fails at the nth row that goes into `table`; gone with the test's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        limit = cursor.fetchone()[0] + nth - 1
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TEMP TRIGGER breaks BEFORE INSERT ON {table} WHEN (SELECT COUNT(*) FROM {table}) >= {limit} "
                "BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION pg_temp.breaks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF (SELECT COUNT(*) FROM {table}) >= {limit} THEN "
                "RAISE EXCEPTION 'broken on purpose' USING ERRCODE = 'integrity_constraint_violation'; "
                "END IF; RETURN NEW; END $$"
            )
            cursor.execute(
                f"CREATE TRIGGER breaks BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.breaks()"
            )


def written():
    kinds = (HonourEntry, EntryEvent, RollName, FeedRow, Event, Job, Message)
    return {kind.__name__: kind.objects.count() for kind in kinds}


@pytest.mark.parametrize(
    ("table", "nth"),
    [
        ("honours_honourentry", 2),
        ("honours_entryevent", 2),
        ("creditfeed_feedrow", 3),
        ("trail_event", 2),
        ("trail_event", 3),
        ("notifications_message", 2),
    ],
)
def test_a_release_that_fails_in_the_middle_writes_nothing_at_all(platforms, table, nth):
    world = compiled(2)
    before = written()
    break_at(table, nth)

    with pytest.raises(IntegrityError, match="broken on purpose"):
        decisions.release(world.decision, by=world.decider, at=AFTER)

    world.decision.refresh_from_db()
    world.call.refresh_from_db()
    assert written() == before
    assert (world.decision.state, world.decision.released_by, world.call.state) == ("compiled", None, "closed")


def test_numbers_go_on_where_the_last_decision_ended():
    world = released(2)
    publish(closed_call(world))
    compile_paper(world, document_number="测教发〔2026〕8号")

    (entry,) = decisions.release(world.decision, by=world.decider, at=AFTER)

    assert entry.entry_no == 3


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_the_same_time_number_without_gap_or_repeat():
    world = compiled(4)
    papers = [world.decision]
    publish(closed_call(world, 4))
    papers.append(compile_paper(world, document_number="测教发〔2026〕8号"))
    start = threading.Barrier(2)

    def release(paper):
        start.wait()
        try:
            decisions.release(paper, by=world.decider, at=AFTER)
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=[paper]) for paper in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert list(HonourEntry.objects.order_by("entry_no").values_list("entry_no", flat=True)) == list(range(1, 9))
    for paper in papers:
        numbers = list(paper.entries.order_by("entry_no").values_list("entry_no", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + 4))


@pytest.mark.django_db(transaction=True)
def test_two_releases_of_one_decision_make_one():
    world = compiled(2)
    other = decider_of(world.province)
    start, refused = threading.Barrier(2), []

    def release(by):
        start.wait()
        try:
            decisions.release(world.decision, by=by, at=AFTER)
        except WrongState:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=[by]) for by in (world.decider, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert (len(refused), HonourEntry.objects.count()) == (1, 2)


def test_the_database_refuses_a_decision_released_by_its_compiler():
    world = released()

    with pytest.raises(IntegrityError, match="decision_released_by_another_person"):
        Decision.objects.update(compiled_by=world.decider)


@pytest.mark.parametrize("values", [{"state": "released"}, {"released_at": AFTER}])
def test_the_database_refuses_a_decision_that_is_half_released(values):
    compiled()

    with pytest.raises(IntegrityError, match="decision_has_releaser_exactly_when_released"):
        Decision.objects.update(**values)


def test_the_database_refuses_two_living_decisions_of_one_call():
    decision = compiled().decision
    decision.pk, decision.uuid, decision.document_number = None, None, "测教发〔2026〕8号"
    decision.uuid = Decision._meta.get_field("uuid").get_default()

    with pytest.raises(IntegrityError), transaction.atomic():
        decision.save(force_insert=True)


def test_the_database_refuses_a_unit_twice_in_one_decision():
    entry = released().entries[0]
    entry.pk, entry.entry_no = None, 2
    entry.uuid, entry.code = (HonourEntry._meta.get_field(name).get_default() for name in ("uuid", "code"))

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_validity_that_begins_on_a_leap_day_ends_on_the_last_of_february():
    assert decisions._years_later(date(2028, 2, 29), 3) == date(2031, 2, 28)


def test_the_day_told_to_the_platform_is_the_day_in_beijing(platforms):
    late = AFTER.replace(hour=17) + timedelta(minutes=30)  # half past one on 3 December in Beijing
    world = compiled()

    decisions.release(world.decision, by=world.decider, at=late)

    assert HonourEntry.objects.get().valid_from == date(2026, 12, 2)


def test_nothing_is_released_while_no_credit_platform_is_connected(monkeypatch):
    world = compiled()
    Destination.objects.all().delete()
    monkeypatch.delenv("FEED_PROVINCE_URL", raising=False)

    with pytest.raises(NoDestination, match="FEED_PROVINCE_URL"):
        decisions.release(world.decision, by=world.decider, at=AFTER)

    world.decision.refresh_from_db()
    assert world.decision.state == "compiled"

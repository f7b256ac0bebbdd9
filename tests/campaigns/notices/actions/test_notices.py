"""Publishing a notice and taking it down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from campaigns.calls.actions import applications
from campaigns.notices.actions import notices, objections
from campaigns.notices.errors import CannotPublish, NotAllowed
from campaigns.notices.models import Candidate, NoticeState, PublicNotice
from kit import clock, sweeps
from notifications.models import Message
from tests.factories.campaigns import NOON, application_in_review, call_open, campaign_world, head_of, recommended
from tests.factories.honours import AFTER, LAST_DAY, WORDS, closed_call, notice_world, object_to, publish, published
from tests.factories.organisations import SchoolFactory
from trail.models import Event
from workdays.actions import years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def at(day, hour=4):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_the_recommended_units_are_shown_for_five_working_days_from_the_next_day():
    world = published(2)

    notice = PublicNotice.objects.get()
    assert notice.days == ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-30", "2026-12-01"]
    assert clock.local(notice.closes_at).isoformat() == "2026-12-01T23:59:59+08:00"
    assert [one.name for one in notice.candidates.all()] == [one.name for one in world.schools]
    assert notice.state == NoticeState.SHOWN


def test_publishing_leaves_an_event_without_names():
    world = published(2)

    event = Event.objects.get(action="notice.published")
    assert (event.actor, event.object_id, event.detail) == (
        world.province_officer,
        world.notice.code,
        {"candidates": 2},
    )


def test_the_unit_s_head_is_told_and_nobody_else():
    world = notice_world()
    Message.objects.all().delete()

    publish(world)

    message = Message.objects.get()
    assert (message.reader, message.url) == (world.heads[0], "/desk/notices/ours/")
    assert message.subject == "你单位已列入公示：" + WORDS["title"]


@pytest.mark.parametrize("who", ["head", "county_officer", "city_officer", "decider"])
def test_nobody_but_an_officer_of_the_organiser_publishes(who):
    world = notice_world()

    with pytest.raises(NotAllowed):
        notices.publish(world.call, by=getattr(world, who), at=NOON, **WORDS)

    assert not PublicNotice.objects.exists()


def test_an_open_call_cannot_be_shown_yet():
    years.announce(2026, [], [], source="测试")
    world = campaign_world()
    call = call_open(world)
    recommended(world, call)

    with pytest.raises(CannotPublish, match="after it is closed"):
        notices.publish(call, by=world.province_officer, at=NOON, **WORDS)


def test_nothing_is_shown_while_a_review_is_under_way():
    world = notice_world()
    world.call.state = "open"
    world.call.save()
    school = SchoolFactory(managing_authority=world.county, stages=["primary"])
    application_in_review(world, world.call, school, head_of(school))
    world.call.state = "closed"
    world.call.save()

    with pytest.raises(CannotPublish, match="still in review"):
        publish(world)


def test_without_a_recommended_unit_there_is_nothing_to_show():
    world = notice_world(0)

    with pytest.raises(CannotPublish, match="No unit"):
        publish(world)


def test_more_units_than_the_quota_are_refused():
    world = notice_world(2, quota=1)

    with pytest.raises(CannotPublish, match="the quota is 1"):
        publish(world)


def test_a_call_is_shown_once_at_a_time_whether_the_sweep_has_run_or_not():
    world = published()

    for moment in (NOON, AFTER):
        with pytest.raises(CannotPublish, match="shown already"):
            publish(world, at=moment)


def test_a_later_notice_does_not_bring_back_a_unit_that_was_removed():
    world = published(2)
    objections.answer(object_to(world), upheld=True, outcome="查实。", by=world.handler, at=NOON)
    notices.take_down_overdue(AFTER)

    again = publish(world, at=AFTER)

    assert [one.name for one in again.candidates.all()] == [world.schools[1].name]


def test_a_window_that_touches_a_year_not_announced_is_refused_and_named():
    world = notice_world()

    with pytest.raises(CannotPublish, match="2027"):
        publish(world, at=at(date(2026, 12, 28)))

    assert not PublicNotice.objects.exists()


def test_holidays_are_left_out_and_make_up_days_count():
    years.announce(2026, [], [], source="测试")
    world = notice_world()
    years.announce(
        2026,
        off=[date(2026, 10, day) for day in (1, 2, 5, 6, 7)],
        working=[date(2026, 9, 27), date(2026, 10, 10)],
        source="测试",
    )

    notice = publish(world, at=at(date(2026, 9, 25)))

    assert notice.days == ["2026-09-27", "2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08"]


def test_the_days_stay_as_they_were_published_when_the_calendar_changes():
    world = published()
    years.announce(2026, off=[LAST_DAY], working=[], source="更正")

    world.notice.refresh_from_db()

    assert world.notice.days[-1] == LAST_DAY.isoformat()


def test_just_before_midnight_in_beijing_the_next_day_is_still_the_first():
    world = notice_world()

    notice = publish(world, at=datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC))

    assert notice.days[0] == "2026-11-25"


def test_a_minute_after_midnight_in_beijing_counting_starts_a_day_later():
    world = notice_world()

    notice = publish(world, at=datetime(2026, 11, 24, 16, 1, tzinfo=UTC))

    assert notice.days[0] == "2026-11-26"


def test_a_notice_is_shown_to_its_last_instant_and_not_longer():
    notice = published().notice

    assert PublicNotice.objects.shown(notice.closes_at).exists()
    assert not PublicNotice.objects.shown(notice.closes_at + timedelta(seconds=1)).exists()


def test_the_sweep_takes_down_what_is_over_once():
    notice = published().notice

    assert notices.take_down_overdue(notice.closes_at) == 0
    assert [notices.take_down_overdue(AFTER), notices.take_down_overdue(AFTER)] == [1, 0]
    notice.refresh_from_db()
    assert (notice.state, notice.taken_down_at) == ("taken_down", AFTER)
    assert Event.objects.filter(action="notice.taken_down").count() == 1


def test_taking_down_is_registered_with_the_sweeper():
    counts_as, _run = sweeps.registered()["notices.take_down"]

    assert counts_as == "taken_down"


def test_a_withdrawn_or_rejected_unit_is_not_shown():
    world = notice_world()
    other = closed_call(world, 1).schools[-1]
    world.call.state = "open"
    world.call.save()
    rejected = SchoolFactory(managing_authority=world.county, stages=["primary"])
    application = application_in_review(world, world.call, rejected, head_of(rejected))
    applications.reject(application, by=world.county_officer, at=NOON, reason="不符合。", version=application.version)
    world.call.state = "closed"
    world.call.save()

    notice = publish(world)

    assert [one.organisation for one in notice.candidates.all()] == [other]


def test_the_database_refuses_a_notice_that_ends_before_it_begins():
    notice = published().notice

    with pytest.raises(IntegrityError, match="notice_ends_after_it_begins"):
        PublicNotice.objects.filter(pk=notice.pk).update(closes_at=notice.published_at)


@pytest.mark.parametrize("values", [{"state": "taken_down"}, {"taken_down_at": AFTER}])
def test_the_database_refuses_a_notice_that_is_half_taken_down(values):
    published()

    with pytest.raises(IntegrityError, match="notice_has_takedown_exactly_when_taken_down"):
        PublicNotice.objects.update(**values)


@pytest.mark.parametrize("values", [{"removed_because": "R"}, {"removed_at": NOON}])
def test_the_database_refuses_a_removal_without_its_reason(values):
    published()

    with pytest.raises(IntegrityError, match="candidate_removed_only_with_a_reason"):
        Candidate.objects.update(**values)


def test_the_database_refuses_a_unit_twice_on_one_notice():
    candidate = published().notice.candidates.get()
    candidate.pk = None

    with pytest.raises(IntegrityError):
        candidate.save(force_insert=True)

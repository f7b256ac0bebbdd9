"""Who may do what with an activity, and what the database refuses whoever asks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.activities import rules
from campaigns.activities.actions import activities, illustrating
from campaigns.activities.errors import NotAllowed, NotReady, TooManyPictures, WrongState
from campaigns.activities.models import Activity, ActivityPicture, ReviewNote
from kit import clock
from kit.errors import BadInput
from kit.uuids import uuid7
from media.actions import pictures
from media.models import Picture, PublicCopy
from tests.factories.activities import add_picture, consent_of, draft, editor_of, published, submitted
from tests.factories.campaigns import NOON, officer_of
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from tests.factories.pictures import upload
from trail.models import Event
from workdays.actions import years


def publish(world, found, by):
    return activities.publish(found, by=by, at=NOON, version=found.version)


@pytest.mark.parametrize("who", ["county_officer", "city_officer", "province_officer"])
def test_an_officer_of_the_managing_authority_or_above_publishes(world, who):
    found = publish(world, submitted(world), getattr(world, who))

    assert (found.state, found.published_at, found.territory) == ("published", NOON, "421100")
    assert PublicCopy.objects.count() == 2


@pytest.mark.parametrize("who", ["editor", "head", "neighbour", "sibling", "teacher", "auditor"])
def test_nobody_else_publishes(world, who):
    other = BureauFactory(level="county", managing_authority=world.city)
    world.neighbour = officer_of(other)
    world.sibling = officer_of(SchoolFactory(managing_authority=world.county))
    world.teacher, world.auditor = UserFactory(), UserFactory()
    grant(world.teacher, "teacher", world.school)
    grant(world.auditor, "auditor", world.county)
    found = submitted(world)

    for act in (
        lambda: publish(world, found, getattr(world, who)),
        lambda: activities.send_back(found, {"title": "太短"}, by=getattr(world, who), at=NOON, version=found.version),
    ):
        with pytest.raises(NotAllowed):
            act()

    found.refresh_from_db()
    assert found.state == "submitted"
    assert not PublicCopy.objects.exists()


def test_an_officer_who_belongs_to_the_school_or_wrote_it_publishes_nothing(world):
    of_the_school, writer = officer_of(world.county), world.editor
    grant(of_the_school, "teacher", world.school)
    grant(writer, "officer", world.county)
    found = submitted(world)

    for person in (of_the_school, writer):
        with pytest.raises(NotAllowed):
            publish(world, found, person)


@pytest.mark.parametrize("hands_in", ["editor", "head"])
def test_who_wrote_it_or_handed_it_in_and_then_became_an_officer_publishes_nothing(world, hands_in):
    found = draft(world, pictures=0)
    person = getattr(world, hands_in)
    found = activities.submit(found, by=person, at=NOON, version=found.version)
    person.memberships.update(left_on=NOON.date())
    person.role_grants.update(revoked_at=NOON)
    grant(person, "officer", world.county)

    with pytest.raises(NotAllowed):
        publish(world, found, person)


def test_the_officer_of_the_county_publishes_for_a_part_without_an_authority_of_its_own(world):
    point = SchoolFactory(parent=world.school, managing_authority=None, school_code="", uscc="")
    world.school = point
    found = submitted(world, pictures=0)

    assert rules.may_review(world.county_officer, found)
    assert not rules.may_review(world.head, found)


@pytest.mark.parametrize("who", ["county_officer", "stranger"])
def test_only_the_school_writes(world, who):
    world.stranger = editor_of(SchoolFactory(managing_authority=world.county))
    person, found = getattr(world, who), draft(world)

    for act in (
        lambda: activities.start(world.school, uuid7(), by=person, at=NOON),
        lambda: activities.write(found, {}, None, by=person, at=NOON, version=found.version),
        lambda: activities.submit(found, by=person, at=NOON, version=found.version),
        lambda: illustrating.add(found, upload(), "x.jpg", by=person, at=NOON),
        lambda: illustrating.take_out(found.pictures.get(), by=person, at=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_clock_runs_over_working_days(world):
    years.announce(2026, [date(2026, 11, 26)], [date(2026, 11, 28)], source="测试")

    due = clock.local(submitted(world).review_due_at)

    assert (due.date(), due.hour) == (date(2026, 12, 1), 23)  # 25, 27, 28, 30 November, 1 December


def test_what_was_handed_in_cannot_be_changed_until_it_is_sent_back(world):
    found = submitted(world)
    with pytest.raises(WrongState):
        activities.write(found, {"title": "新标题"}, None, by=world.editor, at=NOON, version=found.version)
    with pytest.raises(WrongState):
        add_picture(world, found, size=(700, 500))

    notes = {"title": "请写清年级", "body": " ", "pictures": "第一张太暗"}
    found = activities.send_back(found, notes, by=world.county_officer, at=NOON, version=found.version)

    assert {one.field: one.note for one in found.notes.all()} == {"title": "请写清年级", "pictures": "第一张太暗"}
    assert world.editor.messages.count() == 1
    found = activities.write(found, {"title": "三年级班会"}, None, by=world.editor, at=NOON, version=found.version)
    found = activities.submit(found, by=world.editor, at=NOON, version=found.version)
    assert publish(world, found, world.county_officer).title == "三年级班会"


def test_without_a_reason_nothing_is_sent_back(world):
    found = submitted(world)

    with pytest.raises(BadInput):
        activities.send_back(found, {"title": " "}, by=world.county_officer, at=NOON, version=found.version)


def test_what_was_returned_cannot_be_emptied(world):
    found = submitted(world)
    found = activities.send_back(found, {"title": "改"}, by=world.county_officer, at=NOON, version=found.version)

    with pytest.raises(BadInput):
        activities.write(found, {"title": ""}, None, by=world.editor, at=NOON, version=found.version)


def test_an_officer_publishes_only_the_version_that_was_read(world):
    found = submitted(world)
    read = found.version
    found = activities.send_back(found, {"title": "改"}, by=world.county_officer, at=NOON, version=read)
    found = activities.write(
        found,
        {"body": "换了一段完全不同的文字，二十个字以上才行。"},
        None,
        by=world.editor,
        at=NOON,
        version=found.version,
    )
    found = activities.submit(found, by=world.editor, at=NOON, version=found.version)

    with pytest.raises(WrongState):
        activities.publish(found, by=world.county_officer, at=NOON, version=read)


@pytest.mark.parametrize(
    "words",
    [
        {"title": ""},
        {"held_on": None},
        {"held_on": NOON.date() + timedelta(days=1)},
        {"kind": ""},
        {"body": "太短"},
        {"body": "联系张老师 13900000077，大家一起参加我们的诚信活动吧。"},
        {"body": "身份证 11010519491231002X 不应该出现在这里，请删掉再发。"},
        {"title": "失信学生曝光台"},
    ],
)
def test_what_the_linter_blocks_is_not_handed_in(world, words):
    found = draft(world, **words)

    with pytest.raises(NotReady):
        activities.submit(found, by=world.editor, at=NOON, version=found.version)

    found.refresh_from_db()
    assert found.state == "draft"


@pytest.mark.parametrize("changes", [{"alt": ""}, {"ground": ""}])
def test_a_picture_without_words_or_ground_blocks(world, changes):
    found = draft(world, pictures=0)
    add_picture(world, found, **changes)
    found.refresh_from_db()

    with pytest.raises(NotReady):
        activities.submit(found, by=world.editor, at=NOON, version=found.version)


def test_what_blocks_at_the_review_is_not_published(world):
    found = submitted(world)
    Activity.objects.filter(pk=found.pk).update(body="手机 13900000077，这一段是送审之后被改坏的内容。")

    with pytest.raises(NotReady):
        publish(world, found, world.county_officer)

    assert not PublicCopy.objects.exists()


def test_a_picture_may_rest_on_the_consent_of_its_class(world):
    found = draft(world, pictures=0)
    add_picture(world, found, ground="consent", consent=consent_of(world))
    found.refresh_from_db()

    published = publish(
        world, activities.submit(found, by=world.editor, at=NOON, version=found.version), world.county_officer
    )

    assert published.pictures.get().picture.consent.class_name == "三年级（2）班"


def test_nine_pictures_and_no_tenth_and_none_twice(world):
    found = draft(world, pictures=8)
    add_picture(world, found, size=(640, 400))  # the first once more
    assert found.pictures.count() == Picture.objects.count() == 8

    add_picture(world, found, size=(700, 400))
    with pytest.raises(TooManyPictures):
        add_picture(world, found, size=(701, 400))

    assert found.pictures.count() == Picture.objects.count() == 9


def test_a_picture_that_is_taken_out_is_deleted(world, settings, django_capture_on_commit_callbacks):
    found = draft(world)

    with django_capture_on_commit_callbacks(execute=True):
        illustrating.take_out(found.pictures.get(), by=world.editor, at=NOON)

    assert not Picture.objects.exists()
    assert [one for one in settings.PRIVATE_ROOT.rglob("*") if one.is_file()] == []


@pytest.mark.parametrize("who", ["editor", "head", "county_officer", "province_officer"])
def test_a_published_activity_is_taken_down_with_its_pictures(world, who):
    found = published(world)

    found = activities.withdraw(found, "写错了", by=getattr(world, who), at=NOON)

    assert (found.state, PublicCopy.objects.count()) == ("withdrawn", 0)
    with pytest.raises(WrongState):
        publish(world, found, world.county_officer)


def test_a_stranger_takes_nothing_down(world):
    found = published(world)

    with pytest.raises(NotAllowed):
        activities.withdraw(found, "写错了", by=officer_of(BureauFactory(managing_authority=world.city)), at=NOON)


def test_a_withdrawn_picture_does_not_come_back_with_its_activity(world):
    found = submitted(world, pictures=2)
    gone = found.pictures.get(place=1).picture
    pictures.withdraw(gone, at=NOON)

    publish(world, found, world.county_officer)

    gone.refresh_from_db()
    assert (gone.shown_as, PublicCopy.objects.exclude(picture=None).values("picture").distinct().count()) == (None, 1)


def test_the_same_form_sent_twice_begins_one_draft(world):
    key = uuid7()
    first = activities.start(world.school, key, by=world.editor, at=NOON)

    assert activities.start(world.school, key, by=world.editor, at=NOON) == first
    with pytest.raises(WrongState):
        activities.start(world.school, key, by=world.head, at=NOON)
    assert Activity.objects.count() == 1


def test_every_change_of_state_is_one_event(world):
    found = published(world, pictures=0)
    activities.withdraw(found, "写错了", by=world.editor, at=NOON)

    actions = [one for one in Event.objects.order_by("pk").values_list("action", flat=True) if "activity" in one]
    assert actions == [f"activity.{one}" for one in ("begun", "written", "submitted", "published", "withdrawn")]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"title": ""}, "activity_is_whole_once_it_was_handed_in"),
        ({"submitted_by": None}, "activity_is_whole_once_it_was_handed_in"),
        ({"review_due_at": None}, "activity_waiting_for_review_has_a_clock"),
        ({"state": "published"}, "activity_is_published_by_a_reviewer_at_an_instant"),
        ({"state": "withdrawn"}, "activity_is_taken_down_with_a_reason"),
        ({"withdrawn_because": "x"}, "activity_is_taken_down_with_a_reason"),
    ],
)
def test_the_database_refuses(world, changes, name):
    found = submitted(world)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Activity.objects.filter(pk=found.pk).update(**changes)


@pytest.mark.parametrize("role", ["author", "submitted_by"])
def test_the_database_refuses_a_reviewer_who_wrote_it_or_handed_it_in(world, role):
    found = published(world)

    with pytest.raises(IntegrityError, match="reviewer_neither_wrote"), transaction.atomic():
        Activity.objects.filter(pk=found.pk).update(**{role: world.county_officer})


@pytest.mark.parametrize("place", [0, 10])
def test_the_database_refuses_a_tenth_place(world, place):
    found = draft(world)

    with pytest.raises(IntegrityError, match="activity_has_at_most_nine_pictures"), transaction.atomic():
        ActivityPicture.objects.filter(activity=found).update(place=place)


def test_the_database_refuses_doubles(world):
    found = draft(world, pictures=2)
    note = {"activity": found, "field": "title", "by": world.head, "at": NOON, "version": 1}
    ReviewNote.objects.create(note="一", **note)

    for act in (
        lambda: found.pictures.filter(place=2).update(place=1),
        lambda: found.tiers.create(tier="primary-upper"),
        lambda: ReviewNote.objects.create(note="二", **note),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    with pytest.raises(IntegrityError, match="review_note_says_why"), transaction.atomic():
        ReviewNote.objects.create(**{**note, "note": "", "field": "body"})

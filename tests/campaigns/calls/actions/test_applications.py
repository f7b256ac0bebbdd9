"""Each act of the table in actions/applications.py: the right and the wrong person, state and version."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.calls import rules
from campaigns.calls.actions import applications, calls
from campaigns.calls.errors import NotYours, Stale, WrongState
from campaigns.calls.models import Answer, Application, ApplicationState, Review, Verdict
from kit.errors import BadInput
from notifications.models import Message
from tests.factories import campaigns
from tests.factories.campaigns import NOON
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from trail.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DUE = NOON.date() + timedelta(days=10)


def recommend(application, by, **changes):
    values = {"score": Decimal(85), "reason": "属实", "version": application.version, **changes}
    return applications.recommend(application, by=by, at=NOON, **values)


def send_back(application, by, **changes):
    values = {"reason": "请补校规", "due_on": DUE, "version": application.version, **changes}
    return applications.send_back(application, by=by, at=NOON, **values)


def reject(application, by, **changes):
    return applications.reject(application, by=by, at=NOON, reason="不符", version=application.version, **changes)


def test_a_head_starts_once_and_finds_the_same_again(world):
    call = campaigns.call_open(world)

    first = applications.start(call, world.school, by=world.head, at=NOON)
    again = applications.start(call, world.school, by=world.head, at=NOON)

    assert first == again
    assert Event.objects.filter(action="application.started").count() == 1


@pytest.mark.parametrize("person", ["county_officer", "editor", "other_head"])
def test_nobody_but_the_head_starts(world, person):
    call = campaigns.call_open(world)
    world.editor = UserFactory()
    grant(world.editor, "school_editor", world.school)
    world.other_head = campaigns.head_of(SchoolFactory(managing_authority=world.county))

    with pytest.raises(NotYours, match="unit's head"):
        applications.start(call, world.school, by=getattr(world, person), at=NOON)


def test_nobody_starts_before_the_first_or_after_the_last_day(world):
    early = campaigns.call_open(world, opens_on=NOON.date() + timedelta(days=1))
    last = campaigns.call_open(world, closes_on=NOON.date())

    with pytest.raises(WrongState, match="at present"):
        applications.start(early, world.school, by=world.head, at=NOON)
    applications.start(last, world.school, by=world.head, at=NOON)
    with pytest.raises(WrongState, match="at present"):
        applications.start(last, world.school, by=world.head, at=NOON + timedelta(days=1))


def test_a_unit_of_another_kind_or_territory_does_not_start(world):
    senior = campaigns.call_open(world, stages=["senior"])
    elsewhere = SchoolFactory(managing_authority=BureauFactory(level="province"), stages=["senior"])

    with pytest.raises(WrongState, match="units of this kind"):
        applications.start(senior, world.school, by=world.head, at=NOON)
    with pytest.raises(WrongState, match="another territory"):
        applications.start(senior, elsewhere, by=campaigns.head_of(elsewhere), at=NOON)


def test_save_keeps_what_was_written_and_counts_the_version(world):
    draft = campaigns.application_draft(world)
    leaf = rules.leaves(draft.call)[0]

    saved = applications.save(draft, {leaf.pk: (55, "新")}, "新述", by=world.head, at=NOON, version=draft.version)

    assert (saved.narrative, saved.version) == ("新述", draft.version + 1)
    assert Answer.objects.get(application=draft, indicator=leaf).self_score == 55


def test_save_refuses_an_older_version_and_changes_nothing(world):
    draft = campaigns.application_draft(world)

    with pytest.raises(Stale, match="meanwhile"):
        applications.save(draft, {}, "旧", by=world.head, at=NOON, version=draft.version - 1)

    assert Application.objects.get().narrative == "我们学校……"


@pytest.mark.parametrize("score", [-1, 101])
def test_save_refuses_a_score_outside_its_range(world, score):
    draft = campaigns.application_draft(world)
    leaf = rules.leaves(draft.call)[0]

    with pytest.raises(BadInput, match="0 to 100"):
        applications.save(draft, {leaf.pk: (score, "")}, "", by=world.head, at=NOON, version=draft.version)


def test_save_refuses_an_indicator_that_is_not_asked(world):
    school = SchoolFactory(managing_authority=world.county, stages=["senior"])
    head = campaigns.head_of(school)
    draft = campaigns.application_draft(world, school=school, head=head)
    foreign = next(one for one in rules.leaves(draft.call) if one.stages)

    with pytest.raises(BadInput, match="not asked"):
        applications.save(draft, {foreign.pk: (80, "")}, "", by=head, at=NOON, version=draft.version)


def test_save_refuses_others_and_what_was_handed_in(world):
    application = campaigns.application_in_review(world)

    with pytest.raises(NotYours):
        applications.save(application, {}, "", by=world.county_officer, at=NOON, version=application.version)
    with pytest.raises(WrongState, match="handed in"):
        applications.save(application, {}, "", by=world.head, at=NOON, version=application.version)


def test_submit_goes_to_the_lowest_bureau_and_tells_its_officers(world):
    application = campaigns.application_in_review(world)

    assert (application.state, application.reviewer) == (ApplicationState.IN_REVIEW, world.county)
    assert [one.reader for one in Message.objects.all()] == [world.county_officer]


def test_submit_names_every_indicator_without_a_score(world):
    started = applications.start(campaigns.call_open(world), world.school, by=world.head, at=NOON)

    with pytest.raises(BadInput, match=r"1\.1, 1\.2, 2\."):
        applications.submit(started, by=world.head, at=NOON)


def test_what_does_not_apply_need_not_be_answered(world):
    school = SchoolFactory(managing_authority=world.county, stages=["senior"])

    application = campaigns.application_in_review(world, school=school, head=campaigns.head_of(school))

    assert application.answers.count() == 2


def test_submit_refuses_others_a_closed_call_and_a_second_time(world):
    draft = campaigns.application_draft(world)
    with pytest.raises(NotYours):
        applications.submit(draft, by=world.county_officer, at=NOON)
    with pytest.raises(Stale):
        applications.submit(draft, by=world.head, at=NOON, version=draft.version - 1)
    calls.close(draft.call, by=world.province_officer, at=NOON)
    with pytest.raises(WrongState, match="any more"):
        applications.submit(draft, by=world.head, at=NOON)

    handed_in = campaigns.application_in_review(world)
    with pytest.raises(WrongState, match="handed in"):
        applications.submit(handed_in, by=world.head, at=NOON)


@pytest.mark.parametrize("make", [campaigns.application_draft, campaigns.application_in_review])
def test_the_head_withdraws_before_the_end(world, make):
    withdrawn = applications.withdraw(make(world), by=world.head, at=NOON)

    assert (withdrawn.state, withdrawn.reviewer) == (ApplicationState.WITHDRAWN, None)


def test_nobody_withdraws_for_another_or_what_is_finished(world):
    with pytest.raises(NotYours):
        applications.withdraw(campaigns.application_draft(world), by=world.county_officer, at=NOON)
    finished = campaigns.recommended(world)
    with pytest.raises(WrongState, match="finished"):
        applications.withdraw(finished, by=world.head, at=NOON)


def test_recommendation_climbs_from_county_to_province_and_tells_the_unit_at_the_end(world):
    application = campaigns.application_in_review(world)

    for officer, following in (
        (world.county_officer, world.city),
        (world.city_officer, world.province),
        (world.province_officer, None),
    ):
        application = recommend(application, officer)
        assert application.reviewer == following

    assert application.state == ApplicationState.RECOMMENDED
    assert Message.objects.get(reader=world.head).subject == "您单位的申报已获逐级推荐"
    assert Message.objects.filter(reader=world.city_officer).count() == 1


@pytest.mark.parametrize("act", [recommend, send_back, reject])
@pytest.mark.parametrize("person", ["city_officer", "province_officer", "other_county", "head", "decider"])
def test_only_the_bureau_whose_turn_it_is_gives_its_word(world, act, person):
    application = campaigns.application_in_review(world)
    world.other_county = campaigns.officer_of(BureauFactory(managing_authority=world.city))
    world.decider = UserFactory()
    grant(world.decider, "decider", world.county)

    with pytest.raises(NotYours, match="the turn of"):
        act(application, getattr(world, person))

    assert not Review.objects.exists()


@pytest.mark.parametrize("act", [recommend, send_back, reject])
def test_a_word_on_an_older_version_is_refused(world, act):
    application = campaigns.application_in_review(world)
    application.version -= 1

    with pytest.raises(Stale):
        act(application, world.county_officer)


@pytest.mark.parametrize("act", [recommend, send_back, reject])
@pytest.mark.parametrize("make", [campaigns.application_draft, campaigns.recommended])
def test_a_word_outside_review_is_refused(world, act, make):
    with pytest.raises(WrongState):
        act(make(world), world.county_officer)


def test_who_handed_it_in_or_belongs_to_the_unit_does_not_review_it(world):
    grant(world.head, "officer", world.county)
    application = campaigns.application_in_review(world)
    with pytest.raises(NotYours, match="took part"):
        recommend(application, world.head)

    grant(world.county_officer, "teacher", world.school)
    with pytest.raises(NotYours, match="belong to this unit"):
        recommend(application, world.county_officer)


def test_one_person_does_not_recommend_at_two_levels(world):
    grant(world.county_officer, "officer", world.city)
    application = recommend(campaigns.application_in_review(world), world.county_officer)

    with pytest.raises(NotYours, match="already"):
        recommend(application, world.county_officer)


@pytest.mark.parametrize("score", [None, Decimal("-0.01"), Decimal("100.01")])
def test_a_recommendation_has_a_score_within_its_range(world, score):
    with pytest.raises(BadInput, match="0 to 100"):
        recommend(campaigns.application_in_review(world), world.county_officer, score=score)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_every_word_has_a_reason(world, reason):
    with pytest.raises(BadInput, match="reason"):
        recommend(campaigns.application_in_review(world), world.county_officer, reason=reason)


def test_a_supplement_is_asked_for_once_and_comes_back_to_who_asked(world):
    application = recommend(campaigns.application_in_review(world), world.county_officer)
    returned = send_back(application, world.city_officer)
    assert (returned.state, returned.supplement_due_on) == (ApplicationState.RETURNED, DUE)
    assert Message.objects.get(reader=world.head).subject == "您单位的申报需要补正"

    back = applications.submit(returned, by=world.head, at=NOON)

    assert back.reviewer == world.city
    with pytest.raises(WrongState, match="once already"):
        send_back(back, world.city_officer)
    assert recommend(back, world.city_officer).reviewer == world.province


def test_a_supplement_may_come_after_the_call_has_closed_but_not_after_its_own_day(world):
    returned = send_back(campaigns.application_in_review(world), world.county_officer)
    calls.close(returned.call, by=world.province_officer, at=NOON)

    with pytest.raises(WrongState, match="supplement is over"):
        applications.submit(returned, by=world.head, at=NOON + timedelta(days=11))

    assert applications.submit(returned, by=world.head, at=NOON + timedelta(days=10)).reviewer == world.county


@pytest.mark.parametrize("days", [0, -1, 31])
def test_the_supplements_day_lies_within_thirty_days(world, days):
    with pytest.raises(BadInput, match="thirty days"):
        send_back(
            campaigns.application_in_review(world), world.county_officer, due_on=NOON.date() + timedelta(days=days)
        )


def test_a_rejection_ends_it_and_tells_the_unit(world):
    rejected = reject(campaigns.application_in_review(world), world.county_officer)

    assert (rejected.state, rejected.reviewer) == (ApplicationState.REJECTED, None)
    assert Message.objects.get(reader=world.head).subject == "您单位的申报未获推荐"


def test_every_act_is_one_event(world):
    campaigns.recommended(world)

    found = Event.objects.filter(object_type="calls.application").order_by("pk").values_list("action", flat=True)

    assert list(found) == [
        "application.started",
        "application.saved",
        "application.submitted",
        *["application.recommended"] * 3,
    ]


def test_the_database_refuses_a_reviewer_outside_review_and_a_review_without_one(world):
    application = campaigns.application_in_review(world)

    for values in ({"state": "draft"}, {"reviewer": None}):
        with pytest.raises(IntegrityError, match="application_has_reviewer"), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**values)


def test_the_database_refuses_a_second_application_and_a_second_answer(world):
    draft = campaigns.application_draft(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(call=draft.call, organisation=draft.organisation, started_by=world.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(application=draft, indicator=draft.answers.first().indicator)


def test_the_database_refuses_a_score_over_a_hundred_a_second_word_and_a_word_without_reason(world):
    application = recommend(campaigns.application_in_review(world), world.county_officer)
    said = {"application": application, "organisation": world.city, "verdict": Verdict.RECOMMEND, "at": NOON}

    with pytest.raises(IntegrityError, match="answer_self_score_up_to_100"), transaction.atomic():
        Answer.objects.update(self_score=101)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(by=world.county_officer, reason="再", **said)
    with pytest.raises(IntegrityError, match="review_has_a_reason"), transaction.atomic():
        Review.objects.create(by=world.city_officer, reason="", **said)

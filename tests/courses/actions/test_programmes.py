import pytest
from django.db import IntegrityError, transaction

from courses.actions import programmes
from courses.errors import NotOpenable
from courses.models import Enrolment, Programme
from tests.factories.courses import NOON, make_programme, make_teacher
from tests.factories.organisations import BureauFactory, SchoolFactory
from trail.actions import jobs
from trail.models import Event, Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BureauFactory()


@pytest.fixture
def programme(curriculum, county):
    return make_programme(curriculum["M1"], county)


@pytest.fixture
def teachers(county):
    school = SchoolFactory(managing_authority=county)
    point = SchoolFactory(parent=school, managing_authority=None, school_code="", uscc="")
    return [make_teacher(school), make_teacher(school), make_teacher(point)]


def test_assigning_enrols_everybody_of_the_territory_and_nobody_else(programme, teachers):
    make_teacher()

    job = programmes.open_and_assign(programme, by=None, at=NOON)
    assert jobs.run(job.pk)

    assert set(Enrolment.objects.values_list("learner", flat=True)) == {teacher.pk for teacher in teachers}
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.result) == (3, 3, {"enrolled": 3})
    programme.refresh_from_db()
    assert (programme.state, programme.rounds, programme.rounds_done) == ("open", 1, 1)


def test_only_the_kinds_of_teacher_asked_for_are_enrolled(programme, teachers):
    programme.teacher_kinds = ["head_teacher"]
    programme.save()
    teachers[0].memberships.update(teacher_kinds=["subject", "head_teacher"])

    programmes.assign(str(programme.uuid), 1)

    assert list(Enrolment.objects.values_list("learner", flat=True)) == [teachers[0].pk]


def test_an_assignment_killed_after_its_first_batch_is_finished_by_the_next_run(programme, teachers, monkeypatch):
    monkeypatch.setattr(programmes, "BATCH", 1)
    job = programmes.open_and_assign(programme, by=None, at=NOON)
    enrol, calls = programmes._enrol, []

    def die_at_the_second(*args):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        enrol(*args)

    monkeypatch.setattr(programmes, "_enrol", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(job.pk)
    assert Enrolment.objects.count() == 1
    assert Job.objects.get().state == JobState.RUNNING

    monkeypatch.setattr(programmes, "_enrol", enrol)
    Job.objects.update(leased_until=NOON.replace(year=2020))
    assert jobs.sweep()["requeued"] + jobs.sweep()["ran"] >= 1
    jobs.run(job.pk)

    assert Enrolment.objects.count() == 3
    assert Job.objects.get().state == JobState.DONE
    assert Event.objects.filter(action="programme.assigned").count() == 1


def test_the_job_run_twice_enrols_nobody_twice_and_tells_it_once(programme, teachers):
    programmes.open_and_assign(programme, by=None, at=NOON)

    assert programmes.assign(str(programme.uuid), 1) == programmes.assign(str(programme.uuid), 1) == {"enrolled": 3}

    assert Event.objects.filter(action="programme.assigned").count() == 1


def test_assigning_again_takes_in_who_has_joined_since(programme, teachers):
    programmes.open_and_assign(programme, by=None, at=NOON)
    programmes.assign(str(programme.uuid), 1)
    late = make_teacher(teachers[0].memberships.get().organisation)

    second = programmes.open_and_assign(programme, by=None, at=NOON)
    assert jobs.run(second.pk)

    assert Enrolment.objects.filter(learner=late).count() == 1
    assert Enrolment.objects.count() == 4


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"minimum_hours": "3.5"}, "3.5"),
        ({"opens_on": "2026-01-01", "closes_on": "2026-11-01"}, None),
        ({"state": "closed"}, None),
    ],
)
def test_a_programme_that_nobody_could_fulfil_is_not_opened(programme, change, reason):
    Programme.objects.filter(pk=programme.pk).update(**change)

    with pytest.raises(NotOpenable, match=reason):
        programmes.open_and_assign(programme, by=None, at=NOON)

    assert not Job.objects.exists()


def test_a_programme_without_a_module_is_not_opened(programme):
    programme.modules.all().delete()

    with pytest.raises(NotOpenable):
        programmes.open_and_assign(programme, by=None, at=NOON)


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("minimum_hours", "1.3", "programme_minimum_in_half_steps"),
        ("minimum_hours", "-1", "programme_minimum_not_negative"),
        ("closes_on", "2019-01-01", "programme_does_not_close_before_it_opens"),
    ],
)
def test_the_database_refuses_a_programme_that_makes_no_sense(programme, field, value, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(**{field: value})


def test_one_programme_a_year_and_title_and_organiser(programme):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_programme(programme.modules.get().lesson, programme.organiser)


@pytest.mark.parametrize(("hours", "constraint"), [("0", "module_has_hours"), ("2.7", "module_hours_in_half_steps")])
def test_the_database_refuses_hours_of_a_module_that_are_no_half_steps(programme, hours, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        programme.modules.update(hours=hours)


def test_a_module_stands_once_in_a_programme(programme):
    module = programme.modules.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        programme.modules.create(lesson=module.lesson, hours=1)


def test_a_membership_is_enrolled_once(programme, teachers):
    programmes.assign(str(programme.uuid), 1)
    one = Enrolment.objects.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(programme=programme, membership=one.membership, learner=one.learner, assigned_at=NOON)

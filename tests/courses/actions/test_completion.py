import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from courses.actions import certificates, completion
from courses.errors import CannotBeDrawn
from courses.models import AppendOnly, Certificate, Enrolment, HoursEntry
from tests.factories.courses import NOON, enrol, make_programme, make_teacher, study_all
from trail.models import Event

pytestmark = pytest.mark.django_db
PAPER = uuid.UUID(int=7)


@pytest.fixture
def programme(curriculum):
    return make_programme(curriculum["M1"])


@pytest.fixture
def teacher(programme):
    teacher = make_teacher(name="林㛃䶮")
    enrol(teacher, programme)
    return teacher


def test_finished_modules_give_hours_and_certificate_where_there_is_no_final(programme, teacher):
    study_all(teacher, programme)

    entry, certificate = HoursEntry.objects.get(), Certificate.objects.get()
    assert (entry.hours, entry.year, entry.learner) == (Decimal("3.0"), 2026, teacher)
    assert (certificate.name, certificate.hours, certificate.code[0]) == ("林㛃䶮", Decimal("3.0"), "C")
    assert Enrolment.objects.get().completed_at == NOON


@pytest.mark.parametrize("order", [("study", "pass"), ("pass", "study")])
def test_with_a_final_both_are_needed_in_either_order(programme, teacher, order):
    programme.final_paper = PAPER
    programme.save()
    acts = {
        "study": lambda: study_all(teacher, programme),
        "pass": lambda: completion.passed(teacher, PAPER, at=NOON),
    }

    acts[order[0]]()
    assert (HoursEntry.objects.count(), Certificate.objects.count()) == (0, 0)
    acts[order[1]]()

    assert (HoursEntry.objects.count(), Certificate.objects.count()) == (1, 1)


def test_settling_again_adds_nothing(programme, teacher):
    programme.final_paper = PAPER
    programme.save()
    study_all(teacher, programme)

    for _again in range(3):
        completion.passed(teacher, PAPER, at=NOON)
        completion.settle(teacher, programme, at=NOON)

    assert (HoursEntry.objects.count(), Certificate.objects.count()) == (1, 1)
    for action in ("hours.entered", "certificate.issued", "enrolment.completed", "enrolment.passed"):
        assert Event.objects.filter(action=action).count() == 1, action


def test_another_paper_or_another_learner_settles_nothing(programme, teacher):
    programme.final_paper = PAPER
    programme.save()
    study_all(teacher, programme)

    completion.passed(teacher, uuid.UUID(int=8), at=NOON)
    completion.passed(make_teacher(), PAPER, at=NOON)

    assert Certificate.objects.count() == 0


def test_too_few_hours_are_not_enough(programme, teacher):
    programme.minimum_hours = Decimal("3.5")
    programme.save()

    study_all(teacher, programme)

    assert Certificate.objects.count() == 0


def test_a_name_that_no_font_can_draw_holds_back_the_certificate_but_not_the_hours(programme, teacher):
    teacher.name = "扎西ཨ"
    teacher.save()

    study_all(teacher, programme)

    assert (HoursEntry.objects.count(), Certificate.objects.count()) == (1, 0)
    with pytest.raises(CannotBeDrawn, match="ཨ"):
        certificates.issue(teacher, programme, at=NOON)
    teacher.name = "扎西"
    teacher.save()
    assert certificates.issue(teacher, programme, at=NOON).name == "扎西"


def test_hours_and_certificate_come_together_or_not_at_all(programme, teacher, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(certificates, "_with_fresh_code", die)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        study_all(teacher, programme)

    assert (HoursEntry.objects.count(), Certificate.objects.count()) == (0, 0)


def test_hours_are_entered_once_per_module(programme, teacher):
    study_all(teacher, programme)
    entry = HoursEntry.objects.get()
    entry.pk, entry.uuid = None, uuid.uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


@pytest.mark.parametrize(("hours", "constraint"), [("1.3", "hours_in_half_steps"), ("0", "hours_are_positive")])
def test_the_ledger_takes_half_steps_above_nothing(programme, teacher, hours, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        HoursEntry.objects.create(
            learner=teacher,
            organisation=teacher.memberships.get().organisation,
            programme=programme,
            module=programme.modules.get(),
            year=2026,
            category="x",
            title="x",
            hours=Decimal(hours),
            rule_version="1",
            entered_at=NOON,
        )


def test_the_database_refuses_to_change_the_ledger(programme, teacher):
    study_all(teacher, programme)

    with pytest.raises(DatabaseError, match="hours_entry_is_append_only"), transaction.atomic():
        connection.cursor().execute("UPDATE courses_hoursentry SET hours = 9")
    with pytest.raises(AppendOnly):
        HoursEntry.objects.update(hours=9)
    with pytest.raises(AppendOnly):
        HoursEntry.objects.all().delete()
    with pytest.raises(AppendOnly):
        HoursEntry.objects.get().delete()
    assert HoursEntry.objects.get().hours == 3

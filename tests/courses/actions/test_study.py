from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from courses.actions import study
from courses.errors import ChecksLeft, NotAssigned, OutsideWindow
from courses.models import CheckDone, Programme, SectionProgress
from tests.factories.courses import NOON, enrol, make_programme, make_teacher

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(curriculum):
    programme = make_programme(curriculum["M1"])
    teacher = make_teacher()
    enrol(teacher, programme)
    return study.Seat(teacher, programme, curriculum["M1"])


def first(seat):
    section = seat.lesson.sections()[0]
    return section, section.checks[0]


def test_a_section_with_an_open_self_check_cannot_be_finished(seat):
    section, _check = first(seat)

    with pytest.raises(ChecksLeft):
        study.finish(seat, section, at=NOON)

    assert not SectionProgress.objects.filter(finished_at__isnull=False).exists()


def test_a_wrong_answer_leaves_no_trace_and_a_right_one_is_remembered(seat):
    section, check = first(seat)

    assert study.answer(seat, section, check, ["A"], at=NOON) is False
    assert CheckDone.objects.count() == 0
    assert study.answer(seat, section, check, ["C", "A"], at=NOON) is True
    assert study.answer(seat, section, check, ["A", "C"], at=NOON) is True
    assert CheckDone.objects.count() == 1
    assert study.standings(seat)[0].left == 0


def test_a_finished_section_is_finished_once(seat):
    section, check = first(seat)
    study.answer(seat, section, check, ["A", "C"], at=NOON)

    assert study.finish(seat, section, at=NOON) is True
    assert study.finish(seat, section, at=NOON + timedelta(days=1)) is False

    progress = SectionProgress.objects.get()
    assert (progress.finished_at, progress.revision_id) == (NOON, seat.lesson.live_revision_id)


def test_nobody_studies_what_is_not_assigned(seat):
    section, check = first(seat)
    stranger = study.Seat(make_teacher(), seat.programme, seat.lesson)

    with pytest.raises(NotAssigned):
        study.answer(stranger, section, check, ["A", "C"], at=NOON)


@pytest.mark.parametrize("change", [{"opens_on": "2026-12-01"}, {"closes_on": "2026-11-23"}, {"state": "closed"}])
def test_outside_its_window_nothing_is_added(seat, change):
    Programme.objects.update(**change)
    seat.programme.refresh_from_db()
    section, check = first(seat)

    with pytest.raises(OutsideWindow):
        study.answer(seat, section, check, ["A", "C"], at=NOON)


def test_the_window_ends_with_its_last_day_in_shanghai(seat):
    Programme.objects.update(closes_on="2026-11-24")
    seat.programme.refresh_from_db()
    section, check = first(seat)
    last_moment = NOON.replace(hour=15, minute=59)

    assert study.answer(seat, section, check, ["A", "C"], at=last_moment)
    with pytest.raises(OutsideWindow):
        study.answer(seat, section, check, ["A", "C"], at=last_moment + timedelta(minutes=1))


def test_progress_is_one_row_a_section_and_not_finished_before_begun(seat):
    section, _check = first(seat)
    values = {"learner": seat.learner, "programme": seat.programme, "lesson": seat.lesson, "section": section.key}
    SectionProgress.objects.create(**values, begun_at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        SectionProgress.objects.create(**values, begun_at=NOON)
    with pytest.raises(IntegrityError, match="progress_not_finished_before_begun"), transaction.atomic():
        SectionProgress.objects.update(finished_at=NOON - timedelta(days=1))


def test_a_self_check_is_done_once(seat):
    section, check = first(seat)
    study.answer(seat, section, check, ["A", "C"], at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        CheckDone.objects.create(progress=SectionProgress.objects.get(), check_id=check.id, done_at=NOON)

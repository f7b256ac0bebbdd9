from datetime import date

import pytest
from django.db import IntegrityError, transaction

from courses.actions import certificates
from courses.errors import NotValid
from courses.models import Certificate
from tests.factories.courses import NOON, enrol, make_programme, make_teacher, study_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return make_teacher(name="张三")


@pytest.fixture
def certificate(curriculum, teacher):
    programme = make_programme(curriculum["M1"], certificate_years=3)
    enrol(teacher, programme)
    study_all(teacher, programme)
    return Certificate.objects.get()


def test_what_it_says_is_frozen_at_issue(certificate, teacher):
    certificate.programme.title = "改了名"
    certificate.programme.save()
    teacher.name = "张叁"
    teacher.save()

    certificate.refresh_from_db()
    assert (certificate.programme_title, certificate.name) == ("教师信用培训", "张三")
    assert (certificate.issued_on, certificate.expires_on) == (date(2026, 11, 24), date(2029, 11, 24))


def test_it_is_issued_once_per_learner_and_programme(certificate):
    again = certificates.issue(certificate.learner, certificate.programme, at=NOON)
    assert again.code == certificate.code

    certificate.pk, certificate.code = None, "C0000000000X"
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


def test_nothing_is_issued_before_the_programme_is_completed(curriculum, teacher):
    programme = make_programme(curriculum["M1"])
    enrol(teacher, programme)

    with pytest.raises(NotValid):
        certificates.issue(teacher, programme, at=NOON)


def test_a_corrected_name_makes_a_new_number_that_supersedes_the_old(certificate, teacher):
    teacher.name = "张叁"
    teacher.save()

    new = certificates.reissue(certificate, by=None, at=NOON)

    certificate.refresh_from_db()
    assert certificate.standing(date(2026, 11, 25)) == "superseded"
    assert (new.name, new.supersedes, new.standing(date(2026, 11, 25))) == ("张叁", certificate, "valid")
    with pytest.raises(NotValid):
        certificates.reissue(certificate, by=None, at=NOON)


def test_a_revoked_certificate_is_not_issued_anew(certificate):
    certificates.revoke(certificate, by=None, at=NOON)

    again = certificates.issue(certificate.learner, certificate.programme, at=NOON)

    assert (again.pk, again.standing(date(2026, 11, 25))) == (certificate.pk, "revoked")
    with pytest.raises(NotValid):
        certificates.revoke(certificate, by=None, at=NOON)


@pytest.mark.parametrize(("day", "standing"), [(date(2029, 11, 24), "valid"), (date(2029, 11, 25), "expired")])
def test_it_is_valid_to_the_end_of_its_last_day(certificate, day, standing):
    assert certificate.standing(day) == standing


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"hours": "1.3"}, "certificate_hours_in_half_steps"),
        ({"name": ""}, "certificate_has_a_name"),
        ({"expires_on": "2026-11-24"}, "certificate_expires_after_issue"),
    ],
)
def test_the_database_refuses_a_certificate_that_makes_no_sense(certificate, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Certificate.objects.update(**change)

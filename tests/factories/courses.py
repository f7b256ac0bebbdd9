from datetime import UTC, date, datetime
from decimal import Decimal

from courses.actions import programmes, study
from courses.models import Enrolment
from organisations.models import Membership
from tests.factories.identity import UserFactory
from tests.factories.organisations import LONG_AGO, BureauFactory, SchoolFactory

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai


def make_programme(lesson, organiser=None, **fields):
    """A draft with one required module, open for many years."""
    organiser = organiser or BureauFactory()
    values = {
        "year": 2026,
        "title": "教师信用培训",
        "organiser": organiser,
        "territory": organiser,
        "organisation_kinds": ["school"],
        "opens_on": date(2020, 1, 1),
        "closes_on": date(2099, 12, 31),
        "certificate_title": "培训合格证书",
        **fields,
    }
    return programmes.create(modules=[(lesson, Decimal(3), True)], **values)


def make_teacher(school=None, **fields):
    """Somebody who belongs to a school."""
    teacher = UserFactory(**fields)
    Membership.objects.create(
        user=teacher, organisation=school or SchoolFactory(), joined_on=LONG_AGO, staff_number=f"T{teacher.pk:04d}"
    )
    return teacher


def enrol(teacher, programme):
    """The programme is open and the teacher has it to do."""
    programme.state = "open"
    programme.save(update_fields=["state"])
    return Enrolment.objects.create(
        programme=programme, membership=teacher.memberships.get(), learner=teacher, assigned_at=NOON
    )


def study_all(teacher, programme, at=NOON):
    """Every self-check answered rightly, every section of every module finished."""
    for module in programme.modules.select_related("lesson"):
        seat = study.Seat(teacher, programme, module.lesson)
        for section in module.lesson.sections():
            for check in section.checks:
                assert study.answer(seat, section, check, list(check.value["answer"]), at=at)
            study.finish(seat, section, at=at)

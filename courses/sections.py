"""This app's lines on the desk and on the learner's page."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Certificate, Enrolment, HoursEntry, Programme, ProgrammeState
from kit import desks, face
from organisations.models import Role

LEARNERS = frozenset({Role.TEACHER.value, Role.STUDENT.value, Role.SCHOOL_EDITOR.value, Role.SCHOOL_HEAD.value})


def register() -> None:
    desks.register(desks.Section("me.training", _("Training to do"), "courses:mine", count=to_do, order=10))
    desks.register(
        desks.Section("me.certificates", _("Certificates and hours"), "courses:certificates", LEARNERS, order=30)
    )
    supervisors = frozenset({Role.OFFICER.value, Role.SCHOOL_HEAD.value, Role.AUDITOR.value})
    desks.register(
        desks.Section("courses.completion", _("Completion of training"), "courses:completion", supervisors, order=30)
    )
    officers = frozenset({Role.OFFICER.value})
    desks.register(
        desks.Section("courses.programmes", _("Training programmes"), "courses:programmes", officers, drafts, order=31)
    )
    face.register_holdings("hours", _("Hours"), hours_held, order=40)
    face.register_holdings("certificates", _("Certificates"), certificates_held, order=41)


def hours_held(user: Any) -> list[dict[str, Any]]:
    """For the page of personal data."""
    entries = HoursEntry.objects.filter(learner=user).order_by("pk")
    return [
        {gettext("what for"): one.title, gettext("hours"): f"{one.hours:g}", gettext("entered at"): one.entered_at}
        for one in entries
    ]


def certificates_held(user: Any) -> list[dict[str, Any]]:
    held = Certificate.objects.visible_to(user).order_by("pk")
    return [
        {
            gettext("number"): one.code,
            gettext("title"): one.title,
            gettext("issued on"): one.issued_on,
            gettext("state"): one.get_state_display(),
        }
        for one in held
    ]


def to_do(user: Any) -> int:
    open_now = Enrolment.objects.filter(learner=user, programme__state=ProgrammeState.OPEN).counted().unfinished()
    return open_now.values("programme").distinct().count()


def drafts(user: Any) -> int:
    return Programme.objects.visible_to(user).filter(state=ProgrammeState.DRAFT).count()

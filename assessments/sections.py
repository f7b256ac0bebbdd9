"""This app's lines on the learner's page, and what it holds about people."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Attempt, Question, QuestionState
from kit import desks, face
from organisations.models import Role

LEARNERS = frozenset({Role.TEACHER.value, Role.STUDENT.value, Role.SCHOOL_EDITOR.value, Role.SCHOOL_HEAD.value})


def register() -> None:
    desks.register(desks.Section("me.assessments", _("My assessments"), "assessments:mine", LEARNERS, order=20))
    officers = frozenset({Role.OFFICER.value, Role.AUDITOR.value})
    desks.register(
        desks.Section("assessments.bank", _("Question bank"), "assessments:questions", officers, to_review, order=50)
    )
    face.register_holdings("attempts", _("Answers in assessments"), held, order=42)


def held(user: Any) -> list[dict[str, Any]]:
    rows = Attempt.objects.of(user).select_related("paper").order_by("pk")
    return [
        {
            gettext("paper"): one.paper.title,
            gettext("which try"): one.number,
            gettext("started at"): one.started_at,
            gettext("state"): one.get_state_display(),
            gettext("receipt"): one.receipt_code,
        }
        for one in rows
    ]


def to_review(user: Any) -> int:
    return Question.objects.filter(state=QuestionState.DRAFT).exclude(author=user).count()

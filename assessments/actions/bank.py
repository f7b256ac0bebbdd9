"""What can happen to a question: reviewed into use by a second person, retired."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.errors import AssessmentError
from assessments.models import Question, QuestionState
from organisations import scopes
from organisations.models import Role
from trail.actions import audit


class NotYours(AssessmentError):
    code = "not-yours"


@transaction.atomic
def approve(questions: Iterable[Question], *, by: Any, at: datetime) -> int:
    """Put drafts into use. Their author cannot, nor whoever is no officer. Returns how many.

    Raises: NotYours.
    """
    _officer(by)
    keys = [one.pk for one in questions]
    drafts = list(Question.objects.select_for_update().filter(pk__in=keys, state=QuestionState.DRAFT))
    if any(one.author_id == by.pk for one in drafts):
        raise NotYours(_("You brought in one of these questions; another officer has to review it."))
    for one in drafts:
        one.state, one.reviewer = QuestionState.LIVE, by
    Question.objects.bulk_update(drafts, ["state", "reviewer"], batch_size=500)
    for one in drafts:
        audit.record("question.approved", one, by=by, at=at)
    return len(drafts)


@transaction.atomic
def retire(question: Question, *, by: Any, at: datetime) -> Question:
    """Take a question out of use; papers drawn before keep it. Raises: NotYours."""
    _officer(by)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.state != QuestionState.RETIRED:
        question.state = QuestionState.RETIRED
        question.save(update_fields=["state"])
        audit.record("question.retired", question, by=by, at=at)
    return question


def _officer(by: Any) -> None:
    if not scopes.has_role(by, Role.OFFICER):
        raise NotYours(_("Only an officer may do this."))

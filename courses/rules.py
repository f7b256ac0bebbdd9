"""Who may, and when a programme is fulfilled. No queries on behalf of anybody but the one asked about."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from courses.models import Enrolment, Programme, ProgrammeModule
from organisations import scopes
from organisations.models import Role


def may_organise(user: Any, programme: Programme) -> bool:
    """Officers of exactly the organiser open and assign its programmes."""
    return scopes.holds_at(user, programme.organiser, Role.OFFICER)


def may_remind(user: Any) -> bool:
    return scopes.has_role(user, Role.OFFICER, Role.SCHOOL_HEAD)


def is_fulfilled(
    programme: Programme, modules: Iterable[ProgrammeModule], finished: set[int], enrolments: Iterable[Enrolment]
) -> bool:
    """Whether the programme's rule is met: required modules, hours, and the final where there is one.

    Args: `finished`, the primary keys of the modules that are finished; `enrolments`, all of the learner's in it.
    """
    hours = sum((module.hours for module in modules if module.pk in finished), Decimal(0))
    required = all(module.pk in finished for module in modules if module.required)
    passed = programme.final_paper is None or any(enrolment.passed_at for enrolment in enrolments)
    return required and passed and hours >= programme.minimum_hours

"""Who may, and when a programme is fulfilled. No queries on behalf of anybody but the one asked about."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wagtail.models import Page

from courses.models import Enrolment, Programme, ProgrammeModule
from organisations import scopes
from organisations.models import Role, RoleGrant


def may_organise(user: Any, programme: Programme) -> bool:
    """Officers of exactly the organiser open and assign its programmes."""
    return scopes.holds_at(user, programme.organiser, Role.OFFICER)


def may_remind(user: Any) -> bool:
    return scopes.has_role(user, Role.OFFICER, Role.SCHOOL_HEAD)


def edits_curricula(grant: RoleGrant) -> bool:
    """Officers of the administration at the level of the province write curricula and articles."""
    return grant.role == Role.OFFICER and grant.organisation.level == "province"


def may_edit_curricula(user: Any) -> bool:
    return any(edits_curricula(grant) for grant in scopes.grants(user, Role.OFFICER))


def may_decide(user: Any, page: Page) -> bool:
    """Whether the user may publish or send back what waits: a second person, who neither wrote nor handed it in."""
    waiting = page.current_workflow_state
    if waiting is None or user.pk == waiting.requested_by_id or not may_edit_curricula(user):
        return False
    return user.pk not in writers(page)


def writers(page: Page) -> set[int]:
    """Whoever saved a version of the page since what the public reads."""
    unread = page.revisions.filter(user__isnull=False)
    if page.live_revision_id:
        unread = unread.filter(pk__gt=page.live_revision_id)
    return set(unread.values_list("user_id", flat=True))


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

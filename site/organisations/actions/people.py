"""One person of a roster, changed or given a new sign-in slip by whoever keeps the roster."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from identity.actions import slips
from kit import clock
from kit.imports import Report
from organisations.actions import grants, matching, rosters
from organisations.errors import GrantRefused, RosterRefused
from organisations.exchange.roster import PersonDraft
from organisations.models import Membership, RoleGrant


@transaction.atomic
def enter(draft: PersonDraft, school: Any, *, by: Any, at: datetime) -> Report:
    """Put one row of a form on the roster of `school`; it obeys every rule of an imported row.

    Raises: RosterRefused, with the reason of the refused row.
    """
    reach = rosters.reach_of(by)
    mine = rosters.Reach(reach.organisations, reach.paths, reach.may_give, school)
    report = rosters.enter([draft], Report(read=1), mine, by=by, at=at).report
    if report.errors:
        raise RosterRefused(f"{report.errors[0].column}：{report.errors[0].reason}", code=report.errors[0].code)
    return report


@transaction.atomic
def issue_slips(memberships: Iterable[Membership], *, by: Any, at: datetime) -> dict[int, str]:
    """A new one-time slip for each of these people, by user; older ones end.

    Raises: RosterRefused, when one of them also holds rights elsewhere: a slip would open those too.
    """
    people = list(memberships)
    reach = rosters.reach_of(by)
    known = matching.Known()
    held = RoleGrant.objects.valid_on(clock.local(at).date()).filter(user_id__in=[one.user_id for one in people])
    for grant in held.select_related("organisation"):
        known.grants.setdefault(grant.user_id, []).append(grant)
    for one in people:
        beyond = known.reaches_beyond(one.user_id, reach.paths)
        if not one.organisation.path.startswith(reach.paths) or beyond or one.user_id == by.pk:
            raise RosterRefused(
                _("%(name)s also holds rights outside your care. The education administration issues that slip.")
                % {"name": one.user.name},
                code="not-yours",
            )
    return slips.issue([one.user for one in people], by=by, at=at)


@transaction.atomic
def withdraw(given: RoleGrant, *, by: Any, at: datetime) -> RoleGrant:
    """Take a role of the school away from somebody on its roster.

    Raises: GrantRefused, when the keeper of the roster could not have given it.
    """
    reach = rosters.reach_of(by)
    if given.role not in reach.may_give or not given.organisation.path.startswith(reach.paths):
        raise GrantRefused(_("This role was not given by the school. The education administration can take it away."))
    return grants.withdraw(given, by=by, at=at)

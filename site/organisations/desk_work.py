"""What the desks of this app show: rosters, and grants."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet

from identity.models import SignInSlip
from organisations import scopes
from organisations.models import Membership, Organisation, Role, RoleGrant
from organisations.models.memberships import READERS


@dataclass(frozen=True)
class Line:
    """One person on a roster. `sign_in` is "new" before the first slip, "slip" while one is open, "in" afterwards."""

    membership: Membership
    roles: list[str]
    sign_in: str

    @property
    def phone(self) -> str:
        """Enough of it to recognise, not enough to call."""
        number = self.membership.user.phone
        return f"{number[:3]}****{number[-4:]}" if number else ""


def schools(user: Any) -> "QuerySet[Organisation]":
    """The units whose rosters the user keeps or audits, with how many people are on each."""
    mine = Organisation.objects.filter(scopes.within(user, *READERS, field="path"), closed_on=None)
    return mine.annotate(people=Count("memberships", filter=Q(memberships__left_on=None))).order_by("path")


def members(user: Any, school: Organisation) -> "QuerySet[Membership]":
    found = Membership.objects.visible_to(user).current().filter(organisation=school)
    return found.select_related("user", "organisation").order_by("staff_number", "pk")


def lines(memberships: Iterable[Membership]) -> list[Line]:
    """Three statements however many there are."""
    rows = list(memberships)
    people = [one.user_id for one in rows]
    roles: dict[tuple[int, int], list[str]] = {}
    for grant in RoleGrant.objects.filter(user_id__in=people, revoked_at=None).order_by("pk"):
        roles.setdefault((grant.user_id, grant.organisation_id), []).append(str(grant.get_role_display()))
    waiting = set(SignInSlip.objects.open().filter(user_id__in=people).values_list("user_id", flat=True))
    return [Line(one, roles.get((one.user_id, one.organisation_id), []), _sign_in(one.user, waiting)) for one in rows]


def never_signed_in(memberships: "QuerySet[Membership]") -> "QuerySet[Membership]":
    """Those who have no password yet."""
    return memberships.filter(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__is_active=True)


def grants(user: Any) -> "QuerySet[RoleGrant]":
    """The roles in the territory of a security administrator or auditor, those above teaching first of all."""
    reach = scopes.within(user, Role.SECURITY_ADMIN, Role.AUDITOR)
    found = RoleGrant.objects.filter(reach).exclude(role__in=[Role.TEACHER, Role.STUDENT])
    return found.select_related("user", "organisation", "granted_by").order_by("organisation__path", "role", "pk")


def _sign_in(user: Any, waiting: set[int]) -> str:
    if user.has_usable_password():
        return "in"
    return "slip" if user.pk in waiting else "new"

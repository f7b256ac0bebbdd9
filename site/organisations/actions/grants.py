"""Granting and withdrawing roles."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit import clock
from notifications.actions import messages
from organisations import scopes
from organisations.errors import GrantRefused
from organisations.models import Organisation, OrganisationKind, Role, RoleGrant
from trail.actions import audit

# Who runs the platform, who gives rights and who looks over both are three people.
APART = frozenset({Role.OPERATOR, Role.SECURITY_ADMIN, Role.AUDITOR})
OF_SCHOOLS = frozenset({Role.TEACHER, Role.STUDENT, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD})


@transaction.atomic
def grant(
    user: Any,
    role: str,
    organisation: Organisation,
    *,
    by: Any = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> RoleGrant:
    """Give `user` a role at an organisation from a day on; an equal grant that stands is returned as it is.

    Raises: GrantRefused, when the same person already runs, secures or audits the platform in another capacity.
    """
    type(user)._default_manager.select_for_update().get(pk=user.pk)
    if role in APART:
        other = RoleGrant.objects.filter(user=user, role__in=APART, revoked_at=None).exclude(role=role).first()
        if other is not None:
            raise GrantRefused(
                _("%(name)s is %(role)s already. Operator, security administrator and auditor are three people.")
                % {"name": user, "role": Role(other.role).label}
            )
    given, created = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        organisation=organisation,
        revoked_at=None,
        defaults={"valid_from": valid_from or clock.today(), "valid_to": valid_to, "granted_by": by},
    )
    if created:
        audit.record("role.granted", given, by=by, path=organisation.path, role=role, user=str(user.uuid))
    return given


@transaction.atomic
def appoint(
    user: Any,
    role: str,
    organisation: Organisation,
    *,
    by: Any,
    valid_from: date,
    valid_to: date | None = None,
) -> RoleGrant:
    """What a security administrator does: give somebody else a role in the own territory.

    Raises: GrantRefused, for oneself, outside the territory, or where the role and the organisation do not fit.
    """
    if user.pk == by.pk:
        raise GrantRefused(_("Nobody gives a role to themselves. Ask the other security administrator."))
    if not scopes.covers(by, organisation, Role.SECURITY_ADMIN):
        raise GrantRefused(_("This organisation is not in your territory."))
    is_school = organisation.kind == OrganisationKind.SCHOOL
    if (role in OF_SCHOOLS) != is_school and role not in {Role.TEACHER, Role.STUDENT}:
        raise GrantRefused(
            _("%(role)s is no role at %(organisation)s: school roles belong to schools, the others to administrations.")
            % {"role": Role(role).label, "organisation": organisation}
        )
    if valid_to is not None and valid_to < valid_from:
        raise GrantRefused(_("The role would end before it begins. Correct the days."))
    given = grant(user, role, organisation, by=by, valid_from=valid_from, valid_to=valid_to)
    said = _("You are now %(role)s at %(organisation)s.") % {
        "role": given.get_role_display(),
        "organisation": organisation,
    }
    messages.send(user, said, url="/desk/")
    return given


@transaction.atomic
def withdraw(given: RoleGrant, *, by: Any, at: datetime | None = None) -> RoleGrant:
    given = RoleGrant.objects.select_for_update().get(pk=given.pk)
    if given.revoked_at is None:
        given.revoked_at = at or clock.now()
        given.save(update_fields=["revoked_at"])
        path = given.organisation.path
        audit.record("role.withdrawn", given, by=by, path=path, role=given.role, user=str(given.user.uuid))
    return given

"""Granting and withdrawing roles."""

from datetime import date
from typing import Any

from django.db import transaction

from kit import clock
from organisations.models import Organisation, RoleGrant
from trail.actions import audit


@transaction.atomic
def grant(
    user: Any, role: str, organisation: Organisation, *, by: Any = None, valid_from: date | None = None
) -> RoleGrant:
    """Give `user` a role at an organisation from a day on; an equal grant that stands is returned as it is."""
    given, created = RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        organisation=organisation,
        revoked_at=None,
        defaults={"valid_from": valid_from or clock.today(), "granted_by": by},
    )
    if created:
        audit.record("role.granted", given, by=by, path=organisation.path, role=role, user=str(user.uuid))
    return given


@transaction.atomic
def withdraw(given: RoleGrant, *, by: Any) -> RoleGrant:
    given = RoleGrant.objects.select_for_update().get(pk=given.pk)
    if given.revoked_at is None:
        given.revoked_at = clock.now()
        given.save(update_fields=["revoked_at"])
        audit.record("role.withdrawn", given, by=by, role=given.role, user=str(given.user.uuid))
    return given

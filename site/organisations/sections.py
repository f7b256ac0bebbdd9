"""This app's lines on the desks."""

from django.utils.translation import gettext_lazy as _

from kit import desks
from organisations.models import Role
from organisations.models.memberships import READERS


def register() -> None:
    readers, givers = frozenset(READERS), frozenset({Role.SECURITY_ADMIN.value, Role.AUDITOR.value})
    desks.register(desks.Section("organisations.rosters", _("Rosters"), "organisations:rosters", readers, order=60))
    desks.register(desks.Section("organisations.roles", _("Roles and rights"), "organisations:roles", givers, order=20))

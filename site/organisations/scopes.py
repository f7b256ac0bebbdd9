"""Who may see and do what, where: the one registry of role grants, asked by every `visible_to`."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from kit import clock

if TYPE_CHECKING:
    from organisations.models import RoleGrant

NOTHING = Q(pk__in=[])


def grants(user: Any, *roles: str) -> "list[RoleGrant]":
    """The user's grants that are valid today, of `roles` or of any; asked of the database each time, so that a right
    that was taken ends at once."""
    from organisations.models import RoleGrant

    if not user or not user.is_authenticated or not user.is_active:
        return []
    mine = RoleGrant.objects.valid_on(clock.today()).filter(user=user).select_related("organisation")
    return list(mine.filter(role__in=roles) if roles else mine)


def roles_of(user: Any) -> set[str]:
    return {grant.role for grant in grants(user)}


def has_role(user: Any, *roles: str) -> bool:
    return bool(grants(user, *roles))


def holds_office(user: Any) -> bool:
    """Whether the user holds a right above teaching and above a school's."""
    return bool(roles_of(user) - {"teacher", "student", "school_editor", "school_head"})


def within(user: Any, *roles: str, field: str = "organisation__path") -> Q:
    """A filter for rows whose organisation's path, at `field`, lies in the scope of one of the user's grants."""
    reach = NOTHING
    for grant in grants(user, *roles):
        reach = reach | Q(**{f"{field}__startswith": grant.organisation.path})
    return reach


def covers(user: Any, organisation: Any, *roles: str) -> bool:
    """Whether one of the user's grants of `roles` reaches the organisation."""
    return any(organisation.path.startswith(grant.organisation.path) for grant in grants(user, *roles))


def holds_at(user: Any, organisation: Any, *roles: str) -> bool:
    """Whether the user holds one of `roles` at exactly this organisation."""
    return any(grant.organisation_id == organisation.pk for grant in grants(user, *roles))

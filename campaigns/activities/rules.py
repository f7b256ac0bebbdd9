"""Who may write an activity and who may decide on it."""

from typing import Any

from django.db.models import Q

from campaigns.activities.models import SCHOOL_ROLES, Activity
from organisations import scopes
from organisations.models import Membership, Organisation, Role


def may_write(user: Any, organisation: Organisation) -> bool:
    return scopes.covers(user, organisation, *SCHOOL_ROLES)


def may_review(user: Any, activity: Activity) -> bool:
    """An officer of the managing authority or of one above it, who neither wrote it nor belongs to the school."""
    if user.pk in {activity.author_id, activity.submitted_by_id}:
        return False
    authority = managing_authority(activity.organisation)
    if authority is None or not scopes.covers(user, authority, Role.OFFICER):
        return False
    return not belongs_to(user, activity.organisation)


def managing_authority(organisation: Organisation) -> Organisation | None:
    """Of a part, its school's."""
    return organisation.managing_authority or (organisation.parent.managing_authority if organisation.parent else None)


def belongs_to(user: Any, organisation: Organisation) -> bool:
    """Whether the user is a member of the school, of what it is part of or of a part of it, or holds a role there."""
    school = organisation.parent or organisation
    members = Membership.objects.current().filter(user=user)
    if members.filter(Q(organisation__path__startswith=school.path)).exists():
        return True
    return any(grant.organisation.path.startswith(school.path) for grant in scopes.grants(user))


def awaits(user: Any) -> Q:
    """Activities whose managing authority is one where the user is an officer."""
    places = [grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)]
    own = Q(organisation__managing_authority__in=places)
    return own | Q(organisation__managing_authority__isnull=True, organisation__parent__managing_authority__in=places)

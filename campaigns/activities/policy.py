"""What Wagtail's admin may do with activities: the scope of `visible_to`, and no right to publish, delete or add."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.permission_policies.base import BasePermissionPolicy

from campaigns.activities import rules
from campaigns.activities.models import SCHOOL_ROLES, Activity
from organisations import scopes
from organisations.models import Role

READING = (*SCHOOL_ROLES, Role.OFFICER, Role.AUDITOR)


class ActivityPolicy(BasePermissionPolicy):
    """Schools view and change their own while they may write; those above them view. Nothing else, for nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return scopes.has_role(user, *_roles(action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Activity) -> bool:
        if action == "change":
            return instance.writable and rules.may_write(user, instance.organisation)
        return action == "view" and Activity.objects.visible_to(user).filter(pk=instance.pk).exists()

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Activity) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> Any:
        if "view" in actions:
            return Activity.objects.visible_to(user)
        return Activity.objects.of_school_people(user) if "change" in actions else Activity.objects.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> Any:
        return get_user_model().objects.none()  # nobody is told of activities by Wagtail


def _roles(action: str) -> tuple[str, ...]:
    return {"change": SCHOOL_ROLES, "view": READING}.get(action, ("",))

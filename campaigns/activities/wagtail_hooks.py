"""Activities in Wagtail's admin."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from campaigns.activities.models import Activity
from campaigns.activities.policy import ActivityPolicy
from campaigns.activities.viewsets import ActivityViewSet, HandIn

register_permission_policy(Activity, ActivityPolicy(Activity), exact_class=True)
register_snippet(ActivityViewSet)


@hooks.register("register_snippet_action_menu_item")
def hand_in(model: Any) -> HandIn | None:
    return HandIn(order=10) if model is Activity else None

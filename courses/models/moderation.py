"""The step of Wagtail's workflow on which a curriculum waits for a second person."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState

from kit import clock
from kit.errors import Refusal


class WaitsForSecondPerson(WorkflowLock):
    """While it waits nobody changes it: what is read is what is published."""

    def get_message(self, user: Any) -> str | SafeString:
        return gettext(
            "This waits for a second person and cannot be changed now. A second person publishes it or sends it back "
            "from the first page; whoever handed it in can take it back with “Cancel workflow”."
        )


class SecondPersonTask(Task):
    """Published by an officer of the province who wrote none of it and did not hand it in.

    `courses.actions.curricula` decides; this only tells Wagtail which buttons to show to whom.
    """

    lock_class = WaitsForSecondPerson

    class Meta:
        verbose_name = _("second person")

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return True

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        from courses import rules

        if not rules.may_decide(user, obj):
            return []
        return [("approve", gettext("Publish"), False), ("reject", gettext("Send back with a reason"), True)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        from courses.actions import curricula  # a task is a door into an action

        act = {"approve": curricula.publish, "reject": curricula.send_back}[action_name]
        try:
            act(task_state, by=user, at=clock.now(), comment=kwargs.get("comment", ""))
        except Refusal as refusal:
            raise PermissionDenied(str(refusal)) from refusal  # what Wagtail knows how to answer

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        from courses import rules

        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if not rules.may_edit_curricula(user):
            return waiting.none()
        others = waiting.exclude(workflow_state__requested_by=user).select_related("revision")
        mine = [one.pk for one in others if rules.may_decide(user, one.revision.content_object)]
        return waiting.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return gettext("Published by somebody who neither wrote it nor handed it in.")

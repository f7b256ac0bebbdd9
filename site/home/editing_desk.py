"""What the first page of the editing desk shows: what waits for the roles of this moment, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from campaigns.activities import desk_work
from campaigns.activities.models import Activity, ActivityState
from home import editors

AT_MOST = 8


@dataclass(frozen=True)
class Item:
    """One thing of a pile. `publish` and `send_back` are addresses, where the person may decide right here."""

    title: str
    url: str
    note: str = ""
    publish: str = ""
    send_back: str = ""


@dataclass(frozen=True)
class Pile:
    """One kind of work; `nothing` is what is said when there is none."""

    title: str
    items: list[Item]
    nothing: str
    more: str = ""
    count: int = 0


def piles(user: Any, rooms: set[str]) -> Iterator[Pile]:
    if editors.SCHOOLS in rooms:
        yield _of_school(user, ActivityState.RETURNED, _("Sent back to you"), _("Nothing was sent back."))
        yield _of_school(user, ActivityState.DRAFT, _("Drafts of your school"), _("No draft is lying about."))
    if editors.CURRICULA in rooms:
        yield _for_second_person(user)
        yield _sent_back(user)
        yield _own_drafts(user)
    if editors.READERS in rooms:
        yield _to_review(user)


def _of_school(user: Any, state: str, title: str, nothing: str) -> Pile:
    found = Activity.objects.of_school_people(user).filter(state=state).select_related("organisation").order_by("-pk")
    edit = f"{editors.ACTIVITIES}edit"
    items = [Item(str(one), reverse(edit, args=[one.pk]), one.organisation.name) for one in found[:AT_MOST]]
    return Pile(title, items, nothing, f"{reverse(f'{editors.ACTIVITIES}list')}?state={state}", found.count())


def _for_second_person(user: Any) -> Pile:
    states = TaskState.objects.reviewable_by(user).select_related("revision__user").order_by("started_at")
    items = []
    for state in states[:AT_MOST]:
        page = state.revision.content_object
        if page is not None:
            compared = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
            url = compared if page.live else reverse("wagtailadmin_pages:view_draft", args=[page.pk])
            title, writer = state.revision.object_str, str(state.revision.user or "")
            decisions = [
                reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
                for action in ("approve", "reject")
            ]
            items.append(Item(title, url, writer, *decisions))
    return Pile(
        _("Waiting for you as the second person"),
        items,
        _("Nothing waits for a second person."),
        reverse("wagtailadmin_reports:workflow_tasks"),
        states.count(),
    )


def _sent_back(user: Any) -> Pile:
    states = WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES)
    states = states.select_related("current_task_state").order_by("-pk")
    items = []
    for state in states[:AT_MOST]:
        page, told = state.content_object, state.current_task_state
        if page is not None:
            items.append(Item(page.get_admin_display_title(), _edit(page), told.comment if told else ""))
    return Pile(_("Sent back to you"), items, _("Nothing was sent back."), count=states.count())


def _own_drafts(user: Any) -> Pile:
    mine = Page.objects.filter(latest_revision__user=user, has_unpublished_changes=True).exclude(
        pk__in=[int(one) for one in WorkflowState.objects.active().values_list("object_id", flat=True) if one.isdigit()]
    )
    found = mine.order_by(F("latest_revision_created_at").desc(nulls_last=True))
    items = [Item(one.get_admin_display_title(), _edit(one)) for one in found[:AT_MOST]]
    return Pile(_("Your drafts, not handed in yet"), items, _("No draft is lying about."), count=found.count())


def _to_review(user: Any) -> Pile:
    found = desk_work.queue(user)
    items = [
        Item(str(one), reverse("activities:desk_activity", args=[one.uuid]), one.organisation.name)
        for one in found[:AT_MOST]
    ]
    return Pile(
        _("Activities that wait for your office"),
        items,
        _("No activity waits for your office."),
        reverse("activities:queue"),
        found.count(),
    )


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])

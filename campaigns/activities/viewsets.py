"""Activities in the editing desk. Which rows exist is `visible_to`'s to say; every change goes through the actions.

Doors that this model has no use for (publish, unpublish, schedule, lock, delete, copy, usage, choosers, actions on many
at once) have no address at all.
"""

from functools import partial
from typing import Any

import django_filters
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, re_path, reverse
from django.utils.functional import cached_property
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import HistoryFilterSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.views import snippets

from campaigns.activities import rules
from campaigns.activities.actions import activities
from campaigns.activities.errors import NotReady
from campaigns.activities.forms import WordsForm
from campaigns.activities.models import SCHOOL_ROLES, Activity, ActivityState, Kind
from kit.errors import Refusal
from kit.templatetags.kit import day, moment
from organisations import scopes

HIDDEN = ("delete", "copy", "usage", "lock", "unlock", "unpublish", "revisions_unschedule")


def find(request: HttpRequest, pk: Any, *, of_school: bool = False) -> Activity:
    """The one that the user may see. Raises: Http404, the same for a foreign one as for none."""
    seen = Activity.objects.of_school_people(request.user) if of_school else Activity.objects.visible_to(request.user)
    linked = seen.select_related("organisation__managing_authority", "organisation__parent", "latest_revision")
    return get_object_or_404(linked, pk=pk)


class Whom:
    """For whom it was, as a field that can be compared."""

    name = "whom"
    verbose_name = _("For whom")

    def value_from_object(self, obj: Activity) -> str:
        return obj.for_whom


class WhomPanel(FieldPanel):
    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            return [partial(FieldComparison, Whom())]


class ActivityFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("state"), choices=ActivityState.choices)
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=Kind.choices)

    class Meta:
        model = Activity
        fields = ["state", "kind"]


class IndexView(snippets.IndexView):
    any_permission_required = ["change", "view"]
    add_item_label = _("Write an activity")

    @cached_property
    def columns(self) -> list[Any]:
        return [column for column in super().columns if column.name != "bulk_actions"]

    @cached_property
    def schools(self) -> list[str]:
        return [grant.organisation.path for grant in scopes.grants(self.request.user, *SCHOOL_ROLES)]

    def get_edit_url(self, instance: Activity) -> str | None:
        mine = any(instance.organisation.path.startswith(path) for path in self.schools)
        return reverse(self.edit_url_name, args=[instance.pk]) if mine and instance.writable else None

    def get_inspect_url(self, instance: Activity) -> str:
        """Whoever sees a row may open it."""
        return reverse(self.inspect_url_name, args=[instance.pk])

    def get_add_url(self) -> str | None:
        return reverse(self.add_url_name) if self.schools else None

    def get_list_more_buttons(self, instance: Activity) -> list[Any]:
        return []


class EditView(snippets.EditView):
    """The words, for the school while it may write. Everybody else who may see it is led to the page to read."""

    permission_required = "view"
    actions = ["edit", "submit"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False  # each save is a version with its entry in the trail

    def get_object(self, queryset: Any = None) -> Activity:
        self.live_object = find(self.request, self.object_pk)
        return self.live_object

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission_for_instance("change", self.live_object):
            if request.method == "POST":
                raise PermissionDenied
            return redirect(self.inspect_url_name, self.live_object.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_available_actions(self) -> list[str]:
        return ["submit"]

    def get_editing_sessions(self) -> None:
        """Two people at once are told apart by the version they read; nobody is shown who else is there."""
        return

    def form_valid(self, form: WordsForm) -> HttpResponse:
        self.form = form
        by, at = self.request.user, self.request.received_at
        version = form.cleaned_data["read_version"]
        tiers = form.cleaned_data["whom"]
        try:
            kept = activities.write(self.live_object, form.words(), tiers, by=by, at=at, version=version)
        except Refusal as refusal:
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)
        if self.action != "submit":
            messages.success(self.request, gettext("The draft is kept."))
            return redirect(self.edit_url_name, kept.pk)
        return self._handed_in(kept, by, at)

    def _handed_in(self, kept: Activity, by: Any, at: Any) -> HttpResponse:
        try:
            activities.submit(kept, by=by, at=at, version=kept.version)
        except NotReady as refusal:
            for finding in refusal.findings:
                messages.error(self.request, finding.words)
            messages.warning(self.request, gettext("The draft is kept, but not handed in yet."))
            return redirect(self.edit_url_name, kept.pk)
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.edit_url_name, kept.pk)
        messages.success(self.request, gettext("It is handed in. You see here until when it is reviewed."))
        return redirect(self.inspect_url_name, kept.pk)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [on_the_desk(self.live_object, gettext("Photos, on the phone's page"), "image")]


class InspectView(snippets.InspectView):
    any_permission_required = ["change", "view"]
    page_title = _("Activity")

    def get_object(self, queryset: Any = None) -> Activity:
        return find(self.request, unquote(str(self.pk)))

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self.user_has_permission_for_instance("change", self.object) else None

    def get_fields_context(self) -> list[dict[str, Any]]:
        one = self.object
        shown = [
            (_("school"), one.organisation.name),
            (_("state"), one.get_state_display()),
            (_("day"), day(one.held_on)),
            (_("kind"), one.get_kind_display()),
            (_("For whom"), one.for_whom),
            (_("what was done"), mark_safe(linebreaks(one.body, autoescape=True))),
            (_("handed in at"), moment(one.submitted_at)),
            (_("to be reviewed by"), moment(one.review_due_at)),
            (_("published at"), moment(one.published_at)),
        ]
        return [{"label": label, "value": value, "component": None} for label, value in shown if value]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        decides = self.object.state == ActivityState.SUBMITTED and rules.may_review(self.request.user, self.object)
        label = gettext("Decide on the desk") if decides else gettext("See it on the desk, with its photos")
        return [on_the_desk(self.object, label, "check" if decides else "view")]


class OfTheSchool:
    """Versions of a draft are read by the school alone: what it took out before handing in is nobody else's."""

    permission_required = None
    any_permission_required = ["change"]
    request: HttpRequest

    def get_object(self, queryset: Any = None) -> Activity:
        pk = getattr(self, "pk", None) or self.kwargs["pk"]  # type: ignore[attr-defined]
        return find(self.request, unquote(str(pk)), of_school=True)


class HistoryView(OfTheSchool, snippets.HistoryView):
    filterset_class = HistoryFilterSet


class PreviewRevisionView(OfTheSchool, snippets.PreviewRevisionView):
    pass


class RevisionsCompareView(OfTheSchool, snippets.RevisionsCompareView):
    pass


class PreviewOnEditView(OfTheSchool, snippets.PreviewOnEditView):
    pass


def on_the_desk(activity: Activity, label: str, icon: str) -> HeaderButton:
    return HeaderButton(label=label, url=reverse("activities:desk_activity", args=[activity.uuid]), icon_name=icon)


def begin(request: HttpRequest) -> HttpResponse:
    """An activity begins on the phone's page, which knows the school and takes the photos."""
    if not scopes.has_role(request.user, *SCHOOL_ROLES):
        raise Http404
    return redirect("activities:new")


class HandIn(ActionMenuItem):
    name = "action-submit"
    label = _("Hand it in for review")
    icon_name = "resubmit"


class ActivityViewSet(snippets.SnippetViewSet):
    model = Activity
    icon = "group"
    menu_label = _("Activities of schools")
    menu_name = "activities"
    menu_order = 300
    add_to_admin_menu = True
    add_to_reference_index = False
    pk_path_converter = "int"
    inspect_view_enabled = True
    list_display = [
        "title",
        Column("organisation", label=_("school"), accessor="organisation.name"),
        Column("state", label=_("state"), accessor="get_state_display"),
        Column("held_on", label=_("day"), accessor=lambda one: day(one.held_on)),
    ]
    filterset_class = ActivityFilters
    search_fields = ["title", "body"]
    search_backend_name = None
    ordering = ["-pk"]
    index_view_class = IndexView
    edit_view_class = EditView
    inspect_view_class = InspectView
    history_view_class = HistoryView
    revisions_view_class = PreviewRevisionView
    revisions_compare_view_class = RevisionsCompareView
    preview_on_edit_view_class = PreviewOnEditView
    edit_handler = ObjectList(
        [
            FieldPanel("title", help_text=_("As a parent would say it, such as “三年级的诚信小账本”.")),
            FieldPanel("held_on", widget=AdminDateInput, help_text=_("The day on which it took place.")),
            FieldPanel("kind", help_text=_("The nearest one will do.")),
            WhomPanel("whom", help_text=_("All who took part.")),
            FieldPanel(
                "body",
                help_text=_(
                    "What was done, in a few sentences. Text pasted from Word, WPS or 公众号 keeps its words and loses "
                    "its looks. No names of pupils."
                ),
            ),
        ],
        base_form_class=WordsForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return Activity.objects.visible_to(request.user).select_related("organisation")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_common_view_kwargs(**kwargs),
            **{f"{name}_url_name": None for name in HIDDEN},
        }

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = super().get_edit_view_kwargs(**kwargs)
        return {**given, **{f"{name}_url_name": None for name in (*HIDDEN, "workflow_history")}}

    def get_urlpatterns(self) -> list[Any]:
        versions = "history/<int:pk>/revisions/<int:revision_id>/"
        a, b = r"(?P<revision_id_a>live|earliest|\d+)", r"(?P<revision_id_b>live|latest|\d+)"
        return [
            path("", self.index_view, name="list"),
            path("results/", self.index_results_view, name="list_results"),
            path("add/", begin, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("inspect/<int:pk>/", self.inspect_view, name="inspect"),
            path("preview/<int:pk>/", self.preview_on_edit_view, name="preview_on_edit"),
            path("history/<int:pk>/", self.history_view, name="history"),
            path("history-results/<int:pk>/", self.history_results_view, name="history_results"),
            path(f"{versions}view/", self.revisions_view, name="revisions_view"),
            path(f"{versions}revert/", self.revisions_revert_view, name="revisions_revert"),
            re_path(
                rf"^history/(?P<pk>\d+)/revisions/compare/{a}\.\.\.{b}/$",
                self.revisions_compare_view,
                name="revisions_compare",
            ),
        ]

    def register_chooser_viewset(self) -> None:
        """Nothing chooses an activity."""

    def register_snippet_model(self) -> None:
        """Wagtail's actions on many at once, and its API, are for models that are on its list of snippets."""

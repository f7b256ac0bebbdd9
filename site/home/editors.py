"""Who enters /cms/, and which of its rooms stand open to whom.

Wagtail asks groups, the platform asks role grants. At each request the door brings a person's groups into line with
the grants of this moment, so a right that was taken ends with the next click. Rooms are listed, not excluded: what a
new release of Wagtail adds stays closed until somebody has looked at it.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from campaigns.activities.models import SCHOOL_ROLES
from courses import rules
from organisations import scopes
from organisations.models import Role, RoleGrant

CURRICULA = "curriculum editors"
SCHOOLS = "school editors"
READERS = "readers"
GROUPS = (CURRICULA, SCHOOLS, READERS)

FOR_STRANGERS = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
# What stands below /cms/ and is no room of it: the files of the library, and the way to the one sign-in.
OUTSIDE = frozenset({"wagtaildocs_serve", "wagtaildocs_authenticate_with_password", "cms_sign_in"})

FOR_EVERYBODY = frozenset(
    {
        *FOR_STRANGERS,
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_logout",
        "wagtailadmin_dismissibles",
        "wagtailadmin_editing_sessions:release",
    }
)
ACTIVITIES = "wagtailsnippets_activities_activity:"
FOR_READERS = frozenset({f"{ACTIVITIES}{view}" for view in ("list", "list_results", "inspect")})
FOR_SCHOOLS = FOR_READERS | {
    f"{ACTIVITIES}{view}"
    for view in (
        *("add", "edit", "preview_on_edit", "history", "history_results"),
        *("revisions_view", "revisions_revert", "revisions_compare"),
    )
}
_PAGES = (
    *("add", "preview_on_add", "add_subpage", "choose_parent", "edit", "preview_on_edit", "view_draft", "delete"),
    *("move", "move_confirm", "copy", "search", "search_results", "usage", "history", "history_results"),
    *("revisions_index", "revisions_view", "revisions_revert", "revisions_compare"),
    *("workflow_action", "collect_workflow_action_data", "confirm_workflow_cancellation", "workflow_preview"),
    *("workflow_history", "workflow_history_detail"),
)
_LIBRARY = ("index", "index_results", "add", "edit", "delete", "add_multiple", "edit_multiple", "delete_multiple")
_CHOOSERS = ("choose", "choose_results", "chosen", "chosen_multiple", "create")
_LINKS = ("", "_child", "_search", "_chosen_multiple", "_external_link", "_email_link", "_phone_link", "_anchor_link")
_REPORTS = ("workflow", "workflow_tasks", "aging_pages")
FOR_CURRICULA = frozenset(
    {
        *("wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results"),
        *(f"wagtailadmin_pages:{view}" for view in _PAGES),
        *(f"wagtailadmin_choose_page{which}" for which in _LINKS),
        *("wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete", "wagtailadmin_block_preview"),
        *("wagtailadmin_api:pages:listing", "wagtailadmin_api:pages:detail"),
        *(f"wagtailadmin_reports:{report}{part}" for report in _REPORTS for part in ("", "_results")),
        *(f"wagtailimages:{view}" for view in (*_LIBRARY, "image_usage", "preview", "delete_upload_multiple")),
        *("wagtailimages:create_multiple_from_uploaded_image",),
        *(f"wagtaildocs:{view}" for view in (*_LIBRARY, "document_usage", "delete_upload_multiple")),
        *("wagtaildocs:create_multiple_from_uploaded_document",),
        *(f"wagtail{kind}_chooser:{view}" for kind in ("images", "docs") for view in _CHOOSERS),
        *("wagtailimages_chooser:select_format",),
    }
)
OPEN = {CURRICULA: FOR_CURRICULA, SCHOOLS: FOR_SCHOOLS, READERS: FOR_READERS}

# Two rooms serve every model by its name; these are the models, and what is done to many at once.
SESSIONS = "wagtailadmin_editing_sessions:ping"
AT_ONCE = "wagtail_bulk_action"
LIBRARY = {("media", "libraryimage"), ("media", "librarydocument")}
PAGE = ("wagtailcore", "page")
OF_THE_LIBRARY_AT_ONCE = frozenset({"add_tags", "add_to_collection", "delete"})
OF_PAGES_AT_ONCE = frozenset({"delete", "move"})


def rooms_of(user: Any) -> set[str]:
    """The groups that the grants of this moment open. A superuser has no scope and no second person: none."""
    if user.is_superuser:
        return set()
    return {group for grant in scopes.grants(user) for group in _groups(grant)}


def _groups(grant: RoleGrant) -> set[str]:
    found = set()
    if rules.edits_curricula(grant):
        found.add(CURRICULA)
    if grant.role in SCHOOL_ROLES:
        found.add(SCHOOLS)
    if grant.role in {Role.OFFICER, Role.AUDITOR}:
        found.add(READERS)
    return found


def enter(user: Any) -> set[str]:
    """The user's rooms, after the groups that Wagtail asks were brought into line with them."""
    rooms = rooms_of(user)
    has = set(user.groups.filter(name__in=GROUPS).values_list("name", flat=True))
    if has != rooms:
        with transaction.atomic():
            user.groups.remove(*Group.objects.filter(name__in=has - rooms))
            user.groups.add(*Group.objects.filter(name__in=rooms - has))
    return rooms


def is_open(view_name: str, kwargs: Mapping[str, Any], rooms: set[str]) -> bool:
    """Whether a room of Wagtail's, by the name of its address, stands open to somebody of these groups."""
    if view_name in FOR_EVERYBODY or any(view_name in OPEN[room] for room in rooms):
        return True
    if CURRICULA not in rooms:
        return False
    model = (str(kwargs.get("app_label", "")).lower(), str(kwargs.get("model_name", "")).lower())
    if view_name == SESSIONS:
        return model == PAGE
    if view_name == AT_ONCE:
        actions = OF_PAGES_AT_ONCE if model == PAGE else OF_THE_LIBRARY_AT_ONCE if model in LIBRARY else frozenset()
        return kwargs.get("action") in actions
    return False

"""Wagtail's admin in the platform's looks, cut to what the role needs, with the ways back to the desk and the site."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from home import editing_desk, editors

FOR_ALL = frozenset({"desk", "activities"})
FOR_CURRICULA = FOR_ALL | {"explorer", "images", "documents", "reports"}
REPORTS = frozenset({"workflows", "workflow-tasks", "aging-pages"})


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    sheets = [(static(f"css/{name}.css"),) for name in ("tokens", "admin")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("register_admin_menu_item")
def back_to_the_desk() -> MenuItem:
    return MenuItem(_("My desk"), reverse("home:desk"), name="desk", icon_name="home", order=1)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_site_summary(request: HttpRequest, items: list[object]) -> None:
    """Counts of pages and files over the whole province tell a school nothing."""
    items.clear()


@hooks.register("construct_main_menu", order=1000)
def menu_of_the_role(request: HttpRequest, items: list[MenuItem]) -> None:
    known = FOR_CURRICULA if editors.CURRICULA in editors.rooms_of(request.user) else FOR_ALL
    items[:] = [item for item in items if item.name in known]


@hooks.register("construct_reports_menu", order=1000)
def open_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in REPORTS]


class WhatWaits(Component):
    """What waits for the person, instead of Wagtail's panels about what is of no concern to a school."""

    name = "what_waits"
    template_name = "home/editing/waiting.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        rooms = editors.rooms_of(request.user)
        piles = list(editing_desk.piles(request.user, rooms))
        return {
            "piles": piles,
            "csrf_token": get_token(request),
            "waiting": sum(pile.count for pile in piles),
            "writes_activities": editors.SCHOOLS in rooms,
            "writes_curricula": editors.CURRICULA in rooms,
        }


@hooks.register("construct_homepage_panels", order=1000)
def what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [WhatWaits()]


@hooks.register("register_admin_urls", order=1000)
def no_publishing_of_many() -> None:
    """The list of pages offers for many at once only what the door lets through."""
    bulk_action_registry.get_bulk_actions_for_model(*editors.PAGE)  # the registry fills itself when it is asked
    actions = bulk_action_registry.actions["wagtailcore"]["page"]
    for name in set(actions) - editors.OF_PAGES_AT_ONCE:
        del actions[name]

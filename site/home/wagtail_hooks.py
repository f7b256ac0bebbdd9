"""Wagtail's admin in the platform's looks, with the ways back to the desk and the site."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_menu_item")
def back_to_the_desk() -> MenuItem:
    return MenuItem(_("My desk"), reverse("home:desk"), name="desk", icon_name="home", order=1)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_site_summary(request: HttpRequest, items: list[object]) -> None:
    """Counts of pages and files over the whole province tell a school nothing."""
    items.clear()


@hooks.register("construct_main_menu")
def no_foreign_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's help speaks of Wagtail's releases, in English."""
    items[:] = [item for item in items if item.name != "help"]

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

# Title and the address it leads to: the head of every page.
NAVIGATION: list[tuple[Any, str]] = [
    (_("Learn"), "learn/"),
    (_("Training"), "training/"),
    (_("Activities"), "activities/"),
    (_("Model schools"), "campaigns/"),
    (_("Notices"), "notices/"),
    (_("Honour roll"), "honours/"),
    (_("Verify"), "verify/"),
]


def _root() -> str:
    try:
        return reverse("home:home")  # /en/ on English pages
    except NoReverseMatch:
        return "/"


def shell(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs. Nothing in it depends on who asks, but the chosen size of type."""
    return {
        "DEMO": settings.DEMO,
        "imprint": settings.IMPRINT,
        "large_type": request.COOKIES.get("type") == "large",
        "may_have_messages": bool({"messages", settings.SESSION_COOKIE_NAME} & set(request.COOKIES)),
        "navigation": navigation(request.path),
    }


def navigation(path: str) -> list[dict[str, Any]]:
    """The head's links; the one that leads to where `path` is, is marked."""
    root = _root()
    return [
        {
            "title": title,
            "url": root + address,
            "current": path.startswith(root + address),
            "exact": path == root + address,
        }
        for title, address in NAVIGATION
        if is_there(address)
    ]


@lru_cache
def is_there(address: str) -> bool:
    """Whether some app answers at an address below the root; lessons are Wagtail's own pages."""
    return address == "learn/" or resolve(f"/{address}").url_name != "wagtail_serve"

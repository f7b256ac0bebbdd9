"""The addresses that search engines may list."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from wagtail.models import Page

from home.context import is_there
from kit import face

AT_MOST = 50_000  # sitemaps.org: addresses in one file
FIXED = (
    "learn/",
    "training/",
    "activities/",
    "campaigns/",
    "honours/",
    "verify/",
    "documents/",
    "articles/",
    "rights/",
    "help/",
    "privacy/",
    "terms/",
)


def addresses() -> list[tuple[str, date | None]]:
    found: list[tuple[str, date | None]] = []
    seen = set()
    for path, day in _all():
        if path not in seen:
            seen.add(path)
            found.append((path, day))
            if len(found) == AT_MOST:
                break
    return found


def _all() -> Iterator[tuple[str, date | None]]:
    root = reverse("home:home")
    yield root, None
    for address in filter(is_there, FIXED):
        yield root + address, None
    pages = Page.objects.live().public().filter(depth__gt=2).order_by("path")
    for page in pages.iterator():
        if page.url:
            yield page.url, page.last_published_at.date() if page.last_published_at else None
    yield from face.addresses()

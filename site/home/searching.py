"""One question to everything that the public may read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from kit import face
from kit.face import Card

AT_MOST = 20


@dataclass(frozen=True)
class Group:
    title: Any
    hits: list[Card]


def find(words: str) -> list[Group]:
    """Groups with at least one hit, the nearest first in each, at most AT_MOST a group."""
    groups = [Group(_("Lessons and articles"), pages(words, AT_MOST))]
    groups += [Group(title, find(words, AT_MOST)) for title, find in face.searches()]
    return [group for group in groups if group.hits]


def pages(words: str, at_most: int) -> list[Card]:
    found: Any = get_search_backend().search(words, Page.objects.live().public())
    return [Card(page.title, page.url, page.search_description) for page in found[:at_most] if page.url]

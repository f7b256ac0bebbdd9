"""What activities add to the first page, the search and the sitemap."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from campaigns.activities.models import Activity
from kit import clock, face
from kit.face import Card, Front

NEWEST = 4
IN_THE_SITEMAP = 50_000


def register() -> None:
    face.register_front("activities", front)
    face.register_search("activities", gettext_lazy("Activities of schools"), find, order=25)
    face.register_addresses("activities", addresses)


def front(now: datetime) -> Front:
    newest = Activity.objects.public().select_related("organisation").order_by("-published_at", "-pk")
    cards = [card(one) for one in newest[:NEWEST]]
    return Front(len(cards), cards)


def card(one: Activity) -> Card:
    return Card(
        title=one.title,
        url=reverse("activities:activity", args=[one.code]),
        line=one.organisation.name,
        day=one.held_on,
    )


def find(words: str, at_most: int) -> list[Card]:
    """Published ones whose title, text or school hold every word."""
    found = Activity.objects.public().select_related("organisation")
    for word in words.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(organisation__name__icontains=word))
    return [card(one) for one in found.order_by("-published_at", "-pk")[:at_most]]


def addresses() -> Iterator[tuple[str, date | None]]:
    rows = Activity.objects.public().order_by("-published_at", "-pk").values_list("code", "published_at")
    for code, at in rows[:IN_THE_SITEMAP].iterator():
        yield reverse("activities:activity", args=[code]), clock.local(at).date() if at else None

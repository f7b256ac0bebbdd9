"""What running notices add to the first page and to the search of this site. Search engines never list them."""

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.notices.models import PublicNotice
from kit import clock, face
from kit.face import Card, Front

NEWEST = 3


def register() -> None:
    face.register_front("notices", front)
    face.register_search("notices", gettext_lazy("Running notices"), find, order=20)


def front(now: datetime) -> Front:
    running = PublicNotice.objects.shown(now)
    newest = running.select_related("call__organiser").order_by("closes_at", "pk")[: NEWEST + 1]
    cards = [card(one) for one in newest]
    count = len(cards) if len(cards) <= NEWEST else running.count()
    return Front(count, cards[:NEWEST])


def card(one: PublicNotice) -> Card:
    return Card(
        title=one.title,
        url=reverse("notices:notice", args=[one.code]),
        line=one.call.organiser.name,
        until=one.closes_at,
        act_url=reverse("notices:object", args=[one.code]),
    )


def find(words: str, at_most: int) -> list[Card]:
    """By the notice's title or by a unit that is on it."""
    running = PublicNotice.objects.shown(clock.now()).select_related("call__organiser")
    named = Q(title__contains=words) | Q(candidates__name__contains=words, candidates__removed_at__isnull=True)
    found = running.filter(named).distinct().order_by("closes_at", "pk")[:at_most]
    cards = [card(one) for one in found]
    return [Card(one.title, one.url, _("Open for objection")) for one in cards]

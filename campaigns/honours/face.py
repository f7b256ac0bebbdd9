"""What the roll adds to the first page, the search and the sitemap. A suspended entry adds nothing."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.honours import reading
from campaigns.honours.asking import Asked
from campaigns.honours.models import EntryEvent, EntryStatus, HonourEntry
from kit import clock, face
from kit.face import Card, Front

NEWEST = 5
IN_THE_SITEMAP = 50_000  # what one sitemap holds


def register() -> None:
    face.register_front("honours", front)
    face.register_search("honours", gettext_lazy("Honour roll"), find, order=30)
    face.register_addresses("honours", addresses)


def front(now: datetime) -> Front:
    """The last number is the count: entries are numbered without gaps."""
    newest = list(_shown().order_by("-entry_no")[:NEWEST])
    last = HonourEntry.objects.order_by("-entry_no").values_list("entry_no", flat=True).first()
    return Front(last or 0, [card(one) for one in newest])


def card(one: HonourEntry) -> Card:
    return Card(
        title=one.name,
        url=reverse("honours:entry", args=[one.code]),
        line=f"{one.honour} · {one.decision_no}",
        number=_("No. %(number)d") % {"number": one.entry_no},
        day=one.decision_date,
    )


def find(words: str, at_most: int) -> list[Card]:
    """Units by name, by their code or by the code of the entry."""
    rows = reading.found(Asked(q=words[:60]), clock.today()).exclude(status=EntryStatus.SUSPENDED)
    return [card(one) for one in rows.order_by("-entry_no")[:at_most]]


def addresses() -> Iterator[tuple[str, date | None]]:
    last = EntryEvent.objects.filter(entry=OuterRef("pk")).order_by("-number").values("at")[:1]
    rows = _shown().order_by("-entry_no").values_list("code", Subquery(last))
    roll = reverse("honours:roll")
    for code, at in rows[:IN_THE_SITEMAP].iterator():
        yield f"{roll}{code}/", clock.local(at).date() if at else None


def _shown() -> QuerySet[HonourEntry]:
    return HonourEntry.objects.exclude(status=EntryStatus.SUSPENDED)

"""Reading the roll: which entries an asker gets, how each stood on a day, and what the roll holds in all."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef
from django.db.models.query import QuerySet

from campaigns.calls.models import Call
from campaigns.honours import tiles
from campaigns.honours.asking import Asked
from campaigns.honours.models import EntryEvent, EntryStatus, HonourEntry, RollName
from kit import clock
from kit.codes import parse_code
from kit.errors import BadInput

CHUNK = 2000
CALLS_OFFERED = 40
FEW = 500  # units of a name; where more bear it, a page fills soonest by walking down the numbers
_AFTER = {"awarded": "valid", "restored": "valid"}  # what an event leaves; any other leaves what it is called
_TAKEN = ("suspended", "revoked")


@dataclass(frozen=True)
class Line:
    """An entry as it stood on the day that is asked for."""

    entry: HonourEntry
    status: str

    def row(self, day: date) -> dict[str, Any]:
        return self.entry.public_row(day, self.status)


def found(asked: Asked, today: date) -> QuerySet[HonourEntry]:
    """The entries that are asked for, without order. A name finds no entry whose display is suspended."""
    rows = HonourEntry.objects.all()
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.territory:
        rows = _in_territory(rows, asked.territory)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.call:
        rows = rows.filter(call=Call.objects.filter(code=asked.call).values("pk")[:1])
    if asked.q:
        rows = _called(rows, asked.q)
    if asked.as_of and asked.as_of < today:
        return _on_an_earlier_day(rows, asked.as_of, asked.status)
    return rows.with_status(asked.status, asked.as_of or today) if asked.status else rows


def _in_territory(rows: Any, code: str) -> Any:
    if code in tiles.CODES or (code.endswith("00") and not code.endswith("0000")):
        return rows.filter(city_code=code)
    return rows if code.endswith("0000") else rows.filter(division_code=code)


def _called(rows: Any, words: str) -> Any:
    """By the code of an entry, the code of the unit, or every word in its name."""
    try:
        return rows.filter(code=parse_code(words, "H"))
    except BadInput:
        rows = rows.exclude(status=EntryStatus.SUSPENDED)
    if len(words) in {10, 18} and words.isascii() and words.isalnum():
        return rows.filter(subject_code=words.upper())
    names = RollName.objects.all()
    for word in unicodedata.normalize("NFKC", words).split():
        names = names.filter(name__contains=word)
        rows = rows.filter(name__contains=word)
    units = list(names.order_by().values_list("organisation", flat=True)[: FEW + 1])
    return rows.filter(organisation__in=units) if len(units) <= FEW else rows


def end_of(day: date) -> datetime:
    """The first instant after a day in Shanghai."""
    return datetime.combine(day + timedelta(days=1), time(), clock.SHANGHAI)


def _on_an_earlier_day(rows: Any, day: date, status: str) -> Any:
    """Those released by the end of `day`, with the status that they had then."""
    rows = rows.filter(decision__released_at__lt=end_of(day))
    if status in {"corrected", *_TAKEN}:
        rows = rows.filter(pk__in=_left_by(day, status))
        return rows.filter(valid_to__gte=day) if status == "corrected" else rows
    if status == "valid":
        return rows.exclude(pk__in=_left_by(day, "corrected", *_TAKEN)).filter(valid_to__gte=day)
    if status == "expired":
        return rows.exclude(pk__in=_left_by(day, *_TAKEN)).filter(valid_to__lt=day)
    return rows


def _left_by(day: date, *what: str) -> Any:
    """Keys of the entries whose last event by the end of `day` is one of `what`."""
    events = EntryEvent.objects.filter(at__lt=end_of(day))
    later = events.filter(entry=OuterRef("entry"), number__gt=OuterRef("number"))
    return events.filter(~Exists(later), what__in=what).values("entry")


def lines(entries: Iterable[HonourEntry], as_of: date | None, today: date) -> list[Line]:
    """Each entry with its status on the day; one statement more where the day is past and some entry has a history."""
    entries = list(entries)
    day = as_of or today
    then: dict[int, str] = {}
    if day < today and any(one.version > 1 for one in entries):
        changed = [one.pk for one in entries if one.version > 1]
        events = EntryEvent.objects.filter(entry__in=changed, at__lt=end_of(day)).order_by("entry", "number")
        then = {entry: _AFTER.get(what, what) for entry, what in events.values_list("entry", "what")}
        return [Line(one, _read(then.get(one.pk, "valid"), one.valid_to, day)) for one in entries]
    if day < today:
        return [Line(one, _read("valid", one.valid_to, day)) for one in entries]
    return [Line(one, one.status_on(day)) for one in entries]


def _read(status: str, valid_to: date, day: date) -> str:
    return "expired" if status in {"valid", "corrected"} and valid_to < day else status


def everything(asked: Asked, today: date) -> Iterator[Line]:
    """All that is asked for, newest first, by pieces, so that half a million need no more room than a few."""
    after = asked.after
    rows = found(asked, today)
    while True:
        piece = list(rows.page(after, CHUNK))  # type: ignore[attr-defined]
        yield from lines(piece, asked.as_of, today)
        if len(piece) < CHUNK:
            return
        after = piece[-1].entry_no


def state() -> str:
    """Changes with every entry and every event of one: what a reader's copy is compared with."""
    last = EntryEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    return str(last)


@dataclass(frozen=True)
class Overview:
    """What the roll holds in all. Entries are numbered without gaps and never deleted: the last number is the count."""

    count: int
    by_city: dict[str, int]
    by_year: dict[int, int]
    calls: list[tuple[str, str]]


def overview() -> Overview:
    """Counted anew only when an entry was added; until then one statement."""
    last = HonourEntry.objects.order_by("-entry_no").values_list("entry_no", "uuid").first()
    if last is None:
        return Overview(0, {}, {}, [])
    kept = cache.get(f"roll:{last[1]}")
    if kept is None:
        kept = _counted(last[0])
        cache.set(f"roll:{last[1]}", kept, 24 * 3600)
    return kept


def _counted(last: int) -> Overview:
    by_city: dict[str, int] = {}
    by_year: dict[int, int] = {}
    newest: dict[tuple[str, str], int] = {}
    groups = HonourEntry.objects.order_by().values_list("city_code", "year", "call__code", "call__title")
    for city, year, code, title, count, number in groups.annotate(count=Count("pk"), number=Max("entry_no")):
        by_city[city] = by_city.get(city, 0) + count
        by_year[year] = by_year.get(year, 0) + count
        newest[code, title] = max(newest.get((code, title), 0), number)
    calls = sorted(newest, key=lambda call: newest[call], reverse=True)[:CALLS_OFFERED]
    return Overview(last, by_city, dict(sorted(by_year.items(), reverse=True)), calls)

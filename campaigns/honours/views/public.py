"""The roll and its entries, for anybody."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from campaigns.calls.models import CallKind, Review, Verdict
from campaigns.honours import asking, certificates, reading, tiles
from campaigns.honours.models import HonourEntry
from kit import clock
from kit.access import access
from kit.codes import parse_code
from kit.errors import BadInput
from kit.shared_copies import may_be_kept

ON_A_PAGE = 50


@access("public")
@require_safe
@conditional_page
def roll(request: HttpRequest) -> HttpResponse:
    """The register: tiles, filters, and entries by number, newest first."""
    asked = asking.read(request.GET)
    today = clock.local(request.received_at).date()
    rows = list(reading.found(asked, today).page(asked.after, ON_A_PAGE + 1))
    shown = rows[:ON_A_PAGE]
    overview = reading.overview()
    context = {
        "asked": asked,
        "today": today,
        "lines": reading.lines(shown, asked.as_of, today),
        "overview": overview,
        "grid": _grid(asked, overview),
        "next": _address(request, after=shown[-1].entry_no) if len(rows) > ON_A_PAGE else "",
        "first": _address(request, after=None) if asked.after else "",
        "everywhere": _address(request, after=None, territory=None) if asked.territory else "",
        "years": [
            {
                "year": year,
                "count": count,
                "url": _address(request, after=None, year=year),
                "current": year == asked.year,
            }
            for year, count in overview.by_year.items()
        ],
        "all_years": _address(request, after=None, year=None),
        "file_query": urlencode(_kept(request)),
        "territory_name": next((tile.name for tile in tiles.TILES if tile.code == asked.territory), asked.territory),
        "kinds": CallKind.choices,
        "statuses": asking.STATUSES.items(),
    }
    return may_be_kept(request, render(request, "honours/public/roll.html", context))


@access("public")
@require_safe
@conditional_page
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """One entry: what was decided, why, by which rule, by whom it was checked, and what happened since.

    An entry whose display is suspended says its code, that it is suspended, and until when; nothing else.
    """
    found = by_code(code)
    today = clock.local(request.received_at).date()
    if found.hidden:
        return may_be_kept(request, render(request, "honours/public/suspended.html", {"entry": found}))
    day = _day(request, found) or today
    [line] = reading.lines([found], day, today)
    events = [one for one in found.events.all() if clock.local(one.at).date() <= day]
    context = {
        "entry": found,
        "status": line.status,
        "day": day,
        "today": today,
        "events": events,
        "since": events[-1] if line.status in {"revoked", "corrected"} else None,
        "checked_by": _checked_by(found),
        "qr": certificates.qr(found),
        "address": certificates.address(found),
        "drawable": certificates.may_be_drawn(found, today),
    }
    return may_be_kept(request, render(request, "honours/public/entry.html", context))


def by_code(code: str) -> HonourEntry:
    """The entry with this code, however it was typed. Raises: Http404."""
    try:
        plain = parse_code(code, "H")
    except BadInput:
        raise Http404 from None
    found = HonourEntry.objects.select_related("decision", "call").prefetch_related("events").filter(code=plain).first()
    if found is None:
        raise Http404
    return found


def _day(request: HttpRequest, found: HonourEntry) -> date | None:
    """The day asked for. Raises: Http404, when the entry did not stand in the roll by its end."""
    as_of = asking.read({"as_of": request.GET.get("as_of", "")}).as_of
    if as_of and found.decision.released_at and found.decision.released_at >= reading.end_of(as_of):
        raise Http404
    return as_of


def _checked_by(found: HonourEntry) -> list[str]:
    """The bureaus that recommended the unit, lowest first."""
    reviews = Review.objects.filter(
        application__call=found.call_id, application__organisation=found.organisation_id, verdict=Verdict.RECOMMEND
    )
    return list(dict.fromkeys(reviews.order_by("at", "pk").values_list("organisation__name", flat=True)))


def _grid(asked: asking.Asked, overview: reading.Overview) -> list[dict[str, Any]]:
    """Five columns, four rows; an empty cell where no territory lies."""
    kept = {"year": asked.year or "", "kind": asked.kind, "call": asked.call, "status": asked.status, "q": asked.q}
    kept["as_of"] = asked.as_of.isoformat() if asked.as_of else ""
    others = {name: value for name, value in kept.items() if value}
    at = {(tile.row, tile.column): tile for tile in tiles.TILES}
    cells: list[dict[str, Any]] = []
    for row in range(1, 5):
        for column in range(1, 6):
            tile = at.get((row, column))
            cells.append(_cell(tile, others, asked, overview) if tile else {})
    return cells


def _cell(tile: tiles.Tile, others: dict[str, Any], asked: asking.Asked, overview: reading.Overview) -> dict[str, Any]:
    return {
        "tile": tile,
        "count": overview.by_city.get(tile.code, 0),
        "url": f"{reverse('honours:roll')}?{urlencode({'territory': tile.code, **others})}",
        "current": tile.code == asked.territory,
    }


def _kept(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in asking.FILTERS if request.GET.get(name) and name != "after"}


def _address(request: HttpRequest, **changes: object) -> str:
    """This list with some filters changed; None takes one away."""
    names = {**{name: request.GET[name] for name in asking.FILTERS if request.GET.get(name)}, **changes}
    query = urlencode({name: value for name, value in names.items() if value is not None})
    return f"{request.path}?{query}" if query else request.path

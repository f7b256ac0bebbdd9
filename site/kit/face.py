"""What apps add to the pages of the whole platform: first page, search, sitemap, personal data.

Apps register in `AppConfig.ready()`; `home` shows. Whatever is registered here is shown to anybody, except holdings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Place = Literal["honours", "notices", "activities"]


@dataclass(frozen=True)
class Card:
    """One thing with its address. `number` is its place in a register; `until` the instant at which it closes, and
    `act_url` where one acts on it until then; `day` and `line` say when and what about.
    """

    title: str
    url: str
    line: str = ""
    number: str = ""
    day: date | None = None
    until: datetime | None = None
    act_url: str = ""


@dataclass(frozen=True)
class Front:
    """What the first page shows of one kind: how many there are in all, and the newest few."""

    count: int = 0
    cards: list[Card] = field(default_factory=list)


# The first page gives the instant at which it was asked for; a source answers in at most two statements.
FrontSource = Callable[[datetime], Front]
# Words and how many at most; nearest first; only what is public at this moment.
Search = Callable[[str, int], list[Card]]
# Path and day of the last change; never what is under public notice.
Addresses = Callable[[], Iterable[tuple[str, date | None]]]
# What is held about one user, row by row, by names that the user understands.
Holdings = Callable[[Any], list[dict[str, Any]]]

_fronts: dict[Place, FrontSource] = {}
_searches: dict[str, tuple[int, Any, Search]] = {}
_addresses: dict[str, Addresses] = {}
_holdings: dict[str, tuple[int, Any, Holdings]] = {}


def register_front(place: Place, source: FrontSource) -> None:
    _fronts[place] = source


def front(place: Place, now: datetime) -> Front:
    source = _fronts.get(place)
    return source(now) if source else Front()


def register_search(key: str, title: Any, find: Search, order: int = 100) -> None:
    _searches[key] = (order, title, find)


def searches() -> list[tuple[Any, Search]]:
    return [(title, find) for _order, title, find in sorted(_searches.values(), key=lambda one: one[0])]


def register_addresses(key: str, source: Addresses) -> None:
    _addresses[key] = source


def addresses() -> Iterable[tuple[str, date | None]]:
    for key in sorted(_addresses):
        yield from _addresses[key]()


def register_holdings(key: str, title: Any, rows: Holdings, order: int = 100) -> None:
    _holdings[key] = (order, title, rows)


def holdings() -> list[tuple[str, Any, Holdings]]:
    """Key, title and rows of every kind of thing that is held about people."""
    found = sorted(_holdings.items(), key=lambda one: (one[1][0], one[0]))
    return [(key, title, rows) for key, (_order, title, rows) in found]

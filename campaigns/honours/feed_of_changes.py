"""What changed in the roll lately: entries as they stand, and tombstones for what is shown no longer."""

from dataclasses import dataclass
from datetime import date, datetime

from campaigns.honours import reading
from campaigns.honours.asking import Asked
from campaigns.honours.models import EntryEvent, EntryStatus, HonourEntry
from kit import clock

AT_MOST = 100
_GONE = {EntryStatus.SUSPENDED, EntryStatus.REVOKED}


@dataclass(frozen=True)
class Change:
    """The newest change of an entry. A tombstone says which one, since when and what happened, and names nobody."""

    entry: HonourEntry
    status: str
    at: datetime
    first_at: datetime
    gone: bool

    @property
    def when(self) -> str:
        return clock.rfc3339(self.at)

    @property
    def first(self) -> str:
        return clock.rfc3339(self.first_at)


def newest(asked: Asked, today: date) -> list[Change]:
    """The last AT_MOST changes among the entries asked for, one for each entry, newest first."""
    events = EntryEvent.objects.select_related("entry__decision")
    if asked.filters:
        events = events.filter(entry__in=reading.found(asked, today))
    changes: dict[int, Change] = {}
    for event in events.order_by("-pk")[:AT_MOST]:
        entry = event.entry
        if entry.pk not in changes:
            first = entry.decision.released_at or event.at
            changes[entry.pk] = Change(entry, entry.status_on(today), event.at, first, entry.status in _GONE)
    return list(changes.values())

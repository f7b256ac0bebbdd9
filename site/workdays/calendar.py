"""Chinese working days, make-up days included, counted by the platform's own calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workdays.models import DayException, OfficialYear


@dataclass(frozen=True)
class Period:
    """Working days in a row. `announced` is False when one of the years it touches has no official entries yet."""

    days: tuple[date, ...]
    announced: bool

    @property
    def start(self) -> date:
        return self.days[0]

    @property
    def end(self) -> date:
        return self.days[-1]

    def as_json(self) -> dict[str, Any]:
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "days": [day.isoformat() for day in self.days],
            "status": "announced" if self.announced else "not announced",
        }


def working_days(start: date, count: int) -> Period:
    """`count` working days from `start` on; `start` itself is the first when people work on it.

    Raises: ValueError, when `count` is not between 1 and 366.
    """
    if not 1 <= count <= 366:
        raise ValueError("Expected a number of working days from 1 to 366.")
    exceptions = dict(
        DayException.objects.filter(day__gte=start, day__lte=start + timedelta(days=3 * count + 30)).values_list(
            "day", "works"
        )
    )
    days: list[date] = []
    day = start
    while len(days) < count:
        if exceptions.get(day, day.weekday() < 5):
            days.append(day)
        day += timedelta(days=1)
    years = set(range(start.year, days[-1].year + 1))
    known = OfficialYear.objects.filter(year__in=years).count()
    return Period(tuple(days), announced=known == len(years))

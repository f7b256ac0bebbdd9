"""Entering an announced year. What ships was announced by the State Council; later years are entered when they are."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from workdays.models import DayException, OfficialYear

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "official.json"


@transaction.atomic
def announce(year: int, off: list[date], working: list[date], *, source: str) -> OfficialYear:
    """Replace what is known of a year by its official list."""
    official, _ = OfficialYear.objects.update_or_create(year=year, defaults={"source": source})
    official.exceptions.all().delete()
    DayException.objects.bulk_create(
        DayException(year=official, day=day, works=works)
        for works, days in ((False, off), (True, working))
        for day in days
    )
    return official


def load_shipped() -> int:
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    for row in rows:
        announce(
            row["year"],
            [date.fromisoformat(day) for day in row["off"]],
            [date.fromisoformat(day) for day in row["working"]],
            source=f"国务院办公厅关于{row['year']}年部分节假日安排的通知",
        )
    return len(rows)

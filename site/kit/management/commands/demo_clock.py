from datetime import datetime
from typing import Any

from django.conf import settings

from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Move the demonstration's clock for every process of this data folder."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--by", type=int, metavar="SECONDS", help="Forward, or back when negative.")
        how.add_argument(
            "--to", type=datetime.fromisoformat, metavar="INSTANT", help="For example 2026-12-01T09:00:00+08:00."
        )
        how.add_argument("--reset", action="store_true")

    def report(self, *, by: int | None, to: datetime | None, reset: bool, **options: Any) -> tuple[Any, bool]:
        if not settings.DEMO:
            raise Wrong("The clock is moved in a demonstration only.")
        if reset:
            offset = 0
        elif to is not None:
            instant = to if to.tzinfo else to.replace(tzinfo=clock.SHANGHAI)
            offset = round((instant - clock.real_now()).total_seconds())
        else:
            offset = clock.offset_seconds() + (by or 0)
        if not clock.reaches(offset):
            raise Wrong("The clock would leave the years 2000 to 2099; nothing was changed.")
        clock.move(offset)
        return {"offset_s": offset, "now": clock.rfc3339(clock.now())}, True

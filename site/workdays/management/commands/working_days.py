from datetime import date
from typing import Any

from kit.commands import ReportCommand, Wrong, add_json
from workdays import calendar


class Command(ReportCommand):
    help = "List N working days from START on, make-up days included. Changes nothing."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("start", type=date.fromisoformat)
        parser.add_argument("count", type=int, metavar="N")

    def report(self, *, start: date, count: int, **options: Any) -> tuple[Any, bool]:
        try:
            period = calendar.working_days(start, count)
        except (ValueError, OverflowError) as fault:
            raise Wrong(str(fault)) from None
        return period.as_json(), period.announced

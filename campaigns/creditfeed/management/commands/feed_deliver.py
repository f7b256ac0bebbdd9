from typing import Any

from campaigns.creditfeed.actions import delivery
from kit import starting
from kit.commands import ReportCommand, add_json


class Command(ReportCommand):
    help = "Carry what waits in the outbox to its destinations. Safe to run again."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument(
            "--once", action="store_true", help="Everything that waits, whether its next try is due or not."
        )

    def report(self, *, once: bool, **options: Any) -> tuple[Any, bool]:
        starting.check()
        counts = delivery.deliver(ignore_due=once)
        return counts, not (counts["parked"] or counts["failed"])

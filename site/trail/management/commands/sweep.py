from typing import Any

from kit import starting
from kit.commands import ReportCommand, add_json
from trail.actions import sweeping

HEADINGS = ("closed_attempts", "requeued", "ran", "taken_down", "expired")


class Command(ReportCommand):
    help = "Do everything that is due, once. Safe to run again."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)

    def report(self, **options: Any) -> tuple[Any, bool]:
        starting.check()
        counts = sweeping.sweep()
        return {heading: counts[heading] for heading in HEADINGS}, not counts["failed"]

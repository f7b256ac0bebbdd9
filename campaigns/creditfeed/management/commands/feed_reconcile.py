from datetime import date, timedelta
from typing import Any

from django.core.management.base import CommandError

from campaigns.creditfeed.actions import delivery, reconciliation
from campaigns.creditfeed.errors import FeedError
from campaigns.creditfeed.models import Destination, Mode
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Compare a day with the destination's manifest; with --repair send again what differs. Safe to run again."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument(
            "--day", type=date.fromisoformat, default=None, help="A date in Shanghai; yesterday by default."
        )
        parser.add_argument("--destination", default="PROVINCE")
        parser.add_argument("--repair", action="store_true")

    def report(self, *, day: date | None, destination: str, repair: bool, **options: Any) -> tuple[Any, bool]:
        found = Destination.objects.filter(name=destination).first()
        if found is None or found.mode != Mode.SERVICE:
            raise Wrong(f"There is no destination {destination} in service mode.")
        try:
            result = reconciliation.reconcile(found, day or clock.today() - timedelta(days=1), repair=repair)
        except FeedError as fault:
            raise CommandError(f"The destination could not be asked: {fault}") from None
        if result["repaired"]:
            delivery.deliver(ignore_due=True)
        left = set(result["missing"] + result["extra"] + result["differing"]) - set(result["repaired"])
        return result, not left

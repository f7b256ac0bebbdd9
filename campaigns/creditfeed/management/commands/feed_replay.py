from datetime import date
from typing import Any

from campaigns.creditfeed.actions import reconciliation
from campaigns.creditfeed.models import Destination
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Queue again everything made between two dates. The destination applies nothing twice."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True, help="A date in Shanghai.")
        parser.add_argument(
            "--to", dest="last", type=date.fromisoformat, required=True, help="A date in Shanghai, inclusive."
        )
        parser.add_argument("--destination", default="")

    def report(self, *, first: date, last: date, destination: str, **options: Any) -> tuple[Any, bool]:
        chosen = Destination.objects.filter(active=True, **({"name": destination} if destination else {}))
        if last < first or not chosen:
            raise Wrong("Expected --from not after --to, and a destination that exists.")
        return {"queued": reconciliation.replay(first, last, list(chosen))}, True

from typing import Any

from campaigns.creditfeed.models import Destination, FeedRow, FeedState
from kit import clock
from kit.commands import ReportCommand, add_json


class Command(ReportCommand):
    help = "Tell how the feed stands, destination by destination. Changes nothing."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("--records", action="store_true", help="Every record instead of the sums.")

    def report(self, *, records: bool, **options: Any) -> tuple[Any, bool]:
        return (_records() if records else _sums()), True


def _sums() -> dict[str, Any]:
    return {
        "destinations": [
            {
                "name": one.name,
                "mode": one.mode,
                **{state: getattr(one, state) for state in FeedState.values},
                "oldest_waiting_s": max(0, int((clock.now() - one.oldest).total_seconds())) if one.oldest else 0,
                "last_receipt_at": clock.rfc3339(one.last) if one.last else None,
            }
            for one in Destination.objects.with_sums()
        ],
        "records": FeedRow.objects.values("record_id").distinct().count(),
    }


def _records() -> list[dict[str, Any]]:
    rows = FeedRow.objects.select_related("destination").order_by("record_id", "version", "destination__name")
    return [
        {
            "record_id": str(row.record_id),
            "version": row.version,
            "event": row.event,
            "destination": row.destination.name,
            "state": row.state,
            "tries": row.tries,
            "receipt_id": row.receipt_id,
            "reason": row.reason,
        }
        for row in rows.iterator(chunk_size=1000)
    ]

from typing import Any

from kit import clock
from kit.commands import ReportCommand, add_json
from trail.models import Job, JobState


class Command(ReportCommand):
    help = "List the background jobs, newest first. Changes nothing; status 1 when one is parked."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)

    def report(self, **options: Any) -> tuple[Any, bool]:
        rows = [
            {
                "id": str(job.uuid),
                "kind": job.kind,
                "key": job.key,
                "state": job.state,
                "tries": job.tries,
                "due_at": clock.rfc3339(job.due_at),
                "reason": job.reason,
            }
            for job in Job.objects.order_by("-pk").iterator(chunk_size=1000)
        ]
        return rows, all(row["state"] != JobState.PARKED for row in rows)

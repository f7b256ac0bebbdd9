"""Background jobs: queued as rows in the transaction of the change, claimed under a lease, finished once."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from kit import clock
from trail import registry
from trail.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
TRIES = 5
CLAIMED_BY_NOBODY = timedelta(seconds=30)


def enqueue(
    kind: str,
    *arguments: Any,
    key: str = "",
    at: datetime | None = None,
    by: Any = None,
    title: str = "",
    total: int = 0,
) -> Job:
    """Write the job's row now and tell the queue after commit, as best it can.

    `key` names the business fact: the same kind and key is one job however often it is asked for.
    """
    now = clock.now()
    job, created = Job.objects.get_or_create(
        kind=kind,
        key=key or ":".join(str(argument) for argument in arguments),
        defaults={
            "arguments": list(arguments),
            "due_at": at or now,
            "created_at": now,
            "started_by": by,
            "title": title,
            "progress_total": total,
        },
    )
    if created and job.due_at <= now:
        transaction.on_commit(lambda: hint(job.pk), robust=True)
    return job


def hint(job_id: int) -> None:
    """Tell the queue to look at a job. Losing the hint costs seconds: the sweeper looks too."""
    from trail import tasks

    tasks.publish(job_id)


def claim(job_id: int) -> Job | None:
    """Take a job for `LEASE`: nobody else runs it meanwhile. None when it is not to be had."""
    now = clock.real_now()
    claimed = (
        Job.objects.filter(pk=job_id)
        .filter(Q(state=JobState.DUE, due_at__lte=clock.now()) | Q(state=JobState.RUNNING, leased_until__lt=now))
        .update(state=JobState.RUNNING, leased_until=now + LEASE, fence=F("fence") + 1, tries=F("tries") + 1)
    )
    return Job.objects.get(pk=job_id) if claimed else None


def run(job_id: int) -> bool:
    """Claim a job and do it; True when it was done here. A job that fails by itself parks after five tries."""
    job = claim(job_id)
    if job is None:
        return False
    try:
        outcome = registry.runner(job.kind)(*job.arguments)
    except Exception as fault:
        log.exception("job failed", extra={"event": "job_failed", "job": str(job.uuid), "kind": job.kind})
        _give_back(job, f"{type(fault).__name__}: {fault}"[:500])
        return False
    Job.objects.filter(pk=job.pk, fence=job.fence).update(
        state=JobState.DONE,
        leased_until=None,
        reason="",
        finished_at=clock.now(),
        result=outcome if isinstance(outcome, dict) else {},
    )
    return True


def _give_back(job: Job, reason: str) -> None:
    parked = job.tries >= TRIES
    Job.objects.filter(pk=job.pk, fence=job.fence).update(
        state=JobState.PARKED if parked else JobState.DUE,
        leased_until=None,
        reason=reason,
        due_at=clock.now() + timedelta(seconds=min(2**job.tries * 5, 300)),
    )


def advance(key: str, kind: str, done: int, total: int | None = None) -> None:
    """Report progress of a running job and keep its lease alive."""
    values: dict[str, Any] = {"progress_done": done, "leased_until": clock.real_now() + LEASE}
    if total is not None:
        values["progress_total"] = total
    Job.objects.filter(kind=kind, key=key, state=JobState.RUNNING).update(**values)


def sweep() -> dict[str, int]:
    """Re-queue what is due and run here what nobody claimed for half a minute."""
    counts = {"requeued": 0, "ran": 0}
    waiting = clock.now() - CLAIMED_BY_NOBODY
    due = Job.objects.filter(
        Q(state=JobState.DUE, due_at__lte=clock.now()) | Q(state=JobState.RUNNING, leased_until__lt=clock.real_now())
    )
    for job_id, due_at in due.order_by("due_at").values_list("pk", "due_at")[:500]:
        if due_at <= waiting:
            counts["ran"] += run(job_id)
        else:
            hint(job_id)
            counts["requeued"] += 1
    return counts

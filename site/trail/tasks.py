"""Celery's doors into the jobs. The database knows the work; a message only says where to look."""

import logging

from celery import shared_task

log = logging.getLogger(__name__)


@shared_task(name="trail.run_job", acks_late=True)
def run_job(job_id: int) -> None:
    from trail.actions import jobs

    jobs.run(job_id)


@shared_task(name="trail.run_periodic", acks_late=True)
def run_periodic(name: str) -> None:
    """Run one registered sweep by its name."""
    from kit import sweeps

    sweeps.registered()[name][1]()


def publish(job_id: int) -> None:
    """A bounded best effort: a queue that is away costs a second, never an error."""
    try:
        run_job.apply_async((job_id,), retry=False, ignore_result=True)
    except Exception as fault:  # noqa: BLE001 -- the row is the truth
        log.warning("queue not told", extra={"event": "queue_not_told", "job": job_id, "fault": type(fault).__name__})

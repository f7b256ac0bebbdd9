"""Background jobs: one row a fact, one claim at a time, taken up again when its process died."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from kit import clock, sweeps
from trail import registry
from trail.actions import jobs, sweeping
from trail.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    """What the jobs of kind "test.write" did, in order; "boom" fails."""
    seen = []

    @registry.job_kind("test.write")
    def write(word):
        if word == "boom":
            raise RuntimeError("boom")
        seen.append(word)

    yield seen
    registry._kinds.pop("test.write")


def test_the_same_fact_is_one_job_however_often_it_is_asked_for(done):
    first = jobs.enqueue("test.write", "a", key="fact")
    again = jobs.enqueue("test.write", "a", key="fact")

    assert first.pk == again.pk
    assert jobs.run(first.pk)
    assert not jobs.run(first.pk)
    assert done == ["a"]


def test_a_claimed_job_is_run_by_nobody_else(done):
    job = jobs.enqueue("test.write", "a")
    jobs.claim(job.pk)

    assert not jobs.run(job.pk)
    assert done == []


def test_a_job_whose_process_died_is_run_when_its_lease_is_over(done):
    job = jobs.enqueue("test.write", "a")
    jobs.claim(job.pk)
    Job.objects.update(leased_until=clock.real_now() - timedelta(seconds=1), due_at=clock.now() - timedelta(minutes=1))

    assert sweeping.sweep()["ran"] == 1
    assert done == ["a"]


def test_what_comes_back_late_cannot_finish_a_job_that_was_taken_over(done):
    job = jobs.enqueue("test.write", "boom")
    old = jobs.claim(job.pk)
    Job.objects.update(leased_until=clock.real_now() - timedelta(seconds=1))
    jobs.claim(job.pk)

    jobs._give_back(old, "late")

    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.RUNNING, "")


def test_a_job_that_keeps_failing_parks_with_its_reason(done):
    job = jobs.enqueue("test.write", "boom")
    for _try in range(jobs.TRIES):
        Job.objects.filter(pk=job.pk).update(due_at=clock.now())
        jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.tries, job.reason) == (JobState.PARKED, 5, "RuntimeError: boom")
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("list_jobs", "--json", stdout=out)
    assert end.value.code == 1
    assert json.loads(out.getvalue())[0]["reason"] == "RuntimeError: boom"


def test_a_fresh_job_is_left_to_the_queue_for_half_a_minute(done):
    jobs.enqueue("test.write", "a")

    counts = sweeping.sweep()

    assert (counts["requeued"], counts["ran"], done) == (1, 0, [])


def test_one_sweep_that_fails_stops_no_other(done, monkeypatch):
    monkeypatch.setattr(sweeps, "_sweeps", {})
    sweeps.register("test.broken", "expired", lambda: 1 // 0)
    sweeps.register("test.whole", "taken_down", lambda: 2)
    Job.objects.filter(pk=jobs.enqueue("test.write", "a").pk).update(due_at=clock.now() - timedelta(minutes=1))
    out = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("sweep", "--json", stdout=out)

    assert end.value.code == 1
    counts = {"closed_attempts": 0, "requeued": 0, "ran": 1, "taken_down": 2, "expired": 0}
    assert json.loads(out.getvalue()) == counts

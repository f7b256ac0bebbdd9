"""Whether the platform can serve, and what waits in it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Min

from campaigns.creditfeed.models import FeedRow, FeedState
from kit import clock
from trail.models import Job, JobState

FED = (FeedState.WAITING.value, FeedState.WRITTEN.value, FeedState.PARKED.value)
log = logging.getLogger(__name__)


def report() -> dict[str, Any]:
    """`ok` tells whether requests can be served; a queue that lags is told and is no reason to stop serving."""
    database = _answers("database", _ask_database)
    cached = _answers("cache", _ask_cache)
    return {
        "ok": database and cached,
        "database": database,
        "cache": cached,
        "queue_age_s": queue_age() if database else None,
    }


def queue_age() -> int:
    """Whole seconds for which the oldest job that is due has been waiting; 0 when none is."""
    now = clock.now()
    oldest = Job.objects.filter(state=JobState.DUE, due_at__lte=now).aggregate(oldest=Min("due_at"))["oldest"]
    return int((now - oldest).total_seconds()) if oldest else 0


def figures() -> dict[str, float]:
    counts = dict(Job.objects.values_list("state").annotate(Count("pk")))
    found: dict[str, float] = {f"zhixin_jobs_{state}": counts.get(state, 0) for state in ("due", "running", "parked")}
    found["zhixin_queue_age_seconds"] = queue_age()
    fed = dict(FeedRow.objects.filter(state__in=FED).values_list("state").annotate(Count("pk")))
    found |= {f"zhixin_feed_{state}": fed.get(state, 0) for state in FED}
    return found


def _answers(what: str, ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as fault:  # noqa: BLE001 -- whatever it was, it does not serve
        log.warning("not ready", extra={"event": "not_ready", "what": what, "fault": type(fault).__name__})
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.set("readyz", "1", 10)
    if cache.get("readyz") != "1":
        raise RuntimeError("the cache forgets")

"""Signs of life of the web process, and what follows when they were missing while attempts were open."""

from datetime import datetime, timedelta

from assessments.models import Attempt, Heartbeat
from kit import clock

BEAT_SECONDS = 15
OUTAGE = timedelta(seconds=60)
CLOSING_WAITS = timedelta(minutes=15)
KEPT = timedelta(days=7)


def beat() -> None:
    """Called by the web process every BEAT_SECONDS, by the machine's own clock."""
    now = clock.real_now()
    Heartbeat.objects.create(at=now)
    Heartbeat.objects.filter(at__lt=now - KEPT).delete()


def holds_back(attempt: Attempt, now: datetime) -> bool:
    """Whether closing waits because an outage touched the attempt and people have not had their time to act.

    An outage is a minute or more without a sign of life. Where the web process has never given one, nothing waits.
    """
    real = clock.real_now()
    moved = now - real
    beats = list(
        Heartbeat.objects.filter(at__gte=attempt.opens_at - moved - OUTAGE).order_by("at").values_list("at", flat=True)
    )
    if not beats:
        return False
    for before, after in zip(beats, [*beats[1:], real], strict=True):
        touched = before < attempt.last_receipt - moved and after > attempt.opens_at - moved
        if after - before >= OUTAGE and touched and real < after + CLOSING_WAITS:
            return True
    return False

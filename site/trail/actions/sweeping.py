"""Everything that is due by the clock, done once. Needs no broker; harmless while others do the same."""

import logging
from collections import Counter

from kit import sweeps
from trail.actions import jobs

log = logging.getLogger(__name__)


def sweep() -> Counter[str]:
    """Run every registered sweep and every job that is due. Counts by heading; one that fails stops no other."""
    counts: Counter[str] = Counter()
    for name, (counts_as, run) in sweeps.registered().items():
        try:
            counts[counts_as] += run()
        except Exception:  # the others' work is due as well
            log.exception("sweep failed", extra={"event": "sweep_failed", "sweep": name})
            counts["failed"] += 1
    try:
        counts.update(jobs.sweep())
    except Exception:
        log.exception("sweep failed", extra={"event": "sweep_failed", "sweep": "jobs"})
        counts["failed"] += 1
    return counts

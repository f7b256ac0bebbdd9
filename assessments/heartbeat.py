"""The web process's signs of life, given by a thread of its own from the first request on."""

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from assessments.actions import outages

log = logging.getLogger(__name__)


def start() -> None:
    threading.Thread(target=_beat_for_ever, name="heartbeat", daemon=True).start()


def _beat_for_ever() -> None:
    pause = threading.Event()
    while True:
        try:
            close_old_connections()
            outages.beat()
        except DatabaseError as fault:
            log.warning("no sign of life", extra={"event": "heartbeat_failed", "fault": type(fault).__name__})
        finally:
            connection.close()
        pause.wait(outages.BEAT_SECONDS)

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from kit import starting
from trail.actions import sweeping


class Command(BaseCommand):
    help = "Do what is due every SWEEP_SECONDS, until SIGTERM."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        starting.check()
        told_to_stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told_to_stop.set())
        while not told_to_stop.is_set():
            close_old_connections()
            sweeping.sweep()
            told_to_stop.wait(settings.SWEEP_SECONDS)

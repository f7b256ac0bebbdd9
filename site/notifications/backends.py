"""Ways out of the house besides the site itself, each behind the same small interface."""

import logging
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


class Sms(Protocol):
    def send(self, phone: str, text: str) -> None:
        """Raises OSError when the text could not be handed over."""


class ConsoleSms:
    """For demonstrations: writes to the process's standard output, never to a log file."""

    def send(self, phone: str, text: str) -> None:
        print(f"SMS to {phone}: {text}")  # noqa: T201 -- its purpose


def sms() -> Sms:
    backend: Sms = import_string(settings.SMS_BACKEND)()
    return backend

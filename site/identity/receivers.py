"""Signals of Django and allauth answered."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from identity import sessions


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest | None, user: Any, **named: Any) -> None:
    if request is not None and hasattr(request, "session"):
        sessions.begin(request, user)

"""Signals of Django and allauth answered."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from identity import sessions


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest | None, user: Any, **named: Any) -> None:
    if request is not None and hasattr(request, "session"):
        sessions.begin(request, user)


@receiver(authenticator_added)
def second_factor_made(sender: Any, request: HttpRequest, authenticator: Authenticator, **named: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.factor_made(request)

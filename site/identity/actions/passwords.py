"""Choosing a password, and giving one's second factor back."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from identity.models import User
from trail.actions import audit


@transaction.atomic
def choose(user: Any, password: str, *, at: datetime) -> User:
    """Set a password that the rules were asked about before; every other session of the user ends with the old one."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record("password.chosen", user, by=user, at=at)
    return user


@transaction.atomic
def reset_second_factor(user: Any, *, by: Any, at: datetime) -> int:
    """Forget a lost second factor; the next sign-in sets up a new one. Returns how many were forgotten."""
    user = User.objects.select_for_update().get(pk=user.pk)
    count, _kinds = Authenticator.objects.filter(user=user).delete()
    if count:
        audit.record("second_factor.reset", user, by=by, at=at, count=count)
    return count

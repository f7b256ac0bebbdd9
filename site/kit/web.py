"""What every door does with what an action says."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from kit.errors import Refusal


def attempt(request: HttpRequest, act: Callable[[], Any], done: object = "") -> bool:
    """Do it, and tell the person `done`, or what was refused and why. Says whether it was done."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, str(done))
    return True

"""What is asked before a process begins to serve or to work. Apps register in `AppConfig.ready()`."""

from collections.abc import Callable

_checks: list[Callable[[], None]] = []


def register(check: Callable[[], None]) -> None:
    """`check` raises ImproperlyConfigured where the process must not run."""
    _checks.append(check)


def check() -> None:
    for one in _checks:
        one()

"""Who is told when something happens to an attempt. Apps above register in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import Any

Receiver = Callable[[Any], None]

_graded: list[Receiver] = []


def on_graded(receiver: Receiver) -> None:
    """`receiver(attempt)` is called inside the transaction that grades; what it raises undoes the grading."""
    if receiver not in _graded:
        _graded.append(receiver)


def graded(attempt: Any) -> None:
    """Tell everybody who asked that the attempt was graded: `learner`, `paper`, `passed`, `graded_at` are set."""
    for receiver in _graded:
        receiver(attempt)

"""Who is told when something happens to an attempt. Apps above register in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Receiver = Callable[[Any], None]

Concerns = Callable[[Sequence[Any]], Iterable[Any]]

_graded: dict[Receiver, Concerns | None] = {}


def on_graded(receiver: Receiver, concerns: Concerns | None = None) -> None:
    """`receiver(attempt)` is called inside the transaction that grades; what it raises undoes the grading.

    `concerns(attempts)` picks those that the receiver wants to hear of where thousands come at once.
    """
    _graded[receiver] = concerns


def graded(attempt: Any) -> None:
    """Tell everybody who asked that the attempt was graded: `learner`, `paper`, `passed`, `graded_at` are set."""
    for receiver in _graded:
        receiver(attempt)


def graded_together(attempts: Sequence[Any]) -> None:
    """The same for attempts that were graded in bulk, in the transaction that wrote them."""
    for receiver, concerns in _graded.items():
        for attempt in concerns(attempts) if concerns else attempts:
            receiver(attempt)

"""What apps above add in `AppConfig.ready()`: who is told when something happens to an attempt, and lessons."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Receiver = Callable[[Any], None]

Resting = tuple[str, str, Iterable[str]]  # a lesson's title, its address, the facts that it rests on

Concerns = Callable[[Sequence[Any]], Iterable[Any]]

_lessons: list[Callable[[], Iterable[Resting]]] = []
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


def on_lessons(lessons: Callable[[], Iterable[Resting]]) -> None:
    """`lessons()` gives what is taught, for the list of what waits to be verified."""
    _lessons.append(lessons)


def lessons() -> list[Resting]:
    return [lesson for each in _lessons for lesson in each()]

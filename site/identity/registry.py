"""What identity has to know of higher floors: whose rights call for a second factor and a single live session."""

from collections.abc import Callable
from typing import Any

_holds_office: list[Callable[[Any], bool]] = []


def on_office(ask: Callable[[Any], bool]) -> None:
    """`ask` says whether a user holds a right above teaching and above a school's."""
    _holds_office.append(ask)


def holds_office(user: Any) -> bool:
    return any(ask(user) for ask in _holds_office)

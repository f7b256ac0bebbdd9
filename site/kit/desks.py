"""What stands on a person's desk. Apps register their sections in `AppConfig.ready()`; `home` shows them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Section:
    """One line of work: `count` is how much waits for this user, `url_name` the list that the count opens.

    `roles` are role codes that see it; an empty set is everybody who is signed in.
    """

    key: str
    title: Any
    url_name: str
    roles: frozenset[str] = frozenset()
    count: Callable[[Any], int] | None = None
    order: int = 100
    url_kwargs: dict[str, str] = field(default_factory=dict)


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    _sections[section.key] = section


def sections_for(roles: set[str]) -> list[Section]:
    mine = (one for one in _sections.values() if not one.roles or one.roles & roles)
    return sorted(mine, key=lambda one: (one.order, one.key))

"""Who wants to know that people joined an organisation; higher floors register in `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from datetime import datetime

# Keys of the organisations that somebody joined, and when; runs in the transaction of the change.
Joined = Callable[[Iterable[int], datetime], None]

_joined: list[Joined] = []


def on_joined(tell: Joined) -> None:
    _joined.append(tell)


def tell_joined(organisation_ids: Iterable[int], at: datetime) -> None:
    wanted = sorted(set(organisation_ids))
    for tell in _joined if wanted else ():
        tell(wanted, at)

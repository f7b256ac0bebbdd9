"""Work that is due by the clock. Apps register in `AppConfig.ready()`; the sweeper and the schedule run it."""

from collections.abc import Callable

_sweeps: dict[str, tuple[str, Callable[[], int]]] = {}


def register(name: str, counts_as: str, run: Callable[[], int]) -> None:
    """`run` does everything that is due now and returns how many; running it twice does no harm.

    `counts_as` is the heading under which `sweep --json` adds it up: closed_attempts, taken_down, expired …
    """
    _sweeps[name] = (counts_as, run)


def registered() -> dict[str, tuple[str, Callable[[], int]]]:
    return dict(_sweeps)

"""The demonstration's notices are made with the roll's; this app adds only the canary's."""

from typing import Any

from campaigns.notices import canary


def seed(world: dict[str, Any]) -> None:
    """Nothing: a notice stands on a call and leads to a decision, so `campaigns.honours.demo` makes them together."""


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)

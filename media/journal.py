"""The withdrawals that outlive a restore: a file of their own, which no backup brings back to an earlier state.

A line is written before the transaction commits. Should that fail, the sweep withdraws the picture all the same:
whoever typed the code wanted nothing else.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

AT_ONCE = 500


def note(picture: UUID) -> None:
    """Add one line, and return when it is on the disk."""
    file = Path(settings.WITHDRAWN_PICTURES)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{picture}\n")
        lines.flush()
        os.fsync(lines.fileno())


def noted() -> Iterator[list[UUID]]:
    """Every noted picture, so many at once."""
    file = Path(settings.WITHDRAWN_PICTURES)
    if not file.exists():
        return
    held: list[UUID] = []
    with file.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            try:
                held.append(UUID(line.strip()))
            except ValueError:
                continue  # a line that was cut off by a crash; its picture's row says the same
            if len(held) == AT_ONCE:
                yield held
                held = []
    if held:
        yield held

"""What a seed decides: identifiers like the real ones, drawn from a `random.Random`, for demonstrations that repeat."""

import random
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from kit.codes import ALPHABET, BODY, check_character


def code(chance: random.Random, prefix: str) -> str:
    """As `kit.codes.new_code`."""
    body = prefix + "".join(chance.choices(ALPHABET, k=BODY))
    return body + check_character(body)


def uuid7(chance: random.Random, at: datetime) -> UUID:
    """As `kit.uuids.uuid7`, at the instant `at`."""
    value = int(at.timestamp() * 1000) << 80 | chance.getrandbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def mark(canary: str, owner: object) -> str:
    """The canary with its owner's code, or nothing where none is wanted."""
    return f"{canary}-{owner}" if canary else ""


class Owner(NamedTuple):
    """An organisation, one of its people, and the mark that stands in the free texts of what belongs to it."""

    organisation: Any
    person: Any
    mark: str

    def says(self, words: str, limit: int = 500) -> str:
        """`words` with the mark; the mark alone where both are too long for the field."""
        both = f"{words} {self.mark}"
        return both if len(both) <= limit else self.mark[:limit]

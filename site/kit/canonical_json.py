"""JSON in the one form of RFC 8785, and digests over it."""

import hashlib
from typing import Any

import rfc8785


def dumps(value: Any) -> bytes:
    return bytes(rfc8785.dumps(value))


def sha256(value: Any) -> str:
    """Hex SHA-256 over the canonical form."""
    return hashlib.sha256(dumps(value)).hexdigest()

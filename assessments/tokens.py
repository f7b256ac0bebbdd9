"""The token of an attempt: signed, bound to it, checked without a table."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

_SALT = "assessments.attempt"
READABLE_AFTER_END = timedelta(hours=24)


def issue(attempt: UUID) -> str:
    return signing.dumps(str(attempt), salt=_SALT)


def opens(token: str, attempt: UUID) -> bool:
    """Whether the token is ours and of this attempt. How long it is good for, the attempt's row says."""
    try:
        return bool(signing.loads(token, salt=_SALT) == str(attempt))
    except signing.BadSignature:
        return False

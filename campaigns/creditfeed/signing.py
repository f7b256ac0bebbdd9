"""Signatures of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, several allowed while a secret rotates."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping

from campaigns.creditfeed.errors import Forged
from kit import clock

TOLERANCE_SECONDS = 300
PREFIX = "whsec_"


def key(secret: str) -> bytes:
    """The key inside `whsec_…`. Raises: ValueError, when it is not written that way."""
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("A feed secret reads whsec_ and base64 after it.") from None


def headers(message_id: str, body: bytes, secret: str) -> dict[str, str]:
    """The three headers for a body sent now, by the machine's own clock."""
    timestamp = str(int(clock.real_now().timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{_signature(message_id, timestamp, body, secret)}",
    }


def verify(received: Mapping[str, str], body: bytes, secrets: Iterable[str]) -> str:
    """The id of a message that one of `secrets` signed within the last five minutes.

    Raises: Forged.
    """
    message_id = received.get("webhook-id", "")
    timestamp = received.get("webhook-timestamp", "")
    offered = [
        one.removeprefix("v1,") for one in received.get("webhook-signature", "").split() if one.startswith("v1,")
    ]
    if not message_id or not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        raise Forged("The signature headers are missing.")
    if abs(clock.real_now().timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        raise Forged("The message is older than five minutes, or its clock is wrong.")
    for secret in secrets:
        expected = _signature(message_id, timestamp, body, secret)
        if any(hmac.compare_digest(expected.encode(), one.encode()) for one in offered):
            return message_id
    raise Forged("The signature does not fit.")


def _signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.new(key(secret), signed, hashlib.sha256).digest()).decode()

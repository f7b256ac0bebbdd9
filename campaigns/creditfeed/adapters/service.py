"""Sending one record over http(s), and judging the answer."""

import http.client
import ipaddress
import json
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from campaigns.creditfeed import destinations, signing
from campaigns.creditfeed.errors import FeedError, ForbiddenAddress, Forged
from kit import canonical_json

SECONDS = 10
MAX_ANSWER = 5_000_000
PASSING = frozenset({408, 409, 425, 429})  # 4xx that say “later”, not “never”


class Unreachable(FeedError):
    """No answer came, or one that says to try again. Nobody knows whether the record was applied."""


class Refused(FeedError):
    """The destination will not take this record as it is."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Receipt:
    receipt_id: str
    outcome: str
    received_at: datetime


def post(name: str, path: str, message_id: str, value: dict[str, Any]) -> dict[str, Any]:
    """POST a signed JSON document and return the verified signed answer.

    Raises: Refused, Unreachable, ForbiddenAddress.
    """
    body = canonical_json.dumps(value)
    headers = {"Content-Type": "application/json", **signing.headers(message_id, body, destinations.secret(name))}
    status, answered, answer = request("POST", destinations.url(name) + path, body, headers)
    _judge(status, answer)
    return _verified(name, answered, answer)


def get(name: str, path: str, message_id: str) -> dict[str, Any]:
    """GET a document with a signed empty body; the answer is signed like any other."""
    headers = signing.headers(message_id, b"", destinations.secret(name))
    status, answered, answer = request("GET", destinations.url(name) + path, b"", headers)
    _judge(status, answer)
    return _verified(name, answered, answer)


def send(name: str, body: dict[str, Any]) -> Receipt:
    """Send one record and return its verified receipt. Raises: Refused, Unreachable, ForbiddenAddress."""
    return receipt_in(post(name, "/records", f"{body['record_id']}-{body['version']}", body), body)


def receipt_in(answer: dict[str, Any], body: dict[str, Any]) -> Receipt:
    """The receipt for `body` in a verified answer. Raises: Unreachable, when it is not one."""
    try:
        fits = answer["record_id"] == body["record_id"] and answer["version"] == body["version"]
        known = answer["outcome"] in {"applied", "duplicate", "stale"}
        received_at = datetime.fromisoformat(answer["received_at"])
        received_at.astimezone(UTC)
        receipt_id = str(answer["receipt_id"])[:80]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Unreachable("The answer is not a receipt.") from None
    if not (fits and known and receipt_id and receipt_id.isprintable() and received_at.tzinfo):
        raise Unreachable("The answer is not a receipt for this record.")
    return Receipt(receipt_id, answer["outcome"], received_at)


def request(method: str, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    """One request to an allowed address, bounded in time and size, never following a redirect."""
    parts = urlsplit(url)
    address = _allowed_address(parts.scheme, parts.hostname or "", parts.port)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    # The address that was checked is the one that is spoken to, whatever the name says a moment later.
    connection._create_connection = lambda _named, *rest, **more: socket.create_connection(address, *rest, **more)  # type: ignore[attr-defined]
    deadline = time.monotonic() + SECONDS
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        text = b""
        while piece := answer.read1(65536):
            text += piece
            if len(text) > MAX_ANSWER or time.monotonic() > deadline:
                raise Unreachable("The answer is too long or too slow.")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text
    except (OSError, http.client.HTTPException) as fault:
        raise Unreachable(f"No answer: {type(fault).__name__}.") from None
    finally:
        connection.close()


def _allowed_address(scheme: str, host: str, port: int | None) -> tuple[str, int]:
    if scheme not in {"http", "https"} or not host:
        raise ForbiddenAddress("The destination has no http or https address.")
    try:
        found = socket.getaddrinfo(host, port or (443 if scheme == "https" else 80), type=socket.SOCK_STREAM)
    except OSError:
        raise Unreachable("The destination's name is not known.") from None
    addresses = [(str(info[4][0]), int(info[4][1])) for info in found]
    if not settings.FEED_ALLOW_PRIVATE and not all(ipaddress.ip_address(one).is_global for one, _port in addresses):
        raise ForbiddenAddress("The destination is a private address. FEED_ALLOW_PRIVATE=1 would allow it.")
    return addresses[0]


def _judge(status: int, answer: bytes) -> None:
    if status == 200:
        return
    if 400 <= status < 500 and status not in PASSING:
        raise Refused(f"{status}: {_reason(answer)}", status)
    raise Unreachable(f"The answer was {status}.")


def _reason(answer: bytes) -> str:
    try:
        told = json.loads(answer)
        return str(told.get("message") or told.get("reason") or told)[:400]
    except (ValueError, AttributeError):
        return answer[:400].decode("utf-8", "replace")


def _verified(name: str, headers: dict[str, str], answer: bytes) -> dict[str, Any]:
    try:
        signing.verify(headers, answer, destinations.secrets(name))
        return dict(json.loads(answer))
    except (Forged, ValueError, TypeError):
        raise Unreachable("The answer is not signed by the destination.") from None

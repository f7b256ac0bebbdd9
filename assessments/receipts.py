"""The signed receipt of a hand-in: what was handed in, when, and that it was this platform which took it."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.models import Attempt
from kit import canonical_json, clock, made_once
from kit.codes import new_code


def digest_of_answer(attempt: Attempt, slot: int, version: int, answer: Any) -> str:
    """Hex SHA-256 over RFC 8785 of one saved answer: `{"answer", "attempt", "slot", "version"}`."""
    return digest_of_text(str(attempt.uuid), slot, version, canonical_json.dumps(answer))


def digest_of_text(attempt: str, slot: int, version: int, answer: bytes) -> str:
    """The same for an answer that is written out in that form already."""
    whole = b'{"answer":%b,"attempt":"%b","slot":%d,"version":%d}' % (answer, attempt.encode(), slot, version)
    return hashlib.sha256(whole).hexdigest()


def make(attempt: Attempt, at: datetime, *, code: str = "") -> tuple[str, str]:
    """The receipt's code, a fresh one unless it is given, and its text, answered byte for byte whenever asked again.

    `digest` is hex SHA-256 over RFC 8785 of `{"attempt", "answers": {slot: {"version", "answer"}}}`; `signature` is
    base64 of HMAC-SHA256 over RFC 8785 of the receipt without it, with the key in DATA_DIR/keys.
    """
    answers = {
        slot: {"version": saved["version"], "answer": saved["answer"]} for slot, saved in attempt.answers.items()
    }
    receipt = {
        "code": code or new_code("R"),
        "attempt": str(attempt.uuid),
        "digest": canonical_json.sha256({"attempt": str(attempt.uuid), "answers": answers}),
        "server_time": clock.rfc3339(at),
    }
    signed = {**receipt, "signature": _signature(receipt)}
    return receipt["code"], json.dumps({"receipt": signed}, ensure_ascii=False, separators=(",", ":"))


def is_ours(receipt: dict[str, Any]) -> bool:
    """Whether a receipt that somebody shows was signed here and not changed since."""
    unsigned = {name: value for name, value in receipt.items() if name != "signature"}
    return hmac.compare_digest(_signature(unsigned), str(receipt.get("signature", "")))


def _signature(receipt: dict[str, Any]) -> str:
    key = made_once.text(Path(settings.DATA_DIR) / "keys" / "receipts").encode()
    return base64.b64encode(hmac.new(key, canonical_json.dumps(receipt), hashlib.sha256).digest()).decode()

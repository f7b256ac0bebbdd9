"""Sealing what only two persons together may ever read: encrypted by a key in the data folder."""

import base64
import hashlib
import json
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from kit import made_once


def seal(facts: dict[str, str]) -> bytes:
    return _box().encrypt(json.dumps(facts, ensure_ascii=False).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    return dict(json.loads(_box().decrypt(bytes(sealed))))


def _box() -> Fernet:
    secret = made_once.text(Path(settings.DATA_DIR) / "keys" / "objectors")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest()))

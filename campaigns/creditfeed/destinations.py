"""Where a destination is and how it is spoken to: read from `FEED_<NAME>_URL`, `_SECRET` and `_SECRET_OLD`."""

import base64
import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kit import made_once


def url(name: str) -> str:
    value = os.environ.get(f"FEED_{name}_URL", "")
    if not value and settings.DEMO:
        return f"http://127.0.0.1:{settings.PORT + 1}"
    if not value:
        raise ImproperlyConfigured(f"FEED_{name}_URL is not set; expected the address of the credit platform.")
    return value.rstrip("/")


def secret(name: str) -> str:
    """The secret that signs what is sent now. A demonstration makes one into its data folder."""
    value = os.environ.get(f"FEED_{name}_SECRET", "")
    if value:
        return value
    if not settings.DEMO:
        raise ImproperlyConfigured(f"FEED_{name}_SECRET is not set; expected whsec_ and base64 after it.")
    made = made_once.text(Path(settings.DATA_DIR) / "keys" / f"feed-{name.lower()}-secret")
    return "whsec_" + base64.b64encode(made.encode()).decode()


def secrets(name: str) -> list[str]:
    """Every secret that is accepted from the destination: the present one, and the old one during rotation."""
    old = os.environ.get(f"FEED_{name}_SECRET_OLD", "")
    return [secret(name), *([old] if old else [])]


def folder(name: str) -> Path:
    """Where a file destination's batches are laid."""
    return Path(os.environ.get(f"FEED_{name}_FOLDER") or Path(settings.DATA_DIR) / f"credit_{name.lower()}")

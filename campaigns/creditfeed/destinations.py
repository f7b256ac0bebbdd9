"""Which destinations there are, where each is and how it is spoken to: read from `FEED_<NAME>_URL`, `_SECRET`,
`_SECRET_OLD`, `_FOLDER` and `_TITLE`."""

import base64
import os
import re
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kit import made_once

_SETTING = re.compile(r"FEED_([A-Z0-9][A-Z0-9_]{0,23})_(URL|FOLDER)")


def named_in_settings() -> dict[str, str]:
    """The mode of each destination that the settings name: a service by its address, files by their folder."""
    found = [match.groups() for key, value in os.environ.items() if value and (match := _SETTING.fullmatch(key))]
    services = {name: "service" for name, kind in found if kind == "URL"}
    return {name: "file" for name, _kind in found} | services


def title(name: str) -> str:
    """What people call it, where the settings say so."""
    return os.environ.get(f"FEED_{name}_TITLE", "")[:80]


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

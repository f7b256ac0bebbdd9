"""What a deployment's settings must say of the feed; run by `check`, and so before every start."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from campaigns.creditfeed import destinations, signing


def feed_settings(**options: Any) -> list[CheckMessage]:
    """Every address has a secret in its form. A demonstration needs neither."""
    if settings.DEMO:
        return []
    named = destinations.named_in_settings()
    if not named:
        hint = "Set FEED_PROVINCE_URL and FEED_PROVINCE_SECRET."
        return [Warning("No credit platform is set; no decision can be released.", hint=hint, id="creditfeed.W001")]
    return [
        Error(f"FEED_{name}_SECRET is missing or not of its form; expected whsec_ and base64.", id="creditfeed.E001")
        for name, mode in sorted(named.items())
        if mode == "service" and not _is_secret(os.environ.get(f"FEED_{name}_SECRET", ""))
    ]


def _is_secret(value: str) -> bool:
    try:
        return value.startswith(signing.PREFIX) and bool(signing.key(value))
    except ValueError:
        return False

"""Addresses that only this machine, or the address for administration, may open."""

import re

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"}
DESCRIPTIONS = ("/api/v1/docs", "/api/v1/openapi.json")
WORKPLACES = re.compile(r"(/en)?/desk(/|$)|/cms(/|$)(?!documents/\d+/[^/]+$)")  # a document is the public's to read


def is_inside(request: HttpRequest) -> bool:
    """Whether the request came from this machine itself, or in through the port of ADMIN_BIND.

    A proxy on this machine names the caller it speaks for; such a request is never the machine's own. The Host header
    is not asked: anybody can write one.
    """
    if FORWARDED & request.META.keys():
        return False
    port = settings.ADMIN_BIND.rpartition(":")[2]
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK or request.META.get("SERVER_PORT") == (port or None)


def is_closed(request: HttpRequest) -> bool:
    """Whether the address is there for callers from inside only, and this one is from outside.

    A demonstration closes nothing; a deployment closes the API's description always, desks and editing once
    ADMIN_BIND names another way in.
    """
    if settings.DEMO:
        return False
    path = request.path_info
    kept = path.startswith(DESCRIPTIONS) or (settings.ADMIN_BIND and WORKPLACES.match(path))
    return bool(kept) and not is_inside(request)

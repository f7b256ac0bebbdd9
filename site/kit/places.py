"""Addresses that only this machine, or the address for administration, may open."""

from django.conf import settings
from django.http import HttpRequest

LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"}


def is_inside(request: HttpRequest) -> bool:
    """Whether the request came from this machine itself, or in through the port of ADMIN_BIND.

    A proxy on this machine names the caller it speaks for; such a request is never the machine's own. The Host header
    is not asked: anybody can write one.
    """
    if FORWARDED & request.META.keys():
        return False
    port = settings.ADMIN_BIND.rpartition(":")[2]
    return request.META.get("REMOTE_ADDR", "") in LOOPBACK or request.META.get("SERVER_PORT") == port

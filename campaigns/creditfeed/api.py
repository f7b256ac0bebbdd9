"""What a credit platform sends by itself: receipts that come later than the answer they belong to."""

import json
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from campaigns.creditfeed import destinations, signing
from campaigns.creditfeed.actions import receipts
from campaigns.creditfeed.adapters.service import Unreachable
from campaigns.creditfeed.errors import Forged
from campaigns.creditfeed.models import Destination
from kit.access import access
from kit.errors import BadInput

router = Router(tags=["feed"])


class Fault(Schema):
    error: str
    message: str
    remedy: str


# Read only after its signature is known to be right, and therefore described here by hand.
_RECEIPT = {
    "type": "object",
    "required": ["receipt_id", "record_id", "version", "outcome", "received_at"],
    "properties": {
        "receipt_id": {"type": "string", "minLength": 1, "maxLength": 80},
        "record_id": {"type": "string", "format": "uuid"},
        "version": {"type": "integer", "minimum": 1},
        "outcome": {"type": "string", "enum": ["applied", "duplicate", "stale"]},
        "received_at": {"type": "string", "format": "date-time"},
    },
}
_HEADERS = [
    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]
_BODY = {"required": True, "content": {"application/json": {"schema": _RECEIPT}}}


@router.post(
    "/receipts/{name}/",
    response={204: None, 401: Fault, 404: Fault, 422: Fault},
    summary="A late receipt of a destination, signed as Standard Webhooks say",
    openapi_extra={"requestBody": _BODY, "parameters": _HEADERS},
)
@access("token", writes=True)
def take_receipt(request: HttpRequest, name: str) -> Status[None]:
    """Take it once; the same again changes nothing."""
    _verify(request, name)
    try:
        receipts.accept(name, _object(request.body))
    except Unreachable as fault:
        raise BadInput(str(fault)) from None
    return Status(204, None)


def _verify(request: HttpRequest, name: str) -> None:
    """Raises: Forged, and the same for a destination that does not exist."""
    if not Destination.objects.filter(name=name).exists():
        raise Forged(_("The signature does not fit."))
    headers = {key.lower(): value for key, value in request.headers.items()}
    try:
        signing.verify(headers, request.body, destinations.secrets(name))
    except ImproperlyConfigured:
        raise Forged(_("The signature does not fit.")) from None


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadInput(_("The message is not a JSON object."))
    return value

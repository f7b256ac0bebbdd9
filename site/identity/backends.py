"""Who may come in: by password, or once by a slip typed where the password goes."""

import re
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from identity.actions import slips
from kit import clock

_SLIP = re.compile(r"[0-9A-Za-z]{10}")


class PasswordOrSlip(AuthenticationBackend):
    """A password is tried first, so that a wrong one costs a hash whether or not the account exists."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super()._authenticate(request, **credentials)
        if user is not None:
            return user
        code = re.sub(r"[\s\-]", "", credentials.get("password") or "")
        if not _SLIP.fullmatch(code):
            return None
        at = getattr(request, "received_at", None) or clock.now()
        found = slips.redeem(credentials.get("username") or "", code, at=at)
        return found if self.user_can_authenticate(found) else None

"""One-time sign-in slips: issued by whoever keeps the roster, used once by their person."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from identity.models import SignInSlip, User
from trail.actions import audit

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 10  # fifty bits
BATCH = 1000
_MISREAD = str.maketrans("ILO", "110")


@transaction.atomic
def issue(users: Iterable[Any], *, by: Any, at: datetime) -> dict[int, str]:
    """A new slip for each user, as {primary key: "K7QX-4M9D-2T"}; those issued before end. The codes are nowhere else.

    The password a person has stays good until the slip is used.
    """
    keys = sorted({user.pk for user in users})
    giver = by if getattr(by, "pk", None) else None
    codes: dict[int, str] = {}
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        list(User.objects.select_for_update().filter(pk__in=part).order_by("pk").values_list("pk"))
        SignInSlip.objects.open().filter(user_id__in=part).update(replaced_at=at)
        fresh = {key: "".join(secrets.choice(ALPHABET) for _place in range(LENGTH)) for key in part}
        SignInSlip.objects.bulk_create(
            SignInSlip(
                user_id=key,
                digest=_digest(code),
                issued_by=giver,
                issued_at=at,
                expires_at=at + timedelta(days=settings.SLIP_DAYS),
            )
            for key, code in fresh.items()
        )
        codes |= {key: f"{code[:4]}-{code[4:8]}-{code[8:]}" for key, code in fresh.items()}
    if keys:
        audit.record("slips.issued", giver or User.objects.get(pk=keys[0]), by=giver, at=at, count=len(keys))
    return codes


@transaction.atomic
def redeem(username: str, code: str, *, at: datetime) -> User | None:
    """The person whose slip this is, once; from then on a new password has to be chosen. None when it is no good."""
    user = User.objects.select_for_update().filter(username=username, is_active=True).first()
    if user is None:
        return None
    slip = SignInSlip.objects.usable(at).filter(user=user).first()
    if slip is None or not hmac.compare_digest(slip.digest, _digest(code)):
        return None
    slip.used_at = at
    slip.save(update_fields=["used_at"])
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    audit.record("slip.used", user, by=user, at=at)
    return user


def _digest(code: str) -> str:
    """Keyed, of the code as it is meant: without dashes and spaces, in capitals, I and L for 1, O for 0."""
    plain = "".join(one for one in code.upper() if one.isalnum()).translate(_MISREAD)
    return hmac.new(settings.SECRET_KEY.encode(), b"sign-in slip " + plain.encode(), hashlib.sha256).hexdigest()

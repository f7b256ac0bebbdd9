"""One-time codes by which somebody who is on a picture, or a guardian, takes it down without asking anybody."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.codes import ALPHABET
from media.actions import pictures
from media.errors import BadCode, NotAllowed, Withdrawn
from media.models import Picture, WithdrawalCode
from organisations import scopes
from organisations.models import Role
from trail.actions import audit

LENGTH = 16
_MISREAD = str.maketrans("ILO", "110")


@transaction.atomic
def make_code(picture: Picture, *, by: Any, at: datetime) -> str:
    """A fresh code for the picture, in groups of four. It is told now and never again: only its digest is kept.

    Raises: NotAllowed, when `by` does not work for the school; Withdrawn.
    """
    picture = Picture.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=picture.pk)
    if not scopes.covers(by, picture.organisation, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD):
        raise NotAllowed(_("Only the school hands out withdrawal codes for its pictures."))
    if picture.withdrawn_at:
        raise Withdrawn(_("This picture was withdrawn already; no code is needed."))
    code = "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))
    made = WithdrawalCode.objects.create(picture=picture, digest=_digest(code), made_by=by, made_at=at)
    audit.record("withdrawal_code.made", made, by=by, at=at, path=picture.organisation.path, picture=str(picture.uuid))
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


@transaction.atomic
def use(code: str, *, at: datetime) -> Picture:
    """Take the code's picture down for good; no one is asked who they are.

    Raises: BadCode, when there is no such code or it was used; the two are not told apart.
    """
    found = WithdrawalCode.objects.select_for_update().filter(digest=_digest(plain(code)), used_at__isnull=True).first()
    if found is None:
        raise BadCode(
            _("This code is not known, or was used already. Compare it with the slip, or ask the contact on it.")
        )
    found.used_at = at
    found.save(update_fields=["used_at"])
    return pictures.withdraw(found.picture, at=at)


def plain(code: str) -> str:
    """The code in its one written form, however it was typed."""
    return "".join(code.split()).replace("-", "").upper().translate(_MISREAD)


def _digest(code: str) -> str:
    """Eighty random bits cannot be guessed from their digest, so it needs no secret that could be lost."""
    return hashlib.sha256(f"withdrawal:{code}".encode()).hexdigest()

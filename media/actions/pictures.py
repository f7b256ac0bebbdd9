"""What can happen to a school's picture. Nothing else writes `shown_as` and `withdrawn_at`, or touches its files."""

import hashlib
import secrets
from datetime import datetime
from functools import partial
from typing import IO, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from media import cleaning, journal
from media.errors import BadConsent, NotAllowed, Withdrawn
from media.models import ClassConsent, Ground, LeavingFile, Picture, PublicCopy
from organisations import scopes
from organisations.models import Organisation, Role
from trail.actions import audit

WIDTHS = (480, 1280)  # a card on a phone, a picture on a page
PREVIEW = 960


@transaction.atomic
def take_in(file: IO[bytes], name: str, organisation: Organisation, *, by: Any, at: datetime) -> Picture:
    """Keep a school's picture, made anew without metadata. It has no ground yet and is shown to nobody outside.

    Raises: NotAllowed, when `by` does not edit for this school; BadPicture, naming the file and the remedy.
    """
    if not scopes.covers(by, organisation, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD):
        raise NotAllowed(_("Only editors and heads of the school send in its pictures."))
    clean = cleaning.clean(file, name)
    picture = Picture(
        organisation=organisation,
        width=clean.width,
        height=clean.height,
        digest=hashlib.sha256(clean.data).hexdigest(),
        taken_in_by=by,
        taken_in_at=at,
    )
    picture.file = clean.as_file(str(picture.uuid))  # type: ignore[assignment]
    picture.save()
    audit.record("picture.taken_in", picture, by=by, at=at, path=organisation.path)
    return picture


@transaction.atomic
def give_ground(picture: Picture, ground: str, consent: ClassConsent | None, *, by: Any, at: datetime) -> Picture:
    """Say why the picture may be shown. Raises: BadConsent, when the consent does not cover it; Withdrawn."""
    picture = _standing(picture)
    check_ground(picture.organisation, ground, consent)
    if (picture.ground, picture.consent_id) != (ground, consent.pk if consent else None):
        picture.ground, picture.consent = ground, consent
        picture.save(update_fields=["ground", "consent"])
        audit.record("picture.ground_given", picture, by=by, at=at, path=picture.organisation.path, ground=ground)
    return picture


def check_ground(organisation: Organisation, ground: str, consent: ClassConsent | None) -> None:
    """Raises: BadConsent, when pictures of the school cannot be shown on this ground."""
    if ground != Ground.CONSENT:
        if consent is not None:
            raise BadConsent(_("A picture rests on a class's consent, or on another ground; not on both."))
        return
    if consent is None:
        raise BadConsent(_("Say which class has consented."))
    if not organisation.path.startswith(consent.organisation.path) or not consent.pictures:
        raise BadConsent(_("This consent does not cover the picture. File the class's consent for pictures first."))


@transaction.atomic
def publish(picture: Picture, *, by: Any, at: datetime) -> Picture:
    """Put copies of the picture into the public store; one that is shown already stays as it is.

    Who may is for the action to say that publishes the thing it belongs to.
    Raises: Withdrawn; BadConsent, when it has no ground.
    """
    picture = _standing(picture)
    if picture.shown_as is not None:
        return picture
    if not picture.ground:
        raise BadConsent(_("The picture has no ground: say who can be recognised on it."))
    picture.shown_as = uuid4()
    picture.save(update_fields=["shown_as"])
    for copy, data in _copies(picture):
        storages["public"].save(copy.name, ContentFile(data))
        copy.save()
    audit.record("picture.published", picture, by=by, at=at, path=picture.organisation.path)
    return picture


@transaction.atomic
def unpublish(picture: Picture, *, by: Any, at: datetime) -> Picture:
    """Take the public copies away; the picture itself stays with the school."""
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    if picture.shown_as is not None:
        _take_copies_away(picture)
        picture.save(update_fields=["shown_as"])
        audit.record("picture.unpublished", picture, by=by, at=at, path=picture.organisation.path)
    return picture


@transaction.atomic
def withdraw(picture: Picture, *, at: datetime, by: Any = None) -> Picture:
    """Take the picture down everywhere and for good: its copies and the file itself. Twice is the same as once."""
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    if picture.withdrawn_at is None:
        journal.note(picture.uuid)
        _take_copies_away(picture)
        _let_go(LeavingFile.Store.PRIVATE, str(picture.file.name))
        picture.file, picture.withdrawn_at = "", at  # type: ignore[assignment]
        picture.save(update_fields=["shown_as", "file", "withdrawn_at"])
        audit.record("picture.withdrawn", picture, by=by, at=at, path=picture.organisation.path)
    return picture


def withdraw_again(now: datetime) -> int:
    """Withdraw what the journal names and the database shows all the same, as after a restore; returns how many."""
    count = 0
    for noted in journal.noted():
        for picture in Picture.objects.standing().filter(uuid__in=noted):
            withdraw(picture, at=now)
            count += 1
    return count


@transaction.atomic
def discard(picture: Picture, *, by: Any, at: datetime) -> None:
    """Delete a picture that was never shown, as when an editor takes it out of a draft."""
    picture = Picture.objects.select_for_update().get(pk=picture.pk)
    _take_copies_away(picture)
    if picture.file:
        _let_go(LeavingFile.Store.PRIVATE, str(picture.file.name))
    audit.record("picture.discarded", picture, by=by, at=at, path=picture.organisation.path)
    picture.withdrawal_codes.all().delete()
    picture.delete()


def preview(picture: Picture) -> bytes:
    """A small WebP for those who work on it; it is stored nowhere. Raises: FileNotFoundError, when it was withdrawn."""
    if not picture.file:
        raise FileNotFoundError(picture.uuid)
    with picture.file.open("rb") as file, Image.open(file) as whole:
        whole.draft("RGB", (PREVIEW, PREVIEW))
        whole.thumbnail((PREVIEW, PREVIEW), Image.Resampling.BICUBIC)
        whole.info.clear()
        return cleaning.encoded(whole, "WEBP", quality=75, method=2)


def delete_leaving_files() -> int:
    """Delete every file that is to go; returns how many. Run after each change, and by the sweep for what was left."""
    return sum(_delete(leaving.pk) for leaving in LeavingFile.objects.all())


def _delete(key: int) -> bool:
    leaving = LeavingFile.objects.filter(pk=key).first()
    if leaving is None:
        return False
    storages[leaving.store].delete(leaving.name)
    leaving.delete()
    return True


def _standing(picture: Picture) -> Picture:
    picture = Picture.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=picture.pk)
    if picture.withdrawn_at is not None:
        raise Withdrawn(_("This picture was withdrawn for good. Please use another one."))
    return picture


def _copies(picture: Picture) -> list[tuple[PublicCopy, bytes]]:
    made = []
    with picture.file.open("rb") as file, Image.open(file) as whole:
        for width in sorted({min(width, whole.width) for width in WIDTHS}):
            size = (width, max(1, round(whole.height * width / whole.width)))
            small = whole.resize(size, Image.Resampling.LANCZOS)
            small.info.clear()
            copy = PublicCopy(picture=picture, width=size[0], height=size[1], name=f"{secrets.token_hex(16)}.webp")
            made.append((copy, cleaning.encoded(small, "WEBP", quality=80)))
    return made


def _take_copies_away(picture: Picture) -> None:
    for copy in picture.copies.all() if picture.shown_as else ():
        _let_go(LeavingFile.Store.PUBLIC, copy.name)
        copy.delete()
    picture.shown_as = None


def _let_go(store: str, name: str) -> None:
    """The row goes into this transaction, the file goes after it: never a file gone whose picture stands again."""
    leaving, _new = LeavingFile.objects.get_or_create(store=store, name=name)
    transaction.on_commit(partial(_delete, leaving.pk))

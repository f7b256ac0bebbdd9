from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from media.models.library import Ground
from organisations import scopes
from organisations.models import Role


def private_name(picture: "Picture", name: str) -> str:
    return f"pictures/{picture.uuid}{PurePath(name).suffix}"


class PictureQuerySet(models.QuerySet["Picture"]):
    def visible_to(self, user: Any) -> "PictureQuerySet":
        """To those who work with a school's pictures. Who else may see one, the app that shows it decides."""
        return self.filter(scopes.within(user, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD))

    def standing(self) -> "PictureQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Picture(models.Model):
    """A picture that a school sent in, made anew without metadata, in the private store.

    Pictures of schools are not in Wagtail's library: its choosers show everything to every editor.
    `shown_as` is set exactly while copies of it stand in the public store: copies refer to it, so a picture that was
    withdrawn, which has none, can have no copy.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="pictures")
    file = models.FileField(upload_to=private_name, max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    ground = models.CharField(_("ground"), max_length=16, choices=Ground, blank=True)
    consent = models.ForeignKey(
        "media.ClassConsent", on_delete=models.PROTECT, null=True, blank=True, related_name="pictures_resting_on_it"
    )
    taken_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField(_("taken in at"))
    shown_as = models.UUIDField(null=True, unique=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture of a school")
        verbose_name_plural = _("pictures of schools")
        constraints = [
            models.CheckConstraint(
                condition=Q(ground="consent", consent__isnull=False) | (~Q(ground="consent") & Q(consent__isnull=True)),
                name="picture_has_a_consent_exactly_when_it_rests_on_one",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(shown_as__isnull=True, file=""),
                name="withdrawn_picture_is_shown_nowhere_and_kept_nowhere",
            ),
            models.CheckConstraint(
                condition=Q(shown_as__isnull=True) | ~Q(ground=""), name="picture_is_shown_only_with_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class PublicCopy(models.Model):
    """One size of a picture in the public store, under a name that nobody can guess."""

    picture = models.ForeignKey(Picture, to_field="shown_as", on_delete=models.PROTECT, related_name="copies")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    name = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ["width"]
        constraints = [models.UniqueConstraint(fields=["picture", "width"], name="copy_once_per_picture_and_width")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{settings.MEDIA_URL}{self.name}"


class LeavingFile(models.Model):
    """A file that still has to be deleted because its picture went: written with the change, ended by the deletion."""

    class Store(models.TextChoices):
        PUBLIC = "public", "public"
        PRIVATE = "default", "private"

    store = models.CharField(max_length=8, choices=Store)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "name"], name="leaving_file_once")]

    def __str__(self) -> str:
        return self.name


class WithdrawalCode(models.Model):
    """A slip of paper's code that takes one picture down for good. Only its digest is known; it works once."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="withdrawal_codes")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(used_at__gte=models.F("made_at")),
                name="withdrawal_code_is_used_after_it_was_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture_id}"

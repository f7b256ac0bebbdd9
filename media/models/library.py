from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from kit.uuids import uuid7


class Ground(models.TextChoices):
    """Why the platform may show a picture."""

    NO_PERSON = "no_person", _("nobody can be recognised")
    CONSENT = "consent", _("those shown have consented")
    DUTY = "duty", _("a duty by law")
    OWN_DRAWING = "own_drawing", _("drawn for this platform")


class LibraryImage(AbstractImage):
    """A picture of the library, stored without metadata and in the private store."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ground = models.CharField(_("ground"), max_length=16, choices=Ground, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "ground", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_libraryimage", "Can choose picture")]
        constraints = [
            # A consent is a class's and is filed with a school's picture (`Picture`), which the library never holds.
            models.CheckConstraint(condition=~models.Q(ground="consent"), name="library_picture_rests_on_no_consent")
        ]


class LibraryRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="rendition_once_per_picture_and_filter"
            )
        ]


class LibraryDocument(AbstractDocument):
    """A file of the library, in the private store."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_librarydocument", "Can choose document")]

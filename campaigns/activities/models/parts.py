from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.activities.models.activities import Activity

MOST_PICTURES = 9
ALT = 120


class ActivityPictureQuerySet(models.QuerySet["ActivityPicture"]):
    def shown(self) -> "ActivityPictureQuerySet":
        """Those that stand, with their copies at hand."""
        return (
            self.filter(picture__withdrawn_at__isnull=True)
            .select_related("picture__consent")
            .prefetch_related("picture__copies")
            .order_by("place")
        )


class ActivityPicture(models.Model):
    """A picture's place in an activity, and the words for those who cannot see it."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="pictures")
    picture = models.OneToOneField("media.Picture", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("place"))
    alt = models.CharField(_("what it shows"), max_length=ALT, blank=True)

    objects = ActivityPictureQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "place"], name="activity_picture_has_a_place_of_its_own"),
            models.CheckConstraint(
                condition=Q(place__gte=1, place__lte=MOST_PICTURES), name="activity_has_at_most_nine_pictures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.place}"


class ReviewNote(models.Model):
    """Why an activity was sent back, field by field."""

    class Field(models.TextChoices):
        TITLE = "title", _("title")
        HELD_ON = "held_on", _("day")
        KIND = "kind", _("kind")
        TIERS = "tiers", _("for whom")
        BODY = "body", _("what was done")
        PICTURES = "pictures", _("pictures")

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notes")
    field = models.CharField(max_length=10, choices=Field)
    note = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "version", "field"], name="review_note_once_per_field_and_version"
            ),
            models.CheckConstraint(condition=~Q(note=""), name="review_note_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.field}"

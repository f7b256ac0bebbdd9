from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class Event(models.Model):
    """One state change: who did what to which thing, when. Written unsealed in the transaction of the change.

    The sealer gives it its place in the chain (`seq`) within seconds; a sealed row never changes.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    at = models.DateTimeField(_("at"))
    action = models.CharField(_("action"), max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    object_type = models.CharField(_("kind of thing"), max_length=64)
    object_id = models.CharField(_("thing"), max_length=64)
    path = models.CharField(_("territory"), max_length=120, blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    seq = models.PositiveBigIntegerField(_("place in the chain"), null=True, unique=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        constraints = [
            models.CheckConstraint(
                condition=Q(seq__isnull=True, hash="") | (Q(seq__isnull=False) & ~Q(hash="")),
                name="event_has_hash_exactly_when_sealed",
            )
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="event_by_object"),
            models.Index(fields=["id"], condition=Q(seq__isnull=True), name="event_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class DecisionState(models.TextChoices):
    COMPILED = "compiled", _("compiled, not released")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("discarded")


class Decision(models.Model):
    """The act by which units are honoured: compiled by one person, released by another."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    notice = models.ForeignKey("notices.PublicNotice", on_delete=models.PROTECT, related_name="decisions", null=True)
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="decisions")
    organ = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organ")
    )
    document_number = models.CharField(_("document number"), max_length=60)
    decided_on = models.DateField(_("decided on"))
    meeting_number = models.CharField(_("number of the meeting"), max_length=80)
    legality_opinion = models.CharField(_("opinion on legality, by whom"), max_length=200)
    discipline_opinion = models.CharField(_("opinion of the discipline committee, by whom"), max_length=200)
    secrecy_opinion = models.CharField(_("secrecy review, by whom"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=DecisionState, default=DecisionState.COMPILED)
    compiled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    compiled_at = models.DateTimeField(_("compiled at"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document_number"], condition=~Q(state="discarded"), name="decision_number_once"
            ),
            models.UniqueConstraint(fields=["call"], condition=~Q(state="discarded"), name="decision_once_per_call"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("compiled_by")),
                name="decision_released_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(state="released", released_by__isnull=False, released_at__isnull=False)
                | (~Q(state="released") & Q(released_by__isnull=True, released_at__isnull=True)),
                name="decision_has_releaser_exactly_when_released",
            ),
        ]

    def __str__(self) -> str:
        return self.document_number

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class DecisionState(models.TextChoices):
    COMPILED = "compiled", _("compiled, not released")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("discarded")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> "DecisionQuerySet":
        """On the desk: whoever works at the organ or above it. The public reads the entries."""
        return self.filter(scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR, field="organ__path"))

    def for_release_by(self, user: Any) -> "DecisionQuerySet":
        """Compiled by somebody else, at an organ where the user decides."""
        organs = [grant.organisation_id for grant in scopes.grants(user, Role.DECIDER)]
        return self.filter(state=DecisionState.COMPILED, organ__in=organs).exclude(compiled_by=user)


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

    objects = DecisionQuerySet.as_manager()

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

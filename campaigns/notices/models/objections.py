from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.notices.models.notices import Candidate, PublicNotice
from kit.codes import new_code
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class Lane(models.TextChoices):
    UNIT = "unit", _("a unit, signed")
    PERSON = "person", _("a person, signed")
    ANONYMOUS = "anonymous", _("an anonymous lead")


class Channel(models.TextChoices):
    """How it came in; whatever did not come by the platform was entered by an officer."""

    ONLINE = "online", _("by the platform")
    TELEPHONE = "telephone", _("by telephone")
    LETTER = "letter", _("by letter")
    VISIT = "visit", _("in person")


class ObjectionState(models.TextChoices):
    OPEN = "open", _("being looked into")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("not upheld")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, user: Any) -> "ObjectionQuerySet":
        """That there is one, and where it stands, for whoever works at the organiser or above it.

        What it says is read only by who may handle it (`actions.objections.may_handle`).
        """
        return self.filter(
            scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR, field="notice__call__organiser__path")
        )

    def open(self) -> "ObjectionQuerySet":
        return self.filter(state=ObjectionState.OPEN)


class Objection(models.Model):
    """What somebody holds against a candidate during a notice. Until it is answered, nothing can be decided.

    `substance` is for the handling office alone; the unit sees only `summary`, written by the handler. Who objected
    is not here but sealed in `SealedIdentity`. `code` is the objector's receipt: desks and the audit trail name an
    objection by its `uuid`, so that the receipt stands in no address and no log.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("receipt"), max_length=12, unique=True, default=partial(new_code, "R"), editable=False)
    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections")
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="objections", verbose_name=_("unit")
    )
    lane = models.CharField(_("lane"), max_length=10, choices=Lane)
    channel = models.CharField(_("how it came in"), max_length=10, choices=Channel, default=Channel.ONLINE)
    substance = models.TextField(_("what happened, when, how it can be checked"), max_length=4000)
    summary = models.TextField(_("summary for the unit"), blank=True, max_length=2000)
    outcome = models.TextField(_("finding and reason"), blank=True, max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    received_at = models.DateTimeField(_("received at"))
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(_("answered at"), null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["received_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", handled_at__isnull=True)
                | (~Q(state="open") & Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(outcome="")),
                name="objection_answered_with_finding_and_handler",
            )
        ]
        indexes = [models.Index(fields=["notice"], condition=Q(state="open"), name="objection_open_by_notice")]

    def __str__(self) -> str:
        return self.code


class SealedIdentity(models.Model):
    """Who objected, encrypted. No page shows it; opening it will take two persons."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="sealed_identity")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.objection_id)

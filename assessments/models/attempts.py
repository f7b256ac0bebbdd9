from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models.papers import Paper
from kit.uuids import uuid7


class AttemptState(models.TextChoices):
    OPEN = "open", _("open")
    SUBMITTED = "submitted", _("handed in, not graded yet")
    GRADED = "graded", _("graded")


class EndedBy(models.TextChoices):
    LEARNER = "learner", _("handed in")
    CLOCK = "clock", _("closed at the end of its time")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: Any) -> "AttemptQuerySet":
        """A learner's own; nobody else opens an attempt."""
        return self.filter(learner=user if getattr(user, "is_authenticated", False) else None)

    visible_to = of


class Attempt(models.Model):
    """One sitting of a paper by one learner.

    State and answers live in this row, under one lock: a save and a hand-in can never both succeed. `slots` is the
    paper as drawn, keys included; it never changes. `answers` maps a slot's number to
    `{"version", "answer", "saved_at", "digest"}`.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attempts")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("which try"))
    state = models.CharField(_("state"), max_length=10, choices=AttemptState, default=AttemptState.OPEN)
    pledge_version = models.PositiveSmallIntegerField(_("version of the pledge"))
    slots = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(_("started at"))
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    grace_seconds = models.PositiveSmallIntegerField(_("grace in seconds"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=8, choices=EndedBy, blank=True)
    receipt_code = models.CharField(_("receipt"), max_length=12, blank=True)
    receipt = models.TextField(blank=True)
    graded_at = models.DateTimeField(_("graded at"), null=True)
    score = models.DecimalField(_("score, of 100"), max_digits=5, decimal_places=2, null=True)
    passed = models.BooleanField(_("passed"), null=True)
    points = models.JSONField(_("points by slot"), default=dict)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "learner", "number"], name="attempt_numbered_once"),
            models.UniqueConstraint(
                fields=["paper", "learner"], condition=Q(state="open"), name="attempt_open_once_per_learner"
            ),
            models.UniqueConstraint(
                fields=["receipt_code"], condition=~Q(receipt_code=""), name="attempt_receipt_unique"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True, receipt="")
                | (~Q(state="open") & Q(ended_at__isnull=False) & ~Q(receipt="")),
                name="attempt_ended_exactly_with_receipt",
            ),
            models.CheckConstraint(
                condition=Q(state="graded", graded_at__isnull=False, score__isnull=False, passed__isnull=False)
                | (~Q(state="graded") & Q(graded_at__isnull=True, score__isnull=True, passed__isnull=True)),
                name="attempt_graded_exactly_with_score",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100), name="attempt_score_within_100"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="attempt_closes_after_it_opens"
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(state="open"), name="attempt_open_by_close")]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.learner_id} #{self.number}"

    @property
    def last_receipt(self) -> datetime:
        """Until when an answer may be received."""
        return self.closes_at + timedelta(seconds=self.grace_seconds)


class AnswerHistory(models.Model):
    """Every version of every answer that was acknowledged, and every one that came too late for its version."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="history")
    slot = models.PositiveSmallIntegerField(_("question"))
    version = models.PositiveIntegerField(_("version"))
    answer = models.JSONField(_("answer"), null=True)
    received_at = models.DateTimeField(_("received at"))
    accepted = models.BooleanField(_("accepted"))

    class Meta:
        verbose_name = _("saved answer")
        verbose_name_plural = _("saved answers")
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "slot", "version"], condition=Q(accepted=True), name="answer_version_accepted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.slot} v{self.version}"


class Heartbeat(models.Model):
    """The web process lived at this instant, by the machine's own clock. A gap with attempts open is an outage."""

    at = models.DateTimeField(_("at"), db_index=True)

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return self.at.isoformat()

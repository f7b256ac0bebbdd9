from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class JobState(models.TextChoices):
    DUE = "due", _("due")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    PARKED = "parked", _("parked")


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, now: datetime) -> "JobQuerySet":
        """Due, or left running by a process that died."""
        return self.filter(Q(state=JobState.DUE, due_at__lte=now) | Q(state=JobState.RUNNING, leased_until__lt=now))


class Job(models.Model):
    """A piece of background work. This row is the truth; a message in the queue is only a hint to look here."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=64)
    key = models.CharField(_("key"), max_length=200)
    arguments = models.JSONField(_("arguments"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.DUE)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("due at"))
    leased_until = models.DateTimeField(_("leased until"), null=True)
    fence = models.PositiveIntegerField(default=0, help_text=_("Counts claims; an old claim cannot finish the job."))
    reason = models.TextField(_("reason"), blank=True)
    progress_done = models.PositiveIntegerField(_("done so far"), default=0)
    progress_total = models.PositiveIntegerField(_("in all"), default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="jobs", verbose_name=_("started by")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    result = models.JSONField(_("result"), default=dict)
    created_at = models.DateTimeField(_("created at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="job_unique_by_kind_and_key"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, leased_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(leased_until__isnull=True)),
                name="job_has_lease_exactly_while_running",
            ),
        ]
        indexes = [
            # Read by the sweeper, every fifteen seconds.
            models.Index(
                fields=["due_at"], condition=Q(state__in=["due", "running"]), name="job_unfinished_by_due_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

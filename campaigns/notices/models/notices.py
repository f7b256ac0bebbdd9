from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.codes import new_code
from organisations import scopes
from organisations.models import Role


class NoticeState(models.TextChoices):
    SHOWN = "shown", _("shown")
    TAKEN_DOWN = "taken_down", _("taken down")


class PublicNoticeQuerySet(models.QuerySet["PublicNotice"]):
    def shown(self, now: datetime) -> "PublicNoticeQuerySet":
        """What the public may read at this instant, whether the sweep has run or not."""
        return self.filter(state=NoticeState.SHOWN, closes_at__gte=now)

    def overdue(self, now: datetime) -> "PublicNoticeQuerySet":
        return self.filter(state=NoticeState.SHOWN, closes_at__lt=now)

    def visible_to(self, user: Any) -> "PublicNoticeQuerySet":
        """On the desk: whoever works at the organiser or above it. The public reads what is `shown`."""
        return self.filter(scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR, field="call__organiser__path"))


class PublicNotice(models.Model):
    """The candidates of a call, shown to the public for objection.

    The working days are counted once, at publication, and frozen in `days`; a calendar that changes later changes
    nothing here. `closes_at` is the last instant of the last day, Beijing time.
    """

    code = models.CharField(_("code"), max_length=12, unique=True, default=partial(new_code, "N"), editable=False)
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="notices")
    title = models.CharField(_("title"), max_length=160)
    basis = models.CharField(_("basis"), max_length=300)
    office = models.CharField(_("office that takes objections"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=60)
    address = models.CharField(_("address"), max_length=200)
    hours = models.CharField(_("office hours"), max_length=120)
    days = models.JSONField(_("working days"))
    published_at = models.DateTimeField(_("published at"))
    closes_at = models.DateTimeField(_("ends at"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.SHOWN)
    taken_down_at = models.DateTimeField(_("taken down at"), null=True)

    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("published_at")), name="notice_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="shown", taken_down_at__isnull=True)
                | Q(state="taken_down", taken_down_at__isnull=False),
                name="notice_has_takedown_exactly_when_taken_down",
            ),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(state="shown"), name="notice_shown_by_end")]

    def __str__(self) -> str:
        return self.title


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def standing(self) -> "CandidateQuerySet":
        return self.filter(removed_at__isnull=True)

    def of_heads(self, user: Any) -> "CandidateQuerySet":
        """The candidacies of the units that the user heads."""
        return self.filter(scopes.within(user, Role.SCHOOL_HEAD))


class Candidate(models.Model):
    """One unit on a notice, by the name and division it had that day. Names only what it must."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.CASCADE, related_name="candidates")
    application = models.ForeignKey("calls.Application", on_delete=models.PROTECT, related_name="candidacies")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    division_name = models.CharField(_("division"), max_length=80)
    removed_at = models.DateTimeField(_("removed at"), null=True)
    removed_because = models.CharField(_("removed because"), max_length=300, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["organisation__division__code", "organisation__school_code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "application"], name="candidate_once_per_notice"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_because="")
                | (Q(removed_at__isnull=False) & ~Q(removed_because="")),
                name="candidate_removed_only_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

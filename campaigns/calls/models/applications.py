from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.calls.models.calls import Call, Indicator
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned for supplement")
    RECOMMENDED = "recommended", _("recommended to the end")
    REJECTED = "rejected", _("not recommended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """The unit's own head sees all of it; officers of its territory what was handed in; auditors likewise."""
        own = scopes.within(user, Role.SCHOOL_HEAD)
        above = scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR) & ~Q(state=ApplicationState.DRAFT)
        return self.filter(own | above)

    def waiting_for(self, user: Any) -> "ApplicationQuerySet":
        """In review at a bureau where the user is an officer."""
        bureaus = [grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)]
        return self.filter(state=ApplicationState.IN_REVIEW, reviewer__in=bureaus)


class Application(models.Model):
    """A unit's application to a call. `reviewer` is the bureau whose turn it is; `version` counts every change."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="applications"
    )
    state = models.CharField(_("state"), max_length=12, choices=ApplicationState, default=ApplicationState.DRAFT)
    reviewer = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("now with")
    )
    narrative = models.TextField(_("in its own words"), blank=True, max_length=4000)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("handed in at"), null=True)
    supplement_asked = models.TextField(_("what to supplement"), blank=True)
    supplement_due_on = models.DateField(_("supplement due on"), null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["organisation__school_code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], name="application_once_per_call_and_unit"),
            models.CheckConstraint(
                condition=Q(state="in_review", reviewer__isnull=False)
                | (~Q(state="in_review") & Q(reviewer__isnull=True)),
                name="application_has_reviewer_exactly_while_in_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.call}"

    @property
    def editable(self) -> bool:
        return self.state in {ApplicationState.DRAFT, ApplicationState.RETURNED}


class Answer(models.Model):
    """What the unit says to one indicator: its own score from 0 to 100, and why."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    self_score = models.PositiveSmallIntegerField(_("own score"), null=True)
    text = models.TextField(_("why"), blank=True, max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "indicator"], name="answer_once_per_indicator"),
            models.CheckConstraint(
                condition=Q(self_score__isnull=True) | Q(self_score__lte=100), name="answer_self_score_up_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.indicator_id}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> "EvidenceQuerySet":
        """Whoever sees the application sees what proves it."""
        return self.filter(application__in=Application.objects.visible_to(user))


class Evidence(models.Model):
    """A file that shows what an answer says. It lies in the private store."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(upload_to="evidence/%Y/")
    name = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("filed at"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "indicator", "sha256"], name="evidence_filed_once_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    RECOMMEND = "recommend", _("recommended")
    RETURN = "return", _("returned for supplement")
    REJECT = "reject", _("not recommended")


class Review(models.Model):
    """What one bureau said of an application. Append-only. Nobody says a final word twice on one application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    reason = models.TextField(_("reason"), max_length=2000)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "by"],
                condition=~Q(verdict="return"),
                name="review_final_word_once_per_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.application_id}"

"""What a learner holds: hours in the ledger, certificates."""

from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.enrolments import SUPERVISORS
from courses.models.programmes import in_half_steps
from kit.uuids import uuid7
from organisations import scopes


class AppendOnly(TypeError):
    """A programming fault: somebody tried to change or delete what is only ever added to."""


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    def visible_to(self, user: Any) -> "HoursEntryQuerySet":
        reach = scopes.within(user, *SUPERVISORS, field="organisation__path")
        return self.filter(reach | Q(learner_id=user.pk))

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly("The hours ledger is only ever added to.")

    def delete(self) -> NoReturn:
        raise AppendOnly("The hours ledger is only ever added to.")


class HoursEntry(models.Model):
    """One line of 学时台账: never changed, never deleted; the database refuses it too.

    What it was earned with is frozen: hours, title, category and the version of the rule that counted them.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hours_entries")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="hours_entries")
    module = models.ForeignKey("courses.ProgrammeModule", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    rule_version = models.CharField(_("version of the rule"), max_length=24)
    entered_at = models.DateTimeField(_("entered at"))

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of hours")
        verbose_name_plural = _("entries of hours")
        constraints = [
            models.UniqueConstraint(fields=["learner", "programme", "module"], name="hours_once_per_module"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="hours_are_positive"),
            models.CheckConstraint(condition=in_half_steps("hours"), name="hours_in_half_steps"),
        ]
        indexes = [models.Index(fields=["organisation", "year"], name="hours_by_organisation")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.title} {self.hours}"

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The hours ledger is only ever added to.")


class CertificateState(models.TextChoices):
    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Any) -> "CertificateQuerySet":
        return self.filter(learner_id=user.pk)


class Certificate(models.Model):
    """One per learner and programme; what it says is frozen at issue. A corrected name makes a new issue of it."""

    code = models.CharField(_("number"), max_length=12, unique=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="certificates")
    name = models.CharField(_("name"), max_length=64)
    title = models.CharField(_("title"), max_length=120)
    programme_title = models.CharField(_("programme"), max_length=140)
    category = models.CharField(_("category"), max_length=40)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    organiser_name = models.CharField(_("organiser"), max_length=120)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("valid to"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CertificateState, default=CertificateState.VALID)
    state_since = models.DateTimeField(_("in this state since"))
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_sample = models.BooleanField(_("sample"), default=False, help_text=_("Issued by a demonstration."))

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "programme"],
                condition=~Q(state="superseded"),
                name="certificate_once_per_programme",
            ),
            models.CheckConstraint(condition=in_half_steps("hours"), name="certificate_hours_in_half_steps"),
            models.CheckConstraint(condition=~Q(name=""), name="certificate_has_a_name"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=models.F("issued_on")),
                name="certificate_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def standing(self, day: date) -> str:
        """valid, expired, revoked or superseded, as of `day`."""
        if self.state == CertificateState.VALID and self.expires_on and day > self.expires_on:
            return "expired"
        return self.state

from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.codes import new_code
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class EntryStatus(models.TextChoices):
    """What is stored; an entry past its `valid_to` reads as expired without being written."""

    VALID = "valid", _("valid")
    CORRECTED = "corrected", _("corrected")
    SUSPENDED = "suspended", _("display suspended")
    REVOKED = "revoked", _("revoked")


class HonourEntryQuerySet(models.QuerySet["HonourEntry"]):
    def with_status(self, status: str, day: date) -> "HonourEntryQuerySet":
        """Those whose status, as the public reads it on `day`, is `status`."""
        over = Q(valid_to__lt=day)
        standing = Q(status__in=[EntryStatus.VALID, EntryStatus.CORRECTED])
        if status == "expired":
            return self.filter(standing & over)
        if status in {EntryStatus.VALID, EntryStatus.CORRECTED}:
            return self.filter(Q(status=status) & ~over)
        return self.filter(status=status)

    def visible_to(self, user: Any) -> "HonourEntryQuerySet":
        """On the desk: whoever works at the organ or above it. The public reads the roll, which names no user."""
        return self.filter(scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR, field="decision__organ__path"))

    def due_for_review(self, day: date) -> "HonourEntryQuerySet":
        return self.filter(status=EntryStatus.SUSPENDED, review_on__lte=day)

    def page(self, after: int | None, size: int) -> "HonourEntryQuerySet":
        """The next `size` entries below number `after`, newest first: by key, so that any depth costs the same."""
        rows = self.filter(entry_no__lt=after) if after else self
        return rows.order_by("-entry_no")[:size]


class HonourEntry(models.Model):
    """One line of the public register: a unit, its honour, who decided it. Numbered without gaps, never deleted.

    Names and codes are those of the day of the decision. `version` counts what was told to the credit platform.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True, default=partial(new_code, "H"), editable=False)
    entry_no = models.PositiveBigIntegerField(_("entry number"), unique=True)
    decision = models.ForeignKey("honours.Decision", on_delete=models.PROTECT, related_name="entries")
    call = models.ForeignKey("calls.Call", on_delete=models.PROTECT, related_name="honours")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="honours")
    name = models.CharField(_("name"), max_length=120)
    subject_code = models.CharField(_("code of the unit"), max_length=36)
    authority_name = models.CharField(_("managing authority"), max_length=120)
    city_code = models.CharField(_("territory"), max_length=6)
    division_code = models.CharField(_("division code"), max_length=6)
    division_name = models.CharField(_("division"), max_length=40)
    honour = models.CharField(_("honour"), max_length=60)
    kind = models.CharField(_("kind"), max_length=16)
    organ_name = models.CharField(_("decided by"), max_length=120)
    decision_no = models.CharField(_("document number"), max_length=60)
    decision_date = models.DateField(_("decided on"))
    year = models.PositiveSmallIntegerField(_("year"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))
    status = models.CharField(_("status"), max_length=10, choices=EntryStatus, default=EntryStatus.VALID)
    status_reason = models.CharField(_("reason"), max_length=300, blank=True)
    review_on = models.DateField(_("looked at again on"), null=True)
    version = models.PositiveIntegerField(default=1)

    objects = HonourEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("entries of the roll")
        ordering = ["-entry_no"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="honour_once_per_decision_and_unit"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="honour_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(status="suspended", review_on__isnull=False)
                | (~Q(status="suspended") & Q(review_on__isnull=True)),
                name="honour_has_review_date_exactly_when_suspended",
            ),
        ]
        indexes = [
            models.Index(fields=["year", "-entry_no"], name="honour_by_year"),
            models.Index(fields=["city_code", "-entry_no"], name="honour_by_territory"),
            models.Index(fields=["city_code", "year", "-entry_no"], name="honour_by_territory_and_year"),
            models.Index(fields=["division_code", "-entry_no"], name="honour_by_division"),
            models.Index(fields=["status", "-entry_no"], name="honour_by_status"),
            models.Index(fields=["kind", "-entry_no"], name="honour_by_kind"),
            models.Index(fields=["call", "-entry_no"], name="honour_by_call"),
            models.Index(fields=["subject_code"], name="honour_by_unit_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def status_on(self, day: date) -> str:
        """valid, expired, corrected, suspended or revoked."""
        standing = self.status in {EntryStatus.VALID, EntryStatus.CORRECTED}
        return "expired" if standing and self.valid_to < day else str(self.status)

    @property
    def hidden(self) -> bool:
        """Suspended now: no view of it, of any day, names the unit."""
        return self.status == EntryStatus.SUSPENDED

    def public_row(self, day: date, status: str = "") -> dict[str, Any]:
        """The columns of the open data (`docs/open-data.md`); a suspended entry names nobody.

        `status`, where the reader asks for an earlier day, is the one that the entry had then.
        """
        hidden = self.hidden
        return {
            "code": self.code,
            "name": "" if hidden else self.name,
            "kind": self.kind,
            "territory": self.division_code,
            "honour": self.honour,
            "decision_no": self.decision_no,
            "decision_date": self.decision_date.isoformat(),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat(),
            "status": status or self.status_on(day),
            "entry_no": self.entry_no,
            "subject_code": "" if hidden else self.subject_code,
            "managing_authority": "" if hidden else self.authority_name,
            "deciding_organ": self.organ_name,
        }


class EntryEvent(models.Model):
    """What happened to an entry after it was made: numbered, append-only, with its reason."""

    entry = models.ForeignKey(HonourEntry, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(_("number"))
    what = models.CharField(_("what"), max_length=12)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("history of an entry")
        verbose_name_plural = _("history of entries")
        ordering = ["entry", "number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="entry_event_numbered_once")]
        indexes = [
            # Few beside the awards: what the roll was on an earlier day is read from these.
            models.Index(fields=["what", "at"], condition=~Q(what="awarded"), name="entry_event_after_award"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number} {self.what}"

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.codes import new_code
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role, Stage

MOST_UNITS = 10_000
MOST_YEARS = 20


class CallKind(models.TextChoices):
    """Two regimes, each with its own approver and wording."""

    MODEL_UNIT = "model_unit", _("model-unit campaign")
    COMMENDATION = "commendation", _("commendation")


class CallState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open for applications")
    CLOSED = "closed", _("closed")
    DECIDED = "decided", _("decided")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Any) -> "CallQuerySet":
        """Whatever is public; of drafts those whose organiser lies in the scope of an officer, decider or auditor."""
        mine = scopes.within(user, Role.OFFICER, Role.DECIDER, Role.AUDITOR, field="organiser__path")
        return self.filter(~Q(state=CallState.DRAFT) | mine)

    def public(self) -> "CallQuerySet":
        return self.exclude(state=CallState.DRAFT)

    def taking_applications(self, day: date) -> "CallQuerySet":
        return self.filter(state=CallState.OPEN, opens_on__lte=day, closes_on__gte=day)


class Call(models.Model):
    """A call for applications to one honour, on the approvals that the law asks for.

    Source: the 2022 rule on demonstration campaigns: only with approval, by central or provincial organs or approved
    city and county governments, with cycle and quota, never for a fee.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True, default=partial(new_code, "K"), editable=False)
    title = models.CharField(_("title"), max_length=120)
    honour_name = models.CharField(_("name of the honour"), max_length=60)
    kind = models.CharField(_("kind"), max_length=16, choices=CallKind)
    organiser = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser")
    )
    approving_authority = models.CharField(_("approving authority"), max_length=120, blank=True)
    approval_number = models.CharField(_("number of the approval"), max_length=60, blank=True)
    permitted_list_entry = models.CharField(_("entry in the year's permitted list"), max_length=120, blank=True)
    cycle = models.CharField(_("cycle"), max_length=40, blank=True)
    quota = models.PositiveIntegerField(_("quota"), null=True, blank=True, validators=[MaxValueValidator(MOST_UNITS)])
    budget_line = models.CharField(_("budget line"), max_length=120, blank=True)
    no_fee = models.BooleanField(_("no fee is taken from applicants"), default=False)
    summary = models.TextField(_("what it is about"), blank=True)
    stages = models.JSONField(_("for units that teach"), default=list, blank=True)
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("applications until"))
    validity_years = models.PositiveSmallIntegerField(
        _("valid for years"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    state = models.CharField(_("state"), max_length=8, choices=CallState, default=CallState.DRAFT)
    indicators_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")),
                name="call_does_not_close_before_it_opens",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(no_fee=True) & ~Q(approval_number="") & ~Q(indicators_sha256="")),
                name="call_open_only_through_the_gate",
            ),
            models.CheckConstraint(
                condition=Q(validity_years__gte=1, validity_years__lte=MOST_YEARS),
                name="call_is_valid_for_one_to_twenty_years",
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(quota__lte=MOST_UNITS),
                name="call_quota_is_a_number_of_units",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Indicator(models.Model):
    """One node of a call's indicator tree, three levels deep; the leaves carry weights that sum to 100.

    `stages` says for which units it applies, empty for all; where it does not apply the rest is weighed anew.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    number = models.CharField(_("number"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    method = models.CharField(_("how it is judged"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence asked for"), max_length=200, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=5, decimal_places=2, default=Decimal(0))
    veto = models.BooleanField(_("veto item"), default=False)
    stages = models.JSONField(_("applies to"), default=list, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["call", "number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="indicator_number_once_per_call"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=100), name="indicator_weight_within_100"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def level(self) -> int:
        return self.number.count(".") + 1

    def applies_to(self, stages: list[str]) -> bool:
        return not self.stages or bool(set(self.stages) & set(stages))

    @property
    def stage_names(self) -> list[str]:
        """What it applies to, in words; empty for all."""
        return [str(Stage(one).label) for one in self.stages]

"""Training programmes: what is required of whom, in which window, and what it takes to be certified."""

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from organisations import scopes
from organisations.models import OrganisationKind, Role, TeacherKind


def in_half_steps(name: str) -> Exact:
    """A condition for constraints: the column holds a multiple of one half."""
    return Exact(Cast(F(name) * 2, IntegerField()), F(name) * 2)


class ProgrammeState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def public(self) -> "ProgrammeQuerySet":
        """What anybody may know of: everything that was opened."""
        return self.exclude(state=ProgrammeState.DRAFT)

    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """For the desk: programmes the user's officers organise, and opened ones that reach into the user's scope."""
        from courses.models.enrolments import Enrolment

        reaching = Enrolment.objects.supervised_by(user).values("programme")
        mine = Q(pk__in=self.filter(scopes.within(user, Role.OFFICER, field="organiser__path")).values("pk"))
        return self.filter(mine | Q(pk__in=reaching))


class Programme(models.Model):
    """One year's training of one audience: the territory's units of some kinds, their teachers of some kinds.

    An empty list of kinds means all of them. `final` is the paper that ends it; without one the modules are enough.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), blank=True)
    organiser = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="programmes", verbose_name=_("organiser")
    )
    territory = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("territory")
    )
    organisation_kinds = models.JSONField(_("kinds of unit"), default=list, blank=True)
    teacher_kinds = models.JSONField(_("kinds of teacher"), default=list, blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    final_paper = models.UUIDField(_("final paper"), null=True, blank=True)
    minimum_hours = models.DecimalField(_("hours required"), max_digits=4, decimal_places=1, default=0)
    certificate_title = models.CharField(_("title of the certificate"), max_length=120)
    certificate_years = models.PositiveSmallIntegerField(_("years a certificate is valid"), default=0)
    rule_version = models.CharField(_("version of the rule for hours"), max_length=24, default="1")
    state = models.CharField(_("state"), max_length=8, choices=ProgrammeState, default=ProgrammeState.DRAFT)
    rounds = models.PositiveSmallIntegerField(_("assignments begun"), default=0)
    rounds_done = models.PositiveSmallIntegerField(_("assignments finished"), default=0)
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("training programme")
        verbose_name_plural = _("training programmes")
        ordering = ["-year", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="programme_year_has_four_digits"),
            models.UniqueConstraint(fields=["organiser", "year", "title"], name="programme_unique_by_year_and_title"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="programme_does_not_close_before_it_opens"
            ),
            models.CheckConstraint(condition=Q(minimum_hours__gte=0), name="programme_minimum_not_negative"),
            models.CheckConstraint(condition=in_half_steps("minimum_hours"), name="programme_minimum_in_half_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title}"

    def is_in_window(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on

    @property
    def audience(self) -> str:
        """The audience in words: the territory, kinds of unit, kinds of teacher."""
        units = [str(OrganisationKind(one).label) for one in self.organisation_kinds]
        people = [str(TeacherKind(one).label) for one in self.teacher_kinds]
        return " · ".join([self.territory.name, *units, *people])


class ProgrammeModule(models.Model):
    """A module in a programme, with the hours it is worth there."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    lesson = models.ForeignKey(
        "courses.LessonPage", on_delete=models.PROTECT, related_name="+", verbose_name=_("module")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    required = models.BooleanField(_("required"), default=True)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("module of a programme")
        verbose_name_plural = _("modules of programmes")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "lesson"], name="module_once_in_a_programme"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="module_has_hours"),
            models.CheckConstraint(condition=in_half_steps("hours"), name="module_hours_in_half_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.lesson_id}"

"""Who is to do a programme, and how far each has come. Minutes are not kept."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role

SUPERVISORS = (Role.OFFICER, Role.SCHOOL_HEAD, Role.AUDITOR)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def supervised_by(self, user: Any) -> "EnrolmentQuerySet":
        """Those of members in the scope of the user's supervising roles."""
        return self.filter(scopes.within(user, *SUPERVISORS, field="membership__organisation__path"))

    def visible_to(self, user: Any) -> "EnrolmentQuerySet":
        """One's own, and those one supervises."""
        reach = scopes.within(user, *SUPERVISORS, field="membership__organisation__path")
        return self.filter(reach | Q(learner_id=user.pk))

    def counted(self) -> "EnrolmentQuerySet":
        """Those of people who still belong to the school: the denominator of completion."""
        return self.filter(membership__left_on__isnull=True)

    def unfinished(self) -> "EnrolmentQuerySet":
        return self.filter(completed_at__isnull=True)


class Enrolment(models.Model):
    """A member of an organisation is to do a programme. A person who moves keeps this row and gets another one.

    `completed_at` is set once, when the programme's rule is met, on all of the learner's rows of it.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="enrolments")
    membership = models.ForeignKey("organisations.Membership", on_delete=models.PROTECT, related_name="enrolments")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    assigned_at = models.DateTimeField(_("assigned at"))
    passed_at = models.DateTimeField(_("final passed at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["programme", "membership"], name="enrolment_once_per_membership"),
        ]
        indexes = [models.Index(fields=["learner", "programme"], name="enrolment_by_learner")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.membership_id}"


class SectionProgress(models.Model):
    """A learner has begun a section of a module within a programme; `finished_at` says that it is done."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="+")
    lesson = models.ForeignKey("courses.LessonPage", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(_("section"), max_length=40)
    begun_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The published text that was studied."),
    )

    class Meta:
        verbose_name = _("progress in a section")
        verbose_name_plural = _("progress in sections")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "programme", "lesson", "section"], name="progress_once_per_section"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("begun_at")),
                name="progress_not_finished_before_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_id} {self.section}"


class CheckDone(models.Model):
    """A self-check of a section was answered rightly. Wrong tries are not kept."""

    progress = models.ForeignKey(SectionProgress, on_delete=models.CASCADE, related_name="checks")
    check_id = models.CharField(_("self-check"), max_length=36)
    done_at = models.DateTimeField(_("done at"))

    class Meta:
        verbose_name = _("self-check done")
        verbose_name_plural = _("self-checks done")
        constraints = [models.UniqueConstraint(fields=["progress", "check_id"], name="check_done_once")]

    def __str__(self) -> str:
        return f"{self.progress_id} {self.check_id}"


class Reminder(models.Model):
    """A learner was reminded of a programme on a day: at most once a day, whoever clicks."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField(_("day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["enrolment", "day"], name="reminder_once_a_day")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day}"

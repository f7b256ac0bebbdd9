from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class ShownWhere(models.TextChoices):
    """How far a consent reaches."""

    PLATFORM = "platform", _("on this platform")
    SCHOOL = "school", _("on this platform and in the school's own channels")
    MEDIA = "media", _("also in newspapers, radio and television")


class ClassConsentQuerySet(models.QuerySet["ClassConsent"]):
    def visible_to(self, user: Any) -> "ClassConsentQuerySet":
        return self.filter(scopes.within(user, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD, Role.OFFICER, Role.AUDITOR))

    def for_pictures(self) -> "ClassConsentQuerySet":
        return self.filter(pictures=True)


class ClassConsent(models.Model):
    """That the guardians of a class have signed, what for, and where the paper lies.

    Who signed is on the paper alone: this row holds no name of a pupil or guardian, and never will.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="consents")
    class_name = models.CharField(_("class"), max_length=40)
    school_year = models.CharField(
        _("school year"), max_length=9, validators=[RegexValidator(r"^20\d\d-20\d\d$", _("Write it like 2026-2027."))]
    )
    pictures = models.BooleanField(_("pictures"), default=True)
    voice = models.BooleanField(_("voices"), default=False)
    works = models.BooleanField(_("works of pupils"), default=False)
    shown_where = models.CharField(
        _("where it may be shown"), max_length=8, choices=ShownWhere, default=ShownWhere.PLATFORM
    )
    paper_at = models.CharField(_("where the signed papers lie"), max_length=120)
    contact = models.CharField(_("whom to ask for a withdrawal"), max_length=120)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed at"))

    objects = ClassConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent of a class")
        verbose_name_plural = _("consents of classes")
        ordering = ["-school_year", "class_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "class_name", "school_year"], name="consent_once_per_class_and_school_year"
            ),
            models.CheckConstraint(
                condition=Q(pictures=True) | Q(voice=True) | Q(works=True), name="consent_covers_something"
            ),
            models.CheckConstraint(
                condition=~Q(class_name="") & ~Q(paper_at="") & ~Q(contact=""),
                name="consent_says_which_class_where_and_whom_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.class_name} {self.school_year}"

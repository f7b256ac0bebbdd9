from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    STUDENT = "student", _("adult student")
    SCHOOL_EDITOR = "school_editor", _("school editor")
    SCHOOL_HEAD = "school_head", _("school head")
    OFFICER = "officer", _("officer")
    DECIDER = "decider", _("decider")
    EXPERT = "expert", _("expert")
    FEED_OPERATOR = "feed_operator", _("feed operator")
    AUDITOR = "auditor", _("auditor")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    OPERATOR = "operator", _("operator")


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def valid_on(self, day: date) -> "RoleGrantQuerySet":
        return self.filter(
            Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day), revoked_at__isnull=True
        )


class RoleGrant(models.Model):
    """A role of a person at an organisation, between two dates.

    At a school it covers the school and its parts; at an education administration the whole territory it manages.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="role_grants")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role grant")
        verbose_name_plural = _("role grants")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "organisation"],
                condition=Q(revoked_at__isnull=True),
                name="role_grant_once_while_not_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="role_grant_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} @ {self.organisation_id}"

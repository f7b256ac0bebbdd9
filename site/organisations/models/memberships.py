from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations import scopes

# Who reads a roster; it is written by the first two only.
KEEPERS = ("school_head", "officer")
READERS = (*KEEPERS, "auditor")


class MembershipStatus(models.TextChoices):
    WORKING = "working", _("working")
    MATERNITY = "maternity", _("maternity leave")
    SICK = "sick", _("sick leave")
    SECONDED = "seconded", _("seconded")
    EXCHANGE = "exchange", _("on exchange")
    RETIRED = "retired", _("retired")
    LEFT = "left", _("left")


class TeacherKind(models.TextChoices):
    CLASS_TEACHER = "subject", _("subject teacher")
    HEAD_TEACHER = "head_teacher", _("class teacher")
    IDEOLOGICAL = "ideological", _("ideological and political teacher")
    RESEARCHER = "researcher", _("researcher")
    ADMINISTRATIVE = "administrative", _("administrative")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(left_on__isnull=True)

    def visible_to(self, user: Any) -> "MembershipQuerySet":
        """Those on the rosters that the user keeps or audits."""
        return self.filter(scopes.within(user, *READERS))


class Membership(models.Model):
    """A person belongs to an organisation from one date to another."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="memberships")
    staff_number = models.CharField(_("staff number"), max_length=32, blank=True)
    teacher_kinds = models.JSONField(_("kinds of teacher"), default=list, blank=True)
    stages = models.JSONField(_("stages taught"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=MembershipStatus, default=MembershipStatus.WORKING)
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(left_on__isnull=True), name="membership_current_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "staff_number"],
                condition=Q(left_on__isnull=True) & ~Q(staff_number=""),
                name="membership_staff_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="membership_does_not_end_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.organisation_id}"

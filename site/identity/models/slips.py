from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SlipQuerySet(models.QuerySet["SignInSlip"]):
    def open(self) -> "SlipQuerySet":
        """Neither used nor replaced; whether one has expired is asked with `usable`."""
        return self.filter(used_at=None, replaced_at=None)

    def usable(self, at: datetime) -> "SlipQuerySet":
        return self.open().filter(expires_at__gt=at)


class SignInSlip(models.Model):
    """A one-time code on paper that lets a person in once, to choose a password.

    Only a keyed digest is kept: whoever reads the table cannot sign in with it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in slip")
        verbose_name_plural = _("sign-in slips")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="slip_open_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(replaced_at__isnull=True), name="slip_is_not_used_and_replaced"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("issued_at")), name="slip_expires_after_it_was_issued"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.issued_at:%Y-%m-%d}"

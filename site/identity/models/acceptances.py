from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    PRIVACY = "privacy", _("privacy notice")
    TERMS = "terms", _("terms of use")


class TextAcceptance(models.Model):
    """A person has read and accepted one version of the privacy notice or of the terms. Never changed, never removed
    while the account is there."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances")
    kind = models.CharField(_("kind"), max_length=8, choices=TextKind)
    version = models.CharField(_("version"), max_length=16)
    digest = models.CharField(_("digest of the words"), max_length=64)
    accepted_at = models.DateTimeField(_("accepted at"))

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "version"], name="acceptance_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.version}"

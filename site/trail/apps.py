from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrailConfig(AppConfig):
    name = "trail"
    verbose_name = _("audit trail and jobs")

    def ready(self) -> None:
        from kit import sweeps
        from trail.actions import audit

        sweeps.register("trail.seal", "sealed", audit.seal)

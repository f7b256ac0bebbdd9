from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("assessments")

    def ready(self) -> None:
        from assessments import sections
        from assessments.actions import attempts
        from kit import sweeps

        sections.register()
        sweeps.register("assessments.close", "closed_attempts", attempts.close_overdue_now)

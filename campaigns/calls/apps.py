from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    name = "campaigns.calls"
    verbose_name = _("calls")

    def ready(self) -> None:
        from campaigns.calls import sections
        from campaigns.calls.actions import calls
        from kit import clock, sweeps

        sweeps.register("calls.close", "expired", lambda: calls.close_overdue(clock.today(), clock.now()))
        sections.register()

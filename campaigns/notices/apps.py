from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "campaigns.notices"
    verbose_name = _("public notices")

    def ready(self) -> None:
        from campaigns.notices import face, sections
        from campaigns.notices.actions import notices
        from kit import clock, sweeps

        sweeps.register("notices.take_down", "taken_down", lambda: notices.take_down_overdue(clock.now()))
        face.register()
        sections.register()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("pictures and documents")

    def ready(self) -> None:
        from kit import clock, sweeps
        from media import receivers, sections  # noqa: F401 -- importing the receivers connects them
        from media.actions import pictures

        sections.register()
        sweeps.register("media.withdraw_again", "taken_down", lambda: pictures.withdraw_again(clock.now()))
        sweeps.register("media.delete_leaving_files", "taken_down", pictures.delete_leaving_files)

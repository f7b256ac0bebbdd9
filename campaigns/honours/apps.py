from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HonoursConfig(AppConfig):
    name = "campaigns.honours"
    verbose_name = _("honours")

    def ready(self) -> None:
        from campaigns.honours import face, sections

        face.register()
        sections.register()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "campaigns.activities"
    verbose_name = _("activities of schools")

    def ready(self) -> None:
        from campaigns.activities import face, sections

        face.register()
        sections.register()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "identity"
    verbose_name = _("identity")

    def ready(self) -> None:
        from identity import receivers, sections  # noqa: F401 -- importing connects the receivers

        sections.register()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("organisations")

    def ready(self) -> None:
        from identity import registry
        from organisations import scopes, sections, tasks  # noqa: F401 -- importing registers the kinds of work

        sections.register()
        registry.on_office(scopes.holds_office)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("home")

    def ready(self) -> None:
        from home import articles, leftovers
        from kit import face, starting

        starting.register(leftovers.refuse)
        face.register_search("articles", _("About this platform"), articles.search, order=10)
        face.register_addresses("articles", articles.addresses)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficialDocumentsConfig(AppConfig):
    name = "official_documents"
    verbose_name = _("official documents")

    def ready(self) -> None:
        from kit import face
        from official_documents import searching

        face.register_search("official_documents", _("Official documents"), searching.find, order=90)

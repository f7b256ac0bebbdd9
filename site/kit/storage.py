"""Two stores: one that only the platform reads, and one the public may fetch from."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Everything that is uploaded. No address leads here; views that check rights hand files out."""

    def __init__(self) -> None:
        super().__init__(location=settings.PRIVATE_ROOT, base_url=None)

    def url(self, name: str | None) -> str:
        return ""


class PublicStorage(FileSystemStorage):
    """Copies of what was cleared for the public, under names nobody can guess."""

    def __init__(self) -> None:
        super().__init__(location=settings.MEDIA_ROOT, base_url=settings.MEDIA_URL)

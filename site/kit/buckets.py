"""The two stores as parts of one bucket of an S3-compatible service."""

from typing import Any

from django.conf import settings
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """Everything that is uploaded, below `private/`. No address leads here; views that check rights hand files out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location="private", default_acl="private", file_overwrite=False, **options)

    def url(self, name: str, *arguments: Any, **named: Any) -> str:
        return ""


class PublicBucket(S3Storage):
    """Copies of what was cleared for the public, below `public/`, fetched through `/uploads/` of the platform."""

    def __init__(self, **options: Any) -> None:
        super().__init__(location="public", default_acl="private", file_overwrite=False, **options)

    def url(self, name: str, *arguments: Any, **named: Any) -> str:
        return f"{settings.MEDIA_URL}{name}"

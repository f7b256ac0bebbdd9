"""The register of official documents is the same in a demonstration as in earnest."""

from pathlib import Path
from typing import Any

from django.conf import settings

from official_documents.actions import register


def seed(world: dict[str, Any]) -> None:
    register.load(Path(settings.ROOT) / "content" / "documents.yaml")

"""Folders of their own for the private and the public store."""

from django.core.files.storage import storages


def in_folders(monkeypatch, settings, folder):
    """Both stores below `folder`, until the test ends."""
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = folder / "private", folder / "uploads"
    settings.WITHDRAWN_PICTURES = str(folder / "withdrawn-pictures")
    for name, root in (("default", settings.PRIVATE_ROOT), ("public", settings.MEDIA_ROOT)):
        for attribute in ("base_location", "location"):
            monkeypatch.setitem(vars(storages[name]), attribute, str(root))

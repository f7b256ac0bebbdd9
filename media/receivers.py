"""Answers Wagtail's signals."""

from pathlib import PurePath
from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from media import cleaning
from media.models import LibraryImage


@receiver(pre_save, sender=LibraryImage)
def a_picture_enters_the_library(sender: Any, instance: LibraryImage, **_named: Any) -> None:
    """Whatever way a new file takes into the library (form, bulk upload, command), it is made anew before it is stored.

    Raises: BadPicture.
    """
    field: Any = instance.file
    if not field or field._committed or isinstance(field.file, cleaning.CleanPicture):
        return
    clean = cleaning.clean(field.file, field.name)
    instance.file = clean.as_file(PurePath(field.name).stem)
    instance.file_size, instance.file_hash = len(clean.data), ""

"""Zip files from outside: nothing is unpacked to the disk, and nothing is larger than it may be."""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from kit.errors import BadInput

MAX_MEMBERS = 2000
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200


def opened(data: bytes, *, members: int = MAX_MEMBERS, unpacked: int = MAX_UNPACKED_BYTES) -> zipfile.ZipFile:
    """The archive, when what it announces is within bounds.

    Raises: BadInput, when it is broken, has a password, or is packed to do harm.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadInput(_("The file is broken. Save it again and try once more."), code="broken") from None
    found = archive.infolist()
    total = sum(member.file_size for member in found)
    if len(found) > members or total > unpacked or total > MAX_RATIO * len(data) + 1_000_000:
        raise BadInput(_("The file unpacks to more than it should. It was not opened."), code="too-large")
    if any(member.flag_bits & 1 for member in found):
        raise BadInput(_("The file has a password. Save it without one."), code="broken")
    return archive


def refuse_escapes(archive: zipfile.ZipFile) -> None:
    """Nobody who unpacks such a file by hand means well by it. Raises: BadInput, naming the first path that leaves."""
    for name in archive.namelist():
        plain = name.replace("\\", "/")
        if plain.startswith("/") or ":" in plain.split("/", 1)[0] or ".." in plain.split("/"):
            reason = _("The path “%(path)s” in the file leads out of it. It was not opened.") % {"path": name[:100]}
            raise BadInput(reason, code="unsafe-path")


def content(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One member, read only as far as `limit`. Raises: BadInput, when there is more of it or it cannot be unpacked."""
    data = start(archive, name, limit + 1)
    if len(data) > limit:
        raise BadInput(_("“%(name)s” in the file is too large.") % {"name": name[:100]}, code="too-large")
    return data


def start(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """The first bytes of one member. Raises: BadInput, when it cannot be unpacked."""
    try:
        with archive.open(name) as member:
            return member.read(limit)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        reason = _("“%(name)s” in the file cannot be unpacked. Save the file again.") % {"name": name[:100]}
        raise BadInput(reason, code="broken") from None

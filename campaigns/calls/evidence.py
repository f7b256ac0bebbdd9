"""What may be filed as evidence: told by what the file holds, never by its name."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image

from kit.errors import BadInput

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES_PER_INDICATOR = 10
MAX_PIXELS = 100_000_000
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def kind_of(name: str, data: bytes) -> str:
    """The content type of a file that may be filed. Raises: BadInput, naming the file and what is wrong with it."""
    shown = {"name": name[:60]}
    kind = next((one for start, one in KINDS.items() if data.startswith(start)), "")
    if not kind or len(data) > MAX_BYTES:
        raise BadInput(_("“%(name)s” was not filed. Evidence is a PDF, JPEG or PNG file of up to 20 MB.") % shown)
    whole = _whole_pdf(data) if kind == "application/pdf" else _whole_picture(data, FORMATS[kind])
    if not whole:
        raise BadInput(
            _("“%(name)s” is broken and was not filed. Open it, save it again and try once more.") % shown,
            code="broken",
        )
    return kind


def kind_of_stored(name: str) -> str:
    """The content type of a file in the store, whose ending the platform itself chose."""
    return next((kind for kind, ending in ENDINGS.items() if name.endswith(ending)), "application/octet-stream")


def _whole_pdf(data: bytes) -> bool:
    tail = data[-2048:]
    return b"startxref" in tail and b"%%EOF" in tail


def _whole_picture(data: bytes, expected: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[expected]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return False
                if expected == "PNG":
                    picture.verify()
                else:
                    picture.draft("L", (picture.width // 8, picture.height // 8))  # decoded small: little memory
                    picture.load()
    except Exception:  # noqa: BLE001 -- Pillow raises what it likes; the file is what is wrong
        return False
    return True

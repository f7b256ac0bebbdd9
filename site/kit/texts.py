"""Texts as files hold them: whatever encoding they were saved in, and without what nobody can see."""

import re

from django.utils.translation import gettext as _

from kit.errors import BadInput

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 400
# Controls (but tab and line ends), halves of characters, non-characters, marks of width nothing, byte order marks.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 or GB18030, with a byte order mark or without one.

    Raises: BadInput, when it is none of them.
    """
    for encoding in _candidates(data):
        try:
            return data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise BadInput(_("The file's encoding is unknown. Save it as UTF-8 or as .xlsx."), code="encoding")


def visible(text: str) -> str:
    """The text without controls and without marks that have no width; spaces that do not break become plain ones."""
    return _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).replace("\u00a0", " ")


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    start = data[:_LOOKED_AT]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > 2 * even + 1 or even > 2 * odd + 1:  # every comma and line end has a zero byte beside it
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8", "gb18030"]

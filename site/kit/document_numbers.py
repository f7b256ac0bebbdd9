"""Document numbers of public bodies (GB/T 9704-2012, 7.2.5): 鄂教发〔2026〕1号."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.errors import BadInput

_FORM = re.compile(r"([\u4e00-\u9fff]{1,12})[\[\(【〔{](\d{4})[\]\)】〕}]第?(\d{1,5})号")


@dataclass(frozen=True)
class DocumentNumber:
    """`organ` is the issuing body's short name with the kind of paper, `year` full, `serial` without zeros."""

    organ: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.organ}〔{self.year}〕{self.serial}号"


def parse(text: str) -> DocumentNumber:
    """Read a document number typed with any kind of bracket; `str()` of the answer is the official form.

    Raises: BadInput, when it is none.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    match = _FORM.fullmatch(plain)
    if not match or not 1949 <= int(match[2]) <= 2100 or int(match[3]) == 0:
        raise BadInput(
            _("“%(text)s” is not a document number. It reads like this: 鄂教发〔2026〕1号")
            % {"text": text.strip()[:40]}
        )
    return DocumentNumber(match[1], int(match[2]), int(match[3]))

"""What somebody asks of the roll: the filters of its addresses, read with care."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.calls.models import CallKind
from kit.codes import parse_code
from kit.errors import BadInput

FILTERS = ("year", "territory", "kind", "call", "status", "q", "as_of", "after")
STATUSES = {
    "valid": gettext_lazy("valid"),
    "expired": gettext_lazy("expired"),
    "corrected": gettext_lazy("corrected"),
    "suspended": gettext_lazy("display suspended"),
    "revoked": gettext_lazy("revoked"),
}
LONGEST_WORDS = 60
HIGHEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class Asked:
    """The filters that were understood; an empty one filters nothing. `faults` says, by name, what was not."""

    year: int | None = None
    territory: str = ""
    kind: str = ""
    call: str = ""
    status: str = ""
    q: str = ""
    as_of: date | None = None
    after: int | None = None
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def filters(self) -> bool:
        return any((self.year, self.territory, self.kind, self.call, self.status, self.q, self.as_of))


def read(given: Mapping[str, str]) -> Asked:
    """Every filter that stands in `given`; what cannot be read is named in `faults` and left out."""
    values: dict[str, object] = {}
    faults: dict[str, str] = {}
    for name, reader in _READERS.items():
        text = unicodedata.normalize("NFKC", given.get(name, "").replace("\x00", "")).strip()
        if not text:
            continue
        try:
            values[name] = reader(text)
        except (BadInput, ValueError, OverflowError):
            faults[name] = _sentence(name, text[:40])
    return Asked(**values, faults=faults)  # type: ignore[arg-type]


def _year(text: str) -> int:
    return int(_matching(text, r"(19|20)[0-9]{2}"))


def _territory(text: str) -> str:
    return _matching(text, r"[0-9]{6}")


def _kind(text: str) -> str:
    return str(CallKind(text))


def _call(text: str) -> str:
    return parse_code(text, "K")


def _status(text: str) -> str:
    if text not in STATUSES:
        raise ValueError
    return text


def _words(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST_WORDS]


def _as_of(text: str) -> date:
    day = date.fromisoformat(_matching(text, r"[0-9]{4}-[0-9]{2}-[0-9]{2}"))
    if not 1949 <= day.year <= 2200:
        raise ValueError
    return day


def _after(text: str) -> int:
    number = int(_matching(text, r"[0-9]{1,19}"))
    if number > HIGHEST_NUMBER:
        raise ValueError
    return number


def _matching(text: str, form: str) -> str:
    if not re.fullmatch(form, text, re.ASCII):
        raise ValueError
    return text


_READERS = {
    "year": _year,
    "territory": _territory,
    "kind": _kind,
    "call": _call,
    "status": _status,
    "q": _words,
    "as_of": _as_of,
    "after": _after,
}


def _sentence(name: str, text: str) -> str:
    remedies = {
        "year": _("A year is four digits, such as 2026."),
        "territory": _("A territory is a division code of six digits, such as 421100."),
        "kind": _("The kinds are model_unit and commendation."),
        "call": _("A call has a code of twelve characters that begins with K."),
        "status": _("The states are valid, expired, corrected, suspended and revoked."),
        "as_of": _("A day is written like this: 2026-11-24."),
        "after": _("The number of an entry is a whole number."),
    }
    return _("“%(text)s” cannot be read as %(name)s.") % {"text": text, "name": name} + " " + remedies.get(name, "")

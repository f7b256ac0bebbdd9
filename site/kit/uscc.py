"""Unified social credit codes (GB 32100-2015 with amendment 1) and the organisation code inside (GB 11714)."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
DEPARTMENTS = frozenset("123456789ANY")
_WEIGHTS = [pow(3, place, 31) for place in range(17)]
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]


@dataclass(frozen=True)
class Finding:
    """What there is to say about a code. `reason` is a sentence for people, empty when the code is valid.

    `damaged` means that a spreadsheet has probably rounded it: the true code cannot be recovered from this one.
    """

    code: str
    kind: str
    valid: bool
    damaged: bool
    reason: str


def tidy(text: str) -> str:
    """Full-width characters narrowed, spaces dropped, letters raised. Changes no character into another."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check(text: str) -> Finding:
    """Judge a unified social credit code by its characters and both check digits."""
    code = tidy(text)
    reason, damaged = _fault(code)
    return Finding(code, "uscc", not reason, damaged, reason)


def make(department_and_category: str, division: str, organisation: str) -> str:
    """A valid code from its parts: two characters, six digits of division, eight of the organisation's own."""
    body = department_and_category + division + organisation + organisation_check(organisation)
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The 18th character over the first 17; a remainder of 0 gives 0."""
    total = sum(ALPHABET.index(character) * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def organisation_check(organisation: str) -> str:
    """The ninth character of an organisation code over its first eight."""
    values = (_ORGANISATION_ALPHABET.index(character) for character in organisation)
    remainder = 11 - sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(remainder, str(remainder))


def _fault(code: str) -> tuple[str, bool]:
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+|\d{15}000", code) and not _fits(code):
        return _damaged(), True
    if len(code) != 18:
        return _("A unified social credit code has 18 characters; this one has %(count)d.") % {
            "count": len(code)
        }, False
    wrong = next((character for character in code if character not in ALPHABET), "")
    if wrong:
        return _misread(wrong), False
    if _fits(code):
        return "", False
    if code[0] not in DEPARTMENTS:
        return _("The first character names no registering department. Please compare it with the certificate."), False
    return _("The check digit does not fit: a character was mistyped. Please compare it with the certificate."), False


def _fits(code: str) -> bool:
    return (
        len(code) == 18
        and code[0] in DEPARTMENTS
        and check_digit(code[:17]) == code[17]
        and organisation_check(code[8:16]) == code[16]
    )


def _damaged() -> str:
    return _("This code looks damaged by a spreadsheet. Format the column as text and type the code again.")


def _misread(character: str) -> str:
    hint = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"}.get(character)
    if hint:
        return _("The letter %(letter)s does not occur in these codes; %(hint)s may be meant.") % {
            "letter": character,
            "hint": hint,
        }
    return _("The character %(letter)s does not occur in these codes.") % {"letter": character}

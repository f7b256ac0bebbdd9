"""Codes that people read aloud and type: a letter, ten characters of Crockford's base 32, a check character."""

import secrets

from django.utils.translation import gettext as _

from kit.errors import BadInput

PREFIXES = frozenset("HCNRAK")  # honour, certificate, notice, receipt, activity, call
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
BODY = 10
_CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MISREAD = str.maketrans("ILO", "110")


def new_code(prefix: str) -> str:
    """A fresh code, for example H7K2M9QX4TCP: random, so that one code tells nothing about another."""
    if prefix not in PREFIXES:
        raise ValueError(f'Prefix "{prefix}": expected one of {sorted(PREFIXES)}.')
    body = prefix + "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    return body + check_character(body)


def check_character(text: str) -> str:
    """The ISO 7064 MOD 37,36 check character over digits and capital letters."""
    remainder = 36
    for character in text:
        remainder = (remainder + _CHECK_ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return _CHECK_ALPHABET[(37 - remainder) % 36]


def parse_code(text: str, prefix: str | None = None) -> str:
    """The code in its one written form, from whatever a person typed.

    Case, spaces and hyphens do not matter; I and L are read as 1 and O as 0 within the ten characters.
    Raises: BadInput, when it is no such code or a character was mistyped.
    """
    plain = "".join(text.split()).replace("-", "").upper()
    if len(plain) == BODY + 2:
        plain = plain[0] + plain[1:-1].translate(_MISREAD) + plain[-1]
    if (
        len(plain) != BODY + 2
        or plain[0] not in (prefix or PREFIXES)
        or any(character not in ALPHABET for character in plain[1:-1])
        or check_character(plain[:-1]) != plain[-1]
    ):
        raise BadInput(_("This is not a code of ours. Please compare it with the paper, character by character."))
    return plain

"""Numbers that lead to a person, found in texts that people write: identity numbers, mobile phones, bank cards.

Each function gives the numbers as they stand in the text; full-width digits, spaces and hyphens between them
hide none.
"""

import re
from datetime import date

_DIGITS = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")  # length is kept: places in the text stay right
_GAP = r"[ \u3000-]?"
_IDENTITY = re.compile(rf"(?<!\d)(?:\d{_GAP}){{17}}[\dXx](?!\d)")
_MOBILE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9](?:{_GAP}\d){{9}}(?!\d)")
_CARD = re.compile(rf"(?<!\d)[3-6](?:{_GAP}\d){{15,18}}(?!\d)")
_WEIGHTS = [pow(2, 17 - place, 11) for place in range(17)]
_CHECKS = "10X98765432"  # GB 11643-1999, by the remainder


def identity_numbers(text: str) -> list[str]:
    """Eighteen characters with a possible day of birth and a right check character."""
    return [one for one in _found(_IDENTITY, text) if _is_identity(_bare(one))]


def mobile_numbers(text: str) -> list[str]:
    """Numbers of mobile phones in the mainland."""
    return _found(_MOBILE, text)


def bank_cards(text: str) -> list[str]:
    """Sixteen to nineteen digits that satisfy Luhn's check and are no identity number."""
    return [one for one in _found(_CARD, text) if _luhn(_bare(one)) and not _is_identity(_bare(one))]


def any_in(text: str) -> bool:
    return bool(identity_numbers(text) or mobile_numbers(text) or bank_cards(text))


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    plain = text.translate(_DIGITS)
    return [text[match.start() : match.end()] for match in pattern.finditer(plain)]


def _bare(number: str) -> str:
    return re.sub(r"[^0-9X]", "", number.translate(_DIGITS).upper())


def _is_identity(number: str) -> bool:
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11] == number[17]


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0

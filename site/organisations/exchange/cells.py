"""Cells of rosters and lists read one by one; each refusal names its column and says what would be right."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from kit import school_codes, uscc
from kit.imports import Report
from kit.spreadsheets import Sheet

Value = TypeVar("Value")
_SPLIT = re.compile(r"[、,，;；]\s*")
_DAMAGED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)


class Refused(Exception):
    """One cell is wrong: its column, a code for programs, a sentence for people."""

    def __init__(self, column: str, code: str, reason: object) -> None:
        super().__init__(str(reason))
        self.column, self.code = column, code


def sheets_with(
    sheets: Sequence[Sheet],
    needed: Sequence[str],
    known: Sequence[str],
    synonyms: Mapping[str, str],
    report: Report,
) -> list[tuple[Sheet, dict[str, str]]]:
    """The sheets that carry the needed headings, each with its headings' proper names; others are passed over."""
    found = []
    for sheet in sheets:
        names = {heading: synonyms.get(heading, heading) for heading in sheet.headings}
        if set(needed) <= set(names.values()):
            report.ignored_columns += [heading for heading, name in names.items() if name not in known]
            found.append((sheet, names))
    if not found:
        words = "、".join(needed)
        reason = _("No sheet has the headings %(needed)s in its first line.") % {"needed": words}
        report.refuse("", None, "", "no-headings", reason)
    return found


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def name(text: str, column: str, longest: int) -> str:
    tidy = re.sub(r"\s+", " ", text.strip())
    if not tidy:
        raise Refused(column, "missing", _("This has to be filled in."))
    if len(tidy) > longest or not tidy.isprintable():
        raise Refused(column, "too-long", _("At most %(count)d readable characters.") % {"count": longest})
    return tidy


def phone(text: str) -> str:
    number = re.sub(r"[\s\-]", "", plain(text)).removeprefix("+86")
    if not number:
        return ""
    if _DAMAGED.fullmatch(number):
        raise Refused("手机号", "damaged-code", damaged())
    if not re.fullmatch(r"1[3-9]\d{9}", number):
        raise Refused("手机号", "bad-phone", _("This is not a mobile phone number of eleven digits."))
    return number


def staff_number(text: str) -> str:
    number = plain(text)
    if _DAMAGED.fullmatch(number):
        raise Refused("工号", "damaged-code", damaged())
    if number and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,31}", number):
        raise Refused("工号", "bad-number", _("A staff number has at most 32 letters, digits and hyphens."))
    return number


def teacher_code(text: str) -> str:
    code = plain(text).upper()
    if _DAMAGED.fullmatch(code):
        raise Refused("教师个人标识码", "damaged-code", damaged())
    if code and not re.fullmatch(r"[A-Z0-9]{6,32}", code):
        raise Refused("教师个人标识码", "bad-number", _("A personal code has 6 to 32 letters and digits."))
    return code


def unified_code(text: str) -> str:
    if not text.strip():
        return ""
    found = uscc.check(text)
    if not found.valid:
        raise Refused("统一社会信用代码", "damaged-code" if found.damaged else "bad-code", found.reason)
    return found.code


def school_code(text: str) -> str:
    if not text.strip():
        return ""
    found = school_codes.check(text)
    if not found.valid:
        raise Refused("学校标识码", "damaged-code" if found.damaged else "bad-code", found.reason)
    return found.code


def one_of(text: str, column: str, words: Mapping[str, Value], default: Value | None = None) -> Value:
    told = plain(text).replace(" ", "")
    if not told and default is not None:
        return default
    if told not in words:
        raise Refused(column, "unknown-word", _unknown(text, words))
    return words[told]


def several(text: str, column: str, words: Mapping[str, Value]) -> list[Value]:
    """Each once, in the order in which they stand."""
    told = [one for one in _SPLIT.split(plain(text).replace(" ", "")) if one]
    for one in told:
        if one not in words:
            raise Refused(column, "unknown-word", _unknown(one, words))
    return list(dict.fromkeys(words[one] for one in told))


def day(text: str, column: str) -> date | None:
    """2024-09-01, 2024/9/1, 2024.9.1, 2024年9月1日; a month alone is its first day. Nothing for an empty cell."""
    told = plain(text).removesuffix(" 00:00:00")
    if not told:
        return None
    parts = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月?)|(\d{2})(\d{2})?)", told)
    try:
        if parts is None:
            raise ValueError
        month, of_month = parts[2] or parts[4], parts[3] or parts[5] or "1"
        return date(int(parts[1]), int(month), int(of_month))
    except ValueError:
        raise Refused(column, "bad-date", _("Write the day like 2024-09-01.")) from None


def damaged() -> str:
    return _("This number looks damaged by a spreadsheet. Format the column as text and type it again.")


def _unknown(text: str, words: Mapping[str, object]) -> str:
    return _("“%(text)s” is not known here; write one of %(known)s.") % {
        "text": text[:40],
        "known": "、".join(words),
    }

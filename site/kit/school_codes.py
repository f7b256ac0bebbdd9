"""School codes (学校（机构）标识码): ten digits by structure; they have no check digit."""

import re

from django.utils.translation import gettext as _

from kit.uscc import Finding, tidy

KINDS = frozenset({"11", "21", "22", "31", "32", "33", "34", "35", "36", "37", "41", "42", "51", "91", "92", "93"})
PROVINCES = frozenset(
    str(code)
    for start, end in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for code in range(start, end + 1)
)


def check(text: str) -> Finding:
    """Judge a school code by its structure: two digits of category, two of province, six of sequence."""
    code = tidy(text)
    reason = _fault(code)
    return Finding(code, "school", not reason, bool(re.fullmatch(r"\d(\.\d+)?E\+?\d+", code)), reason)


def _fault(code: str) -> str:
    if not re.fullmatch(r"\d{10}", code):
        return _("A school code has ten digits.")
    if code[:2] not in KINDS:
        return _("The first two digits, %(digits)s, name no category of school.") % {"digits": code[:2]}
    if code[2:4] not in PROVINCES:
        return _("The third and fourth digit, %(digits)s, name no province.") % {"digits": code[2:4]}
    if code[:2] in {"41", "42"} and code[4] != "0":
        return _("The code of a university has a 0 in the fifth place.")
    return ""

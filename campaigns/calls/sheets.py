"""An indicator tree from a spreadsheet."""

import re
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext as _

from kit import spreadsheets
from kit.errors import BadInput
from organisations.models import Stage

MAX_ROWS = 120
COLUMNS = {
    "编号": ("number", 12),
    "名称": ("title", 200),
    "评价方法": ("method", 300),
    "佐证材料": ("evidence", 200),
    "权重": ("weight", 8),
    "一票否决": ("veto", 8),
    "适用学段": ("stages", 200),
}
YES = {"是", "√", "1", "TRUE", "true", "yes"}
STAGES = {
    "幼儿园": Stage.KINDERGARTEN,
    "小学": Stage.PRIMARY,
    "初中": Stage.JUNIOR,
    "高中": Stage.SENIOR,
    "普通高中": Stage.SENIOR,
    "中职": Stage.VOCATIONAL,
    "高校": Stage.UNIVERSITY,
    "特殊教育": Stage.SPECIAL,
}


def read(file: IO[bytes], filename: str) -> list[dict[str, Any]]:
    """The rows of the first sheet. Raises: BadInput, naming the row and column that cannot be read."""
    sheets = spreadsheets.read(file, filename, max_rows=MAX_ROWS)
    if not sheets or "编号" not in sheets[0].headings or "名称" not in sheets[0].headings:
        raise BadInput(_("The first line must name the columns, at least 编号 and 名称."))
    return [_row(row) for row in sheets[0].rows]


def _row(row: spreadsheets.Row) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for heading, (name, size) in COLUMNS.items():
        text = row.cells.get(heading, "")
        if len(text) > size:
            raise _fault(row, heading, _("it is longer than %(size)d characters") % {"size": size})
        found[name] = text
    found["weight"] = _weight(row, found["weight"])
    found["veto"] = found["veto"] in YES
    found["stages"] = [_stage(row, one) for one in re.split("[、，,]", found["stages"]) if one.strip()]
    return found


def _weight(row: spreadsheets.Row, text: str) -> Decimal:
    try:
        weight = Decimal(text or "0")
    except InvalidOperation:
        raise _fault(row, "权重", _("it is not a number")) from None
    if not weight.is_finite() or not 0 <= weight <= 100:
        raise _fault(row, "权重", _("a weight lies between 0 and 100"))
    return weight


def _stage(row: spreadsheets.Row, text: str) -> str:
    if text.strip() not in STAGES:
        known = "、".join(STAGES)
        raise _fault(row, "适用学段", _("“%(text)s” is none of %(known)s") % {"text": text[:20], "known": known})
    return STAGES[text.strip()].value


def _fault(row: spreadsheets.Row, column: str, what: str) -> BadInput:
    place = {"row": row.number, "column": column, "what": what}
    return BadInput(_("Row %(row)d, column %(column)s: %(what)s.") % place)

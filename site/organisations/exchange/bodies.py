"""Rows of a list of organisations read into drafts; nothing is looked up here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kit.imports import Report
from kit.spreadsheets import Sheet
from organisations.exchange import cells, headings
from organisations.exchange.cells import Refused
from organisations.models import OrganisationKind, Ownership, Stage

NEEDED = ("名称", "类别")


@dataclass(frozen=True)
class OrganisationDraft:
    """One row. `authority` and `parent` name another organisation by name or code; empty says nothing."""

    sheet: str
    row: int
    name: str
    kind: OrganisationKind
    uscc: str
    school_code: str
    division: str
    authority: str
    parent: str
    stages: tuple[Stage, ...]
    ownership: Ownership | None


def read(sheets: Sequence[Sheet], report: Report) -> list[OrganisationDraft]:
    """Every row of every sheet that has the headings 名称 and 类别; refusals and counts go into `report`."""
    drafts: list[OrganisationDraft] = []
    found = cells.sheets_with(sheets, NEEDED, headings.ORGANISATIONS, headings.ORGANISATION_SYNONYMS, report)
    seen: dict[tuple[str, ...], int] = {}
    for sheet, names in found:
        for row in sheet.rows:
            report.read += 1
            try:
                draft = _draft(sheet.name, row.number, {names[heading]: text for heading, text in row.cells.items()})
                _refuse_twins(draft, seen)
                drafts.append(draft)
            except Refused as refusal:
                report.refuse(sheet.name, row.number, refusal.column, refusal.code, refusal)
    return drafts


def _draft(sheet: str, number: int, row: dict[str, str]) -> OrganisationDraft:
    def cell(name: str) -> str:
        return row.get(name, "")

    ownership = cell("办学性质").strip()
    return OrganisationDraft(
        sheet=sheet,
        row=number,
        name=cells.name(cell("名称"), "名称", 120),
        kind=cells.one_of(cell("类别"), "类别", headings.KINDS),
        uscc=cells.unified_code(cell("统一社会信用代码")),
        school_code=cells.school_code(cell("学校标识码")),
        division=_division(cell("行政区划代码")),
        authority=cell("主管部门").strip(),
        parent=cell("上级单位").strip(),
        stages=tuple(cells.several(cell("学段"), "学段", headings.STAGES)),
        ownership=cells.one_of(ownership, "办学性质", headings.OWNERSHIPS) if ownership else None,
    )


def _division(text: str) -> str:
    """Six digits; the twelve of the statistical code begin with them."""
    code = cells.plain(text)
    if code and not (code.isascii() and code.isdigit() and len(code) in {6, 9, 12}):
        raise Refused("行政区划代码", "bad-code", _("A division code has six digits."))
    return code[:6]


def _refuse_twins(draft: OrganisationDraft, seen: dict[tuple[str, ...], int]) -> None:
    keys: dict[str, tuple[str, ...]] = {
        "统一社会信用代码": ("uscc", draft.uscc),
        "学校标识码": ("school", draft.school_code),
    }
    keys = {column: key for column, key in keys.items() if key[1]}
    if not keys:
        keys = {"名称": ("name", draft.name, draft.parent or draft.authority)}
    for column, key in keys.items():
        if key in seen:
            reason = _("The same stands in row %(row)d already.") % {"row": seen[key]}
            raise Refused(column, "duplicate", reason)
    seen.update(dict.fromkeys(keys.values(), draft.row))

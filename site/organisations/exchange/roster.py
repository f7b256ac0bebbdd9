"""Rows of a roster read into drafts; nothing is looked up here but what stands in the row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kit.imports import Report
from kit.spreadsheets import Sheet
from organisations.exchange import cells, headings
from organisations.exchange.cells import Refused
from organisations.models import MembershipStatus, Role, Stage, TeacherKind

NEEDED = ("姓名",)


@dataclass(frozen=True)
class PersonDraft:
    """One row: a person at a school. None and empty say that the row is silent, and change nothing."""

    sheet: str
    row: int
    name: str
    number: str
    phone: str
    teacher_code: str
    school_name: str
    uscc: str
    school_code: str
    roles: tuple[Role, ...]
    kinds: tuple[TeacherKind, ...]
    stages: tuple[Stage, ...]
    joined_on: date | None
    status: MembershipStatus | None
    user_id: int = 0  # whose row it is, where a form knows it


def read(sheets: Sequence[Sheet], report: Report) -> list[PersonDraft]:
    """Every row of every sheet that has the heading 姓名; refusals and counts go into `report`."""
    drafts = []
    for sheet, names in cells.sheets_with(sheets, NEEDED, headings.ROSTER, headings.ROSTER_SYNONYMS, report):
        for row in sheet.rows:
            report.read += 1
            try:
                drafts.append(
                    _draft(sheet.name, row.number, {names[heading]: text for heading, text in row.cells.items()})
                )
            except Refused as refusal:
                report.refuse(sheet.name, row.number, refusal.column, refusal.code, refusal)
    return drafts


def _draft(sheet: str, number: int, row: dict[str, str]) -> PersonDraft:
    def cell(name: str) -> str:
        return row.get(name, "")

    draft = PersonDraft(
        sheet=sheet,
        row=number,
        name=cells.name(cell("姓名"), "姓名", 64),
        number=cells.staff_number(cell("工号")),
        phone=cells.phone(cell("手机号")),
        teacher_code=cells.teacher_code(cell("教师个人标识码")),
        school_name=cell("学校名称").strip()[:120],
        uscc=cells.unified_code(cell("统一社会信用代码")),
        school_code=cells.school_code(cell("学校标识码")),
        roles=tuple(cells.several(cell("角色"), "角色", headings.ROLES)),
        kinds=tuple(cells.several(cell("教师类别"), "教师类别", headings.TEACHER_KINDS)),
        stages=tuple(cells.several(cell("任教学段"), "任教学段", headings.STAGES)),
        joined_on=cells.day(cell("到校时间"), "到校时间"),
        status=cells.one_of(cell("人员状态"), "人员状态", headings.STATUSES) if cell("人员状态").strip() else None,
    )
    if not draft.number and not draft.phone:
        raise Refused("工号", "missing", _("Give a staff number or a mobile phone number."))
    return draft

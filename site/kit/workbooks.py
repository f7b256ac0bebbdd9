"""The inside of .xlsx files: looked over before the parser sees them, then read line by line as texts.

The parser lays a sheet out in memory from its first cell to its last: one cell far down to the right would end the
process. So the extent is measured first.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import openpyxl
import python_calamine
from django.utils.translation import gettext as _

from kit import archives
from kit.errors import BadInput

MAX_GRID = 20_000_000  # cells between the first and the last, in all sheets together
_NO_CELLS = frozenset({"xl/sharedStrings.xml", "xl/styles.xml"})
_PIECE = 1 << 20
_TAIL = 400
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]{0,200}?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,200}?\br=[\"'](\d{1,7})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >]")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TOO_FAR = re.compile(rb"\br=[\"'](?:[A-Za-z]{4,}\d|[A-Za-z]*\d{8,})")

Lines = Iterator[list[str]]


class Day(str):
    """A day that the spreadsheet holds as a day, in ISO form: what the person saw or meant is not known."""

    __slots__ = ()


def tables(data: bytes) -> Iterator[tuple[str, Lines]]:
    """Each sheet's name and its lines.

    Raises: BadInput, when it is no workbook, is packed to do harm, or holds a formula.
    """
    archive = archives.opened(data)
    if "xl/workbook.xml" not in archive.namelist():
        raise BadInput(_("This is neither an .xlsx nor a .csv file."), code="wrong-type")
    _look_over(archive)
    try:
        percents = _percents(archive, io.BytesIO(data))
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception:  # noqa: BLE001 -- the parser raises what it likes; the file is what is wrong
        raise _unreadable() from None
    for name in book.sheet_names:
        yield name, _lines(book, name, percents.get(name, frozenset()))


def _unreadable() -> BadInput:
    return BadInput(_("The file cannot be read as a spreadsheet. Save it again as .xlsx."), code="broken")


def _lines(book: Any, name: str, percents: frozenset[tuple[int, int]]) -> Lines:
    try:
        sheet = book.get_sheet_by_name(name)
        merged = sorted(sheet.merged_cell_ranges or [], reverse=True)
        rows = enumerate(sheet.iter_rows())
    except Exception:  # noqa: BLE001 -- as above
        raise _unreadable() from None
    filled: dict[int, tuple[int, str]] = {}  # column: down to which row, with what
    for number, row in rows:
        line = [_text(value, percent=(number, place) in percents) for place, value in enumerate(row)]
        if any(line):
            for place, (last, text) in filled.items():
                if number <= last:
                    line[place] = line[place] or text
        while merged and merged[-1][0][0] <= number:
            (first, place), (last, _right) = merged.pop()
            if first == number < last and place < len(line):
                filled[place] = (last, line[place])
        yield line


def _text(value: Any, *, percent: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return f"{_digits(value * 100)}%" if percent else _digits(value)
    if isinstance(value, datetime) and value.hour == value.minute == value.second == 0:
        value = value.date()
    if isinstance(value, date):
        return Day(value.isoformat() if not isinstance(value, datetime) else value.isoformat(" ", "seconds"))
    return "" if value is None else str(value)


def _digits(value: float) -> str:
    """A number as spreadsheets show it: fifteen digits, no power of ten."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")


def _look_over(archive: zipfile.ZipFile) -> None:
    """Refuses formulas, and sheets that reach too far. Reads the packed XML in pieces."""
    grid = 0
    for member in archive.namelist():
        if member.endswith(".xml"):
            grid += _extent(archive, member)
            if grid > MAX_GRID:
                reason = _("A sheet reaches too far down or to the right. Delete the empty rows and columns around it.")
                raise BadInput(reason, code="too-large")


def _extent(archive: zipfile.ZipFile, member: str) -> int:
    """How many cells lie between the first and the last."""
    columns = rows = 0
    tail = b""
    try:
        with archive.open(member) as part:
            while piece := part.read(_PIECE):
                window = tail + piece
                if _DECLARES.search(window):
                    raise BadInput(_("The file declares entities, which no spreadsheet needs."), code="broken")
                tail = window[-_TAIL:]
                if member in _NO_CELLS:
                    continue
                if "worksheets/" in member:
                    _refuse_formula(window)
                if _TOO_FAR.search(window):
                    return MAX_GRID + 1
                cells = _CELL.findall(window)
                columns = max([columns, *map(_column, {letters for letters, _row in cells})])
                rows = max([rows, *(int(row) for _letters, row in cells), *map(int, _ROW.findall(window))])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise _unreadable() from None
    return columns * rows


def _refuse_formula(window: bytes) -> None:
    found = _FORMULA.search(window)
    if found is None:
        return
    cells = _CELL.findall(window, max(0, found.start() - _TAIL), found.start())
    cell = (cells[-1][0] + cells[-1][1]).decode("ascii") if cells else "?"
    reason = _("Cell %(cell)s holds a formula. Paste the column as values and save again.") % {"cell": cell}
    raise BadInput(reason, code="formula")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _percents(archive: zipfile.ZipFile, data: IO[bytes]) -> dict[str, frozenset[tuple[int, int]]]:
    """Where numbers stand that are shown as percentages. Files without such a format, nearly all, cost nothing."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = archives.content(archive, "xl/styles.xml", archives.MAX_UNPACKED_BYTES // 10)
    used = styles[styles.find(b"<cellXfs") : styles.find(b"</cellXfs>")]
    ids = set(re.findall(rb"numFmtId=[\"'](\d{1,5})", used))
    if not ids & {b"9", b"10", *re.findall(rb"<numFmt numFmtId=[\"'](\d{1,5})[\"'] formatCode=[^>%]{0,200}%", styles)}:
        return {}
    data.seek(0)
    return {
        sheet.title: frozenset(
            (cell.row - 1, cell.column - 1)
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, int | float) and "%" in str(cell.number_format)
        )
        for sheet in openpyxl.load_workbook(data, read_only=True).worksheets
    }

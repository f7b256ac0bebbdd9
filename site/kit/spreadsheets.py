"""Spreadsheets in and out: bounded in memory and time when read, harmless when written."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import openpyxl
import python_calamine
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell

from kit.errors import BadInput

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 2000
MAX_CELL = 5000
MAX_COLUMNS = 100
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """`number` is what the sheet shows; `cells` maps a heading to the text beneath it, trimmed."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    name: str
    headings: list[str]
    rows: list[Row]


def read(file: IO[bytes], filename: str, *, max_rows: int = 50_000) -> list[Sheet]:
    """Every sheet with a heading line, its rows as texts. Takes xlsx, and CSV in UTF-8, UTF-16 or GB18030.

    Raises: BadInput, when it is no spreadsheet, too large, or packed to do harm.
    """
    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise BadInput(
            _("The file is larger than 20 MB. Split it and import the parts one after another."), code="too-large"
        )
    if data[:4] == b"PK\x03\x04":
        _refuse_bombs(data)
        return _read_workbook(data, max_rows)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInput(
            _("This is an old .xls file or has a password. Save it as .xlsx without password."), code="old-format"
        )
    return [_read_text(data, filename, max_rows)]


def write(target: Path | IO[bytes], sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> None:
    """Write sheets of (name, headings, rows). Text stays text: codes keep their zeros, nothing becomes a formula."""
    book = openpyxl.Workbook(write_only=True)
    for name, headings, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.append(list(headings))
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    book.save(target)


def harmless(value: Any) -> str:
    """A text that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    cell = WriteOnlyCell(sheet, value="" if value is None else str(value))
    cell.data_type = "s"  # a text that begins with = stays a text
    cell.number_format = "@"
    return cell


def _refuse_bombs(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile:
        raise BadInput(_("The file is broken. Save it again as .xlsx and try once more."), code="broken") from None
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * len(data) + 1_000_000:
        raise BadInput(_("The file unpacks to more than a spreadsheet should. It was not opened."), code="too-large")


def _read_workbook(data: bytes, max_rows: int) -> list[Sheet]:
    formulas = _cells_with_formulas(data)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except Exception:  # noqa: BLE001 -- the parser raises what it likes; the file is what is wrong
        raise BadInput(_("The file cannot be read as a spreadsheet. Save it again as .xlsx."), code="broken") from None
    if formulas:
        raise BadInput(
            _("Cell %(cell)s holds a formula. Paste the column as values and save again.") % {"cell": formulas},
            code="formula",
        )
    sheets = [_table(name, (list(map(_text, line)) for line in lines), max_rows) for name, lines in tables]
    return [sheet for sheet in sheets if sheet.headings]


def _cells_with_formulas(data: bytes) -> str:
    """The first cell that holds a formula, as its sheet file and place, or nothing. Reads the packed XML in pieces."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            if not member.startswith("xl/worksheets/sheet"):
                continue
            with archive.open(member) as part:
                tail = b""
                while piece := part.read(1 << 20):
                    window = tail + piece
                    at = min((place for place in (window.find(b"<f>"), window.find(b"<f ")) if place >= 0), default=-1)
                    if at >= 0:
                        start = window.rfind(b' r="', 0, at)
                        return (
                            window[start + 4 : window.find(b'"', start + 4)].decode("ascii", "replace")
                            if start >= 0
                            else "?"
                        )
                    tail = window[-200:]
    return ""


def _read_text(data: bytes, filename: str, max_rows: int) -> Sheet:
    text = _decode(data)
    if "\0" in text or not filename.lower().endswith((".csv", ".txt", ".tsv")):
        raise BadInput(_("This is neither an .xlsx nor a .csv file."), code="wrong-type")
    delimiter = "\t" if "\t" in text.split("\n", 1)[0] else ","
    csv.field_size_limit(1_000_000)
    try:
        return _table(Path(filename).stem, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), max_rows)
    except csv.Error:
        raise BadInput(_("The file cannot be read as CSV: a quotation mark is not closed."), code="broken") from None


def _decode(data: bytes) -> str:
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(_("The file's encoding is unknown. Save it as UTF-8 or as .xlsx."), code="encoding")


def _table(name: str, lines: Iterable[list[str]], max_rows: int) -> Sheet:
    headings: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip().strip("\ufeff") for cell in line[:MAX_COLUMNS]]
        if not headings:
            if number == 1 and any(cells):
                headings = [cell.replace(" ", "") for cell in cells]
            elif number > 1:
                break
            continue
        if not any(cells):
            continue
        if len(rows) >= max_rows:
            raise BadInput(
                _("Sheet “%(sheet)s” has more than %(rows)d rows. Split it and import the parts.")
                % {"sheet": name, "rows": max_rows},
                code="too-many-rows",
            )
        long = next((cell for cell in cells if len(cell) > MAX_CELL), None)
        if long:
            raise BadInput(
                _("Sheet “%(sheet)s”, row %(row)d: a cell holds more than %(size)d characters.")
                % {"sheet": name, "row": number, "size": MAX_CELL},
                code="cell-too-long",
            )
        rows.append(Row(number, {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}))
    return Sheet(name, [heading for heading in headings if heading], rows)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)

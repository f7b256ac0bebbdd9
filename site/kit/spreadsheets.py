"""Spreadsheets in and out: bounded in memory and time when read, harmless when written."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell

from kit import texts, workbooks
from kit.errors import BadInput

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_CELL = 5000
MAX_COLUMNS = 100
MAX_HEADING = 60
TITLE_LINES = 10  # lines that may stand above the headings
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
Heads = Callable[[list[str]], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what the sheet shows; `cells` maps a heading to the text beneath it, trimmed."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    name: str
    headings: list[str]
    rows: list[Row]


def read(file: IO[bytes], filename: str, *, max_rows: int = 50_000, heads: Heads | None = None) -> list[Sheet]:
    """Every sheet with a heading line, its rows as texts. Takes xlsx, and CSV in UTF-8, UTF-16 or GB18030.

    The headings stand in the first line, or in the first of ten of which `heads` says so. A merged cell counts for
    every row that it covers. A day is a `workbooks.Day`.
    Raises: BadInput, when it is no spreadsheet, too large, or packed to do harm.
    """
    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise BadInput(
            _("The file is larger than 20 MB. Split it and import the parts one after another."), code="too-large"
        )
    if data[:4] == b"PK\x03\x04":
        found = (_table(name, lines, max_rows, heads) for name, lines in workbooks.tables(data))
        return [sheet for sheet in found if sheet.headings]
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise BadInput(
            _("This is an old .xls file or has a password. Save it as .xlsx without password."), code="old-format"
        )
    return [_read_text(data, filename, max_rows, heads)]


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


def _read_text(data: bytes, filename: str, max_rows: int, heads: Heads | None) -> Sheet:
    text = texts.decode(data)
    if "\0" in text or not filename.lower().endswith((".csv", ".txt", ".tsv")):
        raise BadInput(_("This is neither an .xlsx nor a .csv file."), code="wrong-type")
    csv.field_size_limit(1_000_000)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _table(Path(filename).stem, lines, max_rows, heads)
    except csv.Error:
        raise BadInput(_("The file cannot be read as CSV: a quotation mark is not closed."), code="broken") from None


def _delimiter(text: str) -> str:
    """What the line with the most columns, most likely the headings, is divided by."""
    lines = text[:20_000].split("\n")[:TITLE_LINES]
    return max(",\t;", key=lambda sign: max(line.count(sign) for line in lines))


def _table(name: str, lines: Iterable[Sequence[str]], max_rows: int, heads: Heads | None) -> Sheet:
    numbered = enumerate(lines, start=1)
    headings = _headings(numbered, heads)
    rows: list[Row] = []
    for number, line in numbered if headings else ():
        cells = {
            heading: cell
            for heading, raw in zip(headings, line, strict=False)
            if heading and (cell := _trimmed(raw)) != ""
        }
        if not cells:
            continue
        if len(rows) >= max_rows:
            raise BadInput(
                _("Sheet “%(sheet)s” has more than %(rows)d rows. Split it and import the parts.")
                % {"sheet": name, "rows": max_rows},
                code="too-many-rows",
            )
        if any(len(cell) > MAX_CELL for cell in cells.values()):
            raise BadInput(
                _("Sheet “%(sheet)s”, row %(row)d: a cell holds more than %(size)d characters.")
                % {"sheet": name, "row": number, "size": MAX_CELL},
                code="cell-too-long",
            )
        rows.append(Row(number, cells))
    return Sheet(name, [heading for heading in headings if heading], rows)


def _headings(numbered: Iterator[tuple[int, Sequence[str]]], heads: Heads | None) -> list[str]:
    """The heading line; what stands above it is used up."""
    for number, line in numbered:
        found = ["".join(_trimmed(cell[:MAX_HEADING]).split()) for cell in line[:MAX_COLUMNS]]
        if any(found) and (number == 1 if heads is None else heads(found)):
            return found
        if heads is None or number >= TITLE_LINES:
            break
    return []


def _trimmed(cell: str) -> str:
    return cell if isinstance(cell, workbooks.Day) else texts.visible(cell).strip()

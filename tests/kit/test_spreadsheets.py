import io
import zipfile

import openpyxl
import pytest

from kit import spreadsheets
from kit.errors import BadInput


def workbook(rows, name="名册"):
    buffer = io.BytesIO()
    spreadsheets.write(buffer, [(name, rows[0], rows[1:])])
    buffer.seek(0)
    return buffer


def test_what_is_written_is_read_back_as_text():
    buffer = workbook([["姓名", "工号"], ["王小明", "0012"], ["", ""], ["=1+1", "421122880000000000"]])

    (sheet,) = spreadsheets.read(buffer, "a.xlsx")

    assert (sheet.name, sheet.headings) == ("名册", ["姓名", "工号"])
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (2, {"姓名": "王小明", "工号": "0012"}),
        (4, {"姓名": "=1+1", "工号": "421122880000000000"}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_is_read_in_the_encodings_that_schools_use(encoding):
    data = io.BytesIO("姓名,工号\n𬭊老师,0012\n".encode(encoding))

    (sheet,) = spreadsheets.read(data, "名册.csv")

    assert sheet.rows[0].cells == {"姓名": "𬭊老师", "工号": "0012"}


def refusal(data, filename="a.xlsx", **limits):
    with pytest.raises(BadInput) as caught:
        spreadsheets.read(io.BytesIO(data), filename, **limits)
    return caught.value.code


def test_a_formula_is_refused_by_its_cell():
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    book.active.append(["=1+1"])
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)

    with pytest.raises(BadInput, match="A2"):
        spreadsheets.read(buffer, "a.xlsx")


def test_a_zip_bomb_is_refused_unopened():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)

    assert refusal(buffer.getvalue()) == "too-large"


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"PK\x03\x04 broken", "a.xlsx", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.xls", "old-format"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "wrong-type"),
        (b"\x00" * 100, "a.csv", "wrong-type"),
        (b"x" * (20 * 1024 * 1024 + 1), "a.csv", "too-large"),
        ("姓名\n".encode() + b"x\n" * 11, "a.csv", "too-many-rows"),
        (("姓名\n" + "x" * 5001).encode(), "a.csv", "cell-too-long"),
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_reason(data, filename, code):
    assert refusal(data, filename, max_rows=10) == code


def test_a_csv_for_a_spreadsheet_program_never_starts_a_formula():
    assert [spreadsheets.harmless(value) for value in ("=1", "+1", "-1", "@x", "王", None)] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "王",
        "",
    ]


def changed(change):
    """A sound workbook, one of whose packed parts was changed."""
    whole, out = zipfile.ZipFile(workbook([["姓名"], ["王小明"]])), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in whole.namelist():
            target.writestr(name, change(name, whole.read(name)))
    return out.getvalue()


def test_a_workbook_that_declares_entities_is_refused():
    def declare(name, data):
        declared = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet'
        return data.replace(b"<worksheet", declared, 1) if "worksheets" in name else data

    assert spreadsheets.read(io.BytesIO(changed(lambda name, data: data)), "a.xlsx")
    assert refusal(changed(declare)) == "broken"


def test_a_packed_part_with_wrong_bytes_is_refused():
    data = bytearray(changed(lambda name, data: data))
    at = data.find(b"xl/worksheets/sheet1.xml") + 30
    for place in range(at, at + 40):
        data[place] ^= 0xFF

    assert refusal(bytes(data)) == "broken"

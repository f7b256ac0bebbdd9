"""Every code that a file of questions can be refused with is explained, and every format and type has its cell."""

import re
from pathlib import Path

from django.conf import settings

from assessments.exchange.headings import TYPE_NAMES

ROOT = Path(settings.ROOT)
FILES = [
    *(ROOT / "assessments" / "exchange").glob("*.py"),
    ROOT / "assessments" / "actions" / "importing.py",
    *(
        ROOT / "site" / "kit" / name
        for name in ("spreadsheets.py", "workbooks.py", "archives.py", "texts.py", "xml_trees.py")
    ),
]


def test_every_code_of_a_refusal_stands_in_the_document():
    source = "".join(file.read_text(encoding="utf-8") for file in FILES)
    codes = set(re.findall(r'Refused\(\s*[^,()]+,\s*"([a-z-]+)"', source))
    codes |= set(re.findall(r'code="([a-z-]+)"', source))
    codes |= set(re.findall(r'refuse\([^"]*(?:"[^"]*"[^"]*)?"([a-z]+(?:-[a-z]+)+|duplicate|broken)", ', source))
    explained = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")))

    assert len(codes) > 30
    assert codes - explained == set()


def test_every_type_has_its_line_in_the_table_of_formats():
    table = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")

    assert [name for name in TYPE_NAMES.values() if f"| {name}" not in table] == []

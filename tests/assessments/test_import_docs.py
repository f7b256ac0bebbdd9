"""Every code that a question sheet can be refused with is explained."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)


def test_every_code_of_a_refusal_stands_in_the_document():
    source = "".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("assessments/exchange/reading.py", "assessments/actions/importing.py")
    )
    codes = set(re.findall(r'Refused\(\s*[^,()]+, "([a-z-]+)"', source))
    codes |= set(re.findall(r'refuse\(draft\.sheet, draft\.row, [^,]+, "([a-z-]+)"', source))
    explained = set(re.findall(r"`([a-z-]+)`", (ROOT / "docs" / "imports.md").read_text(encoding="utf-8")))

    assert len(codes) > 10
    assert codes <= explained

"""Every code that an importer gives stands in the published table."""

import re
from pathlib import Path

from django.conf import settings

CODE = re.compile(r'"([a-z]+(?:-[a-z]+)+|missing|differs|duplicate|ambiguous|circle)"')
FILES = ["exchange/cells.py", "exchange/roster.py", "exchange/bodies.py"]
FILES += ["actions/matching.py", "actions/planning.py", "actions/bodies.py"]


def test_every_code_of_the_importers_is_published():
    given = {
        code
        for file in FILES
        for code in CODE.findall((Path(settings.ROOT) / "site" / "organisations" / file).read_text())
    }
    text = (Path(settings.ROOT) / "docs" / "imports.md").read_text()
    published = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", text))

    assert len(given) > 15
    assert given - published == set()

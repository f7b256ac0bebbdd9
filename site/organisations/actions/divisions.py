"""Loading the administrative divisions that ship with the platform.

Of a change of name or rank only the year is confirmed; it is entered as the first of January.
"""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from organisations.models import Division

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "hubei.json"


@transaction.atomic
def load(file: Path = SHIPPED) -> int:
    """Bring the table to what `file` says; returns how many divisions it holds. Safe to run again."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    rank = {"province": 0, "city": 1, "county": 2}
    for row in sorted(rows, key=lambda one: (rank[one["level"]], one["valid_from"])):
        Division.objects.update_or_create(
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "name": row["name"],
                "level": row["level"],
                "directly_administered": row.get("directly_administered", False),
                "parent": Division.objects.get(code=row["parent"], valid_to__isnull=True) if row["parent"] else None,
                "valid_to": date.fromisoformat(row["valid_to"]) if "valid_to" in row else None,
            },
        )
    return len(rows)

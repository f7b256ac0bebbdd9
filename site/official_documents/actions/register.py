"""Loading the register of official documents from its file."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from kit import document_numbers
from kit.errors import BadInput
from official_documents.models import DocumentStatus, OfficialDocument

FIELDS = {"title", "number", "order", "issuer", "dated", "in_force_from", "year", "status", "note", "supersedes"}


@transaction.atomic
def load(file: Path) -> int:
    """Bring the register to what `file` says: all of it or, when anything is wrong, nothing. Safe to run again.

    A document that the file does not name is left alone. Returns how many it holds.
    Raises: BadInput, naming every fault by its place.
    """
    rows = yaml.safe_load(file.read_text(encoding="utf-8")) or []
    faults = [fault for place, row in enumerate(rows, start=1) for fault in _faults(row, f"{file.name} {place}")]
    titles = {row["title"] for row in rows if isinstance(row, dict) and "title" in row}
    for row in rows if not faults else []:
        faults += [
            _("%(title)s replaces “%(other)s”, which is not in the register") % {"title": row["title"], "other": other}
            for other in row.get("supersedes", [])
            if other not in titles
        ]
    if faults:
        raise BadInput("\n".join(faults))
    made = {row["title"]: _put(row) for row in rows}
    for row in rows:
        made[row["title"]].supersedes.set(made[other] for other in row.get("supersedes", []))
    return len(rows)


def _put(row: dict[str, Any]) -> OfficialDocument:
    dated, begins = row.get("dated"), row.get("in_force_from")
    day: date | None = dated or begins
    values = {
        "number": str(document_numbers.parse(row["number"])) if row.get("number") else "",
        "order": row.get("order", ""),
        "issuer": row["issuer"],
        "dated": dated,
        "in_force_from": begins,
        "year": row.get("year") or (day.year if day else None),
        "status": row["status"],
        "note": row.get("note", ""),
    }
    document, _created = OfficialDocument.objects.update_or_create(title=row["title"], defaults=values)
    return document


def _faults(row: Any, place: str) -> list[str]:
    if not isinstance(row, dict):
        return [f"{place}: " + _("expected a document with its title")]
    found = [f"{place}: " + _("“%(name)s” is not known here") % {"name": name} for name in sorted(set(row) - FIELDS)]
    found += [
        f"{place}: " + _("“%(name)s” is missing") % {"name": name}
        for name in ("title", "issuer", "status")
        if not isinstance(row.get(name), str) or not row[name].strip()
    ]
    if row.get("status") not in DocumentStatus.values:
        found.append(
            f"{place}: " + _("the status must be one of %(known)s") % {"known": "、".join(DocumentStatus.values)}
        )
    if not any(isinstance(row.get(name), date) for name in ("dated", "in_force_from")) and not row.get("year"):
        found.append(f"{place}: " + _("give a day or at least the year"))
    if row.get("number"):
        try:
            document_numbers.parse(str(row["number"]))
        except BadInput as fault:
            found.append(f"{place}: {fault}")
    return found

"""An entry of the roll, in the words of the credit platform's catalogue."""

from datetime import date
from typing import Any

from campaigns.honours.models import HonourEntry


def record_of(entry: HonourEntry, day: date) -> dict[str, Any]:
    """The data of catalogue commendation/1.0 for an entry as it stands on `day`."""
    return {
        "subject_name": entry.name,
        "subject_code": entry.subject_code[:18],
        "subject_kind": str(entry.organisation.kind),
        "honour_name": entry.honour,
        "honour_code": entry.code,
        "decision_no": entry.decision_no,
        "decision_date": entry.decision_date.isoformat(),
        "deciding_organ": entry.organ_name,
        "deciding_organ_code": entry.decision.organ.uscc,
        "valid_from": entry.valid_from.isoformat(),
        "valid_to": entry.valid_to.isoformat(),
        "status": entry.status_on(day),
        "status_reason": entry.status_reason,
        "region_code": entry.division_code,
        "public_attribute": "主动公开",
    }

import json
from pathlib import Path
from typing import Any

from kit.commands import ReportCommand, Wrong, add_json
from trail.actions import audit


class Command(ReportCommand):
    help = "Walk the audit chain and compare it with the anchors in FILE. Changes nothing; status 1 on any fault."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("--anchor", type=Path, help="What audit_anchor wrote.")

    def report(self, *, anchor: Path | None, **options: Any) -> tuple[Any, bool]:
        found = audit.verify(_anchors(anchor) if anchor else None)
        return found, found["ok"]


def _anchors(file: Path) -> list[dict[str, Any]]:
    """One {"seq", "hash"} each line. Raises: Wrong, naming the line."""
    anchors = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise Wrong(f"{file} cannot be read: {fault}.") from None
    for number, line in enumerate(lines, start=1):
        try:
            anchor = json.loads(line)
            anchors.append({"seq": int(anchor["seq"]), "hash": str(anchor["hash"])})
        except (ValueError, KeyError, TypeError):
            raise Wrong(f"{file}, line {number}: not an anchor; each line is what audit_anchor wrote.") from None
    return anchors

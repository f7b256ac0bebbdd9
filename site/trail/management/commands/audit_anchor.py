import json
import os
from pathlib import Path
from typing import Any

from kit.commands import ReportCommand, Wrong, add_json
from trail.actions import audit


class Command(ReportCommand):
    help = "Seal what is unsealed and append the head of the audit chain to FILE, one line of JSON each time."

    def add_arguments(self, parser: Any) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)

    def report(self, *, file: Path, **options: Any) -> tuple[Any, bool]:
        while audit.seal():
            pass
        head = audit.head()
        if head is None:
            return {"seq": 0, "hash": "", "at": None}, True
        try:
            with file.open("a", encoding="utf-8") as handle:
                handle.write(json.dumps(head) + "\n")
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as fault:
            raise Wrong(f"The anchor cannot be written to {file}: {fault.strerror}.") from None
        return head, True

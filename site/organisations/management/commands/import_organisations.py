from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from kit import clock
from kit.commands import ReportCommand, Wrong, add_json
from organisations.actions import bodies


class Command(ReportCommand):
    help = "Take organisations in from a list. All or nothing, unless --partial. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--partial", action="store_true", help="Take the good rows although others are refused.")

    def report(self, *, file: Path, dry_run: bool, partial: bool, **options: Any) -> tuple[Any, bool]:
        try:
            with file.open("rb") as handle:
                found = bodies.take_in(handle, file.name, by=None, at=clock.now(), dry_run=dry_run, partial=partial)
        except OSError as fault:
            raise Wrong(f"{file} cannot be read: {fault.strerror}.") from None
        for column in dict.fromkeys(found.ignored_columns):
            self.stderr.write(f"The column “{column}” is not known and was ignored.")
        return found.as_json(), found.ok

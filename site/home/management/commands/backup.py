import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from home import backups
from home.snapshots import ToolFailed
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Copy database, files and keys into a new folder, and try the copy. Processes may go on running."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="A folder that is empty or not there yet.")

    def report(self, *, folder: Path, **options: Any) -> tuple[Any, bool]:
        try:
            found = backups.take(folder, at=clock.now())
        except backups.Unfit as fault:
            raise Wrong(str(fault)) from None
        except (ToolFailed, OSError) as fault:
            raise CommandError(str(fault)) from None
        if "private" not in backups.roots():
            sys.stderr.write("MEDIA_STORAGE is a bucket: its files are not in this folder; keep its versions.\n")
        return found.as_dict(), not found.faults

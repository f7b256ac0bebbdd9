from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from home import backups, running, snapshots
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Put a backup in the place of what is live, after trying it. A backup with faults changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("folder", type=Path, metavar="DIR", help="What `backup` wrote.")
        parser.add_argument("--check", action="store_true", help="Only try it; nothing live is touched.")
        parser.add_argument("--force", action="store_true", help="Even while processes run.")

    def report(self, *, folder: Path, check: bool, force: bool, **options: Any) -> tuple[Any, bool]:
        if not folder.is_dir():
            raise Wrong(f"{folder} is not a folder.")
        try:
            if check:
                found = backups.check(folder)
            else:
                if not force:
                    self._refuse_while_running()
                found = backups.restore(folder, at=clock.now())
        except (snapshots.ToolFailed, OSError) as fault:
            raise CommandError(str(fault)) from None
        return found.as_dict(), not found.faults

    def _refuse_while_running(self) -> None:
        what = running.found()
        if not what and (others := snapshots.others()):
            what = f"{others} other sessions of the database"
        if what:
            raise CommandError(f"The platform is running ({what}). Stop its processes first, or use --force.")

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from identity.actions import slips
from kit import clock, spreadsheets
from kit.commands import ReportCommand, Wrong, add_json
from organisations import slip_sheet
from organisations.actions import rosters


class Command(ReportCommand):
    help = "Take people in from a roster. All or nothing, unless --partial. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--partial", action="store_true", help="Take the good rows although others are refused.")
        parser.add_argument(
            "--slips",
            type=Path,
            dest="slip_file",
            metavar="OUT.xlsx",
            help="Write a sign-in slip for each new account.",
        )

    def report(
        self, *, file: Path, dry_run: bool, partial: bool, slip_file: Path | None, **options: Any
    ) -> tuple[Any, bool]:
        try:
            with transaction.atomic(), file.open("rb") as handle:
                found = rosters.take_in(
                    handle, file.name, rosters.everything(), by=None, at=clock.now(), dry_run=dry_run, partial=partial
                )
                if slip_file is not None and found.new_users:
                    self._write_slips(slip_file, found.new_users)
        except OSError as fault:
            raise Wrong(f"{fault.filename} cannot be used: {fault.strerror}.") from None
        for column in dict.fromkeys(found.report.ignored_columns):
            self.stderr.write(f"The column “{column}” is not known and was ignored.")
        return found.report.as_json(), found.report.ok

    def _write_slips(self, target: Path, users: list[Any]) -> None:
        codes = slips.issue(users, by=None, at=clock.now())
        headings = [_("school"), _("name"), _("username"), _("one-time slip")]
        rows = ([one.school, one.name, one.username, one.code] for one in slip_sheet.lines(users, codes))
        spreadsheets.write(target, [(_("Sign-in slips"), headings, rows)])

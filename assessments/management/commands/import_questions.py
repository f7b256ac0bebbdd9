from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from assessments.actions import importing
from assessments.exchange import formats
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json
from organisations.models import Role, RoleGrant


class Command(ReportCommand):
    help = "Take questions into the bank from a file. All or nothing, unless --partial. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", default="", choices=list(formats.INCOMING), help="What the content shows by default."
        )
        parser.add_argument("--topic", default="", help="Code or name, for questions that name none.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--partial", action="store_true", help="Take the good rows although others are refused.")
        parser.add_argument("--user", default="", help="Who brings them in; the province's first officer by default.")

    def report(
        self, *, file: Path, format: str, topic: str, dry_run: bool, partial: bool, user: str, **options: Any
    ) -> tuple[Any, bool]:
        try:
            with file.open("rb") as handle:
                found = importing.questions(
                    handle,
                    file.name,
                    by=_author(user),
                    at=clock.now(),
                    format=format,
                    topic=topic,
                    dry_run=dry_run,
                    partial=partial,
                )
        except OSError as fault:
            raise Wrong(f"{file} cannot be read: {fault.strerror}.") from None
        for column in found.ignored_columns:
            self.stderr.write(f"“{column}” has no place here and was ignored.")
        return found.as_json(), found.ok


def _author(username: str) -> Any:
    users = get_user_model().objects
    if username:
        found = users.filter(username=username).first()
    else:
        grants = RoleGrant.objects.valid_on(clock.today()).filter(role=Role.OFFICER, organisation__level="province")
        first = grants.order_by("pk").select_related("user").first()
        found = first.user if first else None
    if found is None:
        raise Wrong("There is no such officer; name one with --user.")
    return found

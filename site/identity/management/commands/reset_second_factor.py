from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from identity.actions import passwords
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Forget somebody's lost second factor; the next sign-in sets up a new one. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("username")

    def report(self, *, username: str, **options: Any) -> tuple[Any, bool]:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise Wrong(f"There is no account “{username}”.")
        return {"username": username, "forgotten": passwords.reset_second_factor(user, by=None, at=clock.now())}, True

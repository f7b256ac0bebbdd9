from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandParser

from identity.actions import slips
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Issue a new one-time sign-in slip; the one before ends. The code is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("username")

    def report(self, *, username: str, **options: Any) -> tuple[Any, bool]:
        user = get_user_model().objects.filter(username=username, is_active=True).first()
        if user is None:
            raise Wrong(f"There is no account “{username}” that may sign in.")
        (code,) = slips.issue([user], by=None, at=clock.now()).values()
        return {"username": username, "slip": code}, True

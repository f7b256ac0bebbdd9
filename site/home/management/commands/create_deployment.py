from typing import Any

from django.core.management.base import CommandError, CommandParser

from home import deployment
from home.deployment import First
from home.preparation import ask_for_tables
from kit import clock
from kit.commands import ReportCommand, Wrong, add_json
from kit.errors import Refusal
from organisations.models import Role


class Command(ReportCommand):
    help = "Begin a real deployment in an empty database: divisions, bureaus, working days, the first two accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("--operator", default="operator", metavar="USERNAME", help="Who runs the machines.")
        parser.add_argument("--operator-name", default="系统管理员", metavar="NAME")
        parser.add_argument("--security", default="security", metavar="USERNAME", help="Who gives and takes roles.")
        parser.add_argument("--security-name", default="安全管理员", metavar="NAME")

    def report(
        self, *, operator: str, operator_name: str, security: str, security_name: str, **options: Any
    ) -> tuple[Any, bool]:
        if operator == security:
            raise Wrong("Operator and security administrator are two people; name two accounts.")
        ask_for_tables()
        people = [First(operator, operator_name, Role.OPERATOR), First(security, security_name, Role.SECURITY_ADMIN)]
        try:
            return {"created": deployment.create(people, at=clock.now())}, True
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None

"""The form of our management commands: with `--json` exactly one document on standard output; status 0, 1 or 2."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Wrong(CommandError):
    """Wrong use: ends with status 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=2)


def add_json(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json", help="One JSON document and nothing else.")


class ReportCommand(BaseCommand):
    """A command whose work is done by `report`, which returns what to print and whether all went well."""

    def report(self, *arguments: Any, **options: Any) -> tuple[Any, bool]:
        raise NotImplementedError

    def handle(self, *arguments: Any, as_json: bool = False, **options: Any) -> None:
        value, well = self.report(**options)
        self.stdout.write(json.dumps(value, ensure_ascii=False, default=str) if as_json else self.prose(value))
        if not well:
            sys.exit(1)

    def prose(self, value: Any) -> str:
        """The same for people: one line for each entry."""
        if isinstance(value, dict):
            return "\n".join(f"{key}: {_short(one)}" for key, one in value.items())
        return "\n".join(_short(one) for one in value)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{key}={_short(one)}" for key, one in value.items())
    if isinstance(value, list):
        return "\n  " + "\n  ".join(_short(one) for one in value) if value else "–"
    return str(value)

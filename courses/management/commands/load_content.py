import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions import content
from kit.errors import Refusal


class Command(BaseCommand):
    help = "Load tiers, courses, lessons, modules from files: all or, if one is wrong, nothing. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", default=str(Path(settings.ROOT) / "content"), help="The content folder.")
        parser.add_argument("--json", action="store_true", help="One JSON document on standard output.")

    def handle(self, *, path: str, json: bool, **options: object) -> None:
        try:
            counts, tally = content.load(Path(path))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stderr.write(" ".join(f"{name} {number}" for name, number in tally.items()))
        self.stdout.write(as_json(counts) if json else " ".join(f"{name} {n}" for name, n in counts.items()))


def as_json(counts: dict[str, int]) -> str:
    return json.dumps(counts)

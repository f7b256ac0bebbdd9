import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from courses.actions import content


class Command(BaseCommand):
    help = "Write tiers, courses, lessons and modules as files that load_content reads. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", help="A folder; files of the same name in it are replaced.")
        parser.add_argument("--json", action="store_true", help="One JSON document on standard output.")

    def handle(self, *, path: str, json: bool, **options: object) -> None:
        counts = content.save(Path(path))
        self.stdout.write(as_json(counts) if json else " ".join(f"{name} {n}" for name, n in counts.items()))


def as_json(counts: dict[str, int]) -> str:
    return json.dumps(counts)

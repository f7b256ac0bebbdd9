from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kit import catalogue


class Command(BaseCommand):
    help = "Bring the Chinese catalogue up to date with the source. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; name the strings without Chinese.")

    def handle(self, *, check: bool, **options: Any) -> None:
        if not check:
            count = catalogue.merge()
            catalogue.compile_all()
            self.stdout.write(f"{count} strings in the catalogue.")
        missing = catalogue.missing()
        for message in missing:
            self.stderr.write(f"{message.place[0]}:{message.place[1]}: no Chinese for {message.ident!r}")
        if missing:
            raise CommandError(f"{len(missing)} strings have no Chinese.")
        self.stdout.write("Every string has its Chinese.")

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from home import addresses


class Command(BaseCommand):
    help = "List every address with who may open it. Changes nothing; fails when one of ours declares no access."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON document on standard output.")

    def handle(self, *, json: bool, **options: object) -> None:
        found = addresses.all_addresses()
        self.stdout.write(as_json(found) if json else as_table(found))
        missing = addresses.unclassified(found)
        if missing:
            names = ", ".join(address.pattern or "/" for address in missing)
            raise CommandError(f"{len(missing)} addresses declare no access: {names}. Add @access to their views.")


def as_json(found: list[addresses.Address]) -> str:
    return json.dumps([address.as_dict() for address in found], ensure_ascii=False)


def as_table(found: list[addresses.Address]) -> str:
    lines = [
        f"{address.access:12} {address.tenant:12} {'writes' if address.writes else '':6} {address.pattern}"
        + (f"  ({', '.join(address.roles)})" if address.roles else "")
        for address in found
    ]
    return "\n".join([*lines, f"{len(found)} addresses."])

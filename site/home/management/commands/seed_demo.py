from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from home import demo
from home.preparation import ask_for_tables
from kit.commands import ReportCommand, Wrong, add_json
from organisations.demo import PASSWORD


class Command(ReportCommand):
    help = "Load the demonstration's world; with numbers, let it grow to these totals. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("--seed", type=int, default=1, help="The same seed makes the same world.")
        for kind in demo.GROWS:
            parser.add_argument(f"--{kind}", type=_number, default=0, metavar="N", help=f"How many {kind} in all.")
        parser.add_argument("--canary", default="", metavar="TEXT", help="Stands in every free text that is made.")

    def report(self, *, seed: int, canary: str, **options: Any) -> tuple[Any, bool]:
        if not settings.DEMO:
            raise Wrong("The demonstration's world belongs to demo settings; this deployment is none.")
        ask_for_tables()
        world = demo.seed()
        demo.grow(world, {kind: options[kind] for kind in demo.GROWS}, seed=seed, canary=canary)
        return {
            "password": PASSWORD,
            "accounts": demo.accounts(),
            "papers": [{"uuid": str(paper.uuid), "title": paper.title} for paper in world["papers"]],
            "counts": demo.counts(),
        }, True


def _number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number

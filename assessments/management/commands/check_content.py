from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments import content_checks, shipped
from kit.commands import ReportCommand, add_json


class Command(ReportCommand):
    help = "Check the shipped questions: cells, facts, superseded rules, duplicates, balance, wording. Changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("--folder", type=Path, default=shipped.FOLDER, help="Where the questions are.")

    def report(self, *, folder: Path, **options: Any) -> tuple[Any, bool]:
        questions = shipped.questions(folder)
        found = content_checks.findings(questions)
        return {"questions": len(questions), "findings": found}, not found

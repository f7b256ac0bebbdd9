from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.actions import exporting
from assessments.exchange import formats
from assessments.models import Question
from kit.commands import ReportCommand, Wrong, add_json


class Command(ReportCommand):
    help = "Write the bank's questions to a file, and say what of which question the format does not carry."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", default="xlsx", choices=list(formats.OUTGOING))

    def report(self, *, file: Path, format: str, **options: Any) -> tuple[Any, bool]:
        left_out: list[dict[str, str]] = []
        try:
            with file.open("wb") as target:
                written = exporting.questions(
                    target,
                    Question.objects.all(),
                    format=format,
                    left_out=lambda question, what: left_out.append({"question": str(question), "what": what}),
                )
        except OSError as fault:
            raise Wrong(f"{file} cannot be written: {fault.strerror}.") from None
        return {"written": written, "left_out": left_out}, True

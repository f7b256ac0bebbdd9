from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from assessments.exchange import headings, writing
from assessments.models import Question
from kit import spreadsheets
from kit.commands import ReportCommand, Wrong, add_json

LATER = {"gift", "moodle-xml", "qti3", "bundle"}


class Command(ReportCommand):
    help = "Write the bank's questions to a spreadsheet that import_questions reads without loss."

    def add_arguments(self, parser: CommandParser) -> None:
        add_json(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", default="xlsx", choices=["xlsx", *sorted(LATER)])

    def report(self, *, file: Path, format: str, **options: Any) -> tuple[Any, bool]:
        if format in LATER:
            raise Wrong(f"The format {format} cannot be written yet; xlsx can.")
        questions = Question.objects.select_related("topic").order_by("pk")
        written = 0

        def rows() -> Any:
            nonlocal written
            for question in questions.iterator(chunk_size=500):
                written += 1
                yield from writing.rows_of(question, question.current)

        try:
            spreadsheets.write(file, [("题库", headings.HEADINGS, rows())])
        except OSError as fault:
            raise Wrong(f"{file} cannot be written: {fault.strerror}.") from None
        return {"written": written, "left_out": []}, True

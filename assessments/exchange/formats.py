"""The formats that questions come in and go out by: known by their content, not by what they are called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange import bundle, gift, moodle_xml, qti, xlsx
from assessments.exchange.drafts import Draft
from assessments.exchange.headings import REQUIRED, SYNONYMS
from assessments.models import Question, QuestionVersion
from kit import texts, xml_trees
from kit.archives import opened
from kit.errors import BadInput
from kit.imports import Report
from kit.spreadsheets import MAX_FILE_BYTES

Pairs = Iterable[tuple[Question, QuestionVersion]]
Read = Callable[..., Iterable[Draft]]
_LOOKED_AT = 20_000


@dataclass(frozen=True)
class Format:
    """`room` reads, writes, and says what of a question is lost in writing."""

    name: str
    label: str | Promise
    suffix: str
    content_type: str
    room: ModuleType

    def lost(self, question: Question, version: QuestionVersion) -> list[str]:
        """The headings of what this format does not carry of a question; 题型 says that it cannot be written."""
        found: list[str] = self.room.lost(question, version)
        return found


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
INCOMING = {
    one.name: one
    for one in (
        Format("xlsx", gettext_lazy("Spreadsheet"), ".xlsx", _SHEET, xlsx),
        Format("moodle-xml", "Moodle XML", ".xml", "application/xml", moodle_xml),
        Format("gift", "GIFT", ".txt", "text/plain; charset=utf-8", gift),
        Format("qti", gettext_lazy("QTI package"), ".zip", "application/zip", qti),
        Format("bundle", gettext_lazy("Bundle of this platform, without loss"), ".zip", "application/zip", bundle),
    )
}
OUTGOING = {name if name != "qti" else "qti3": one for name, one in INCOMING.items()}


def read(file: IO[bytes], filename: str, report: Report, *, name: str = "", topic: str = "") -> Iterable[Draft]:
    """The questions of a file in the format `name`, or in the one that its content shows.

    Raises: BadInput, at once or while it is read, when the file as a whole is none.
    """
    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise BadInput(
            _("The file is larger than 20 MB. Split it and import the parts one after another."), code="too-large"
        )
    read_one: Read = INCOMING[name or guess(data, filename)].room.read
    return read_one(data, filename, report, topic=topic)


def write(name: str, target: IO[bytes], questions: Pairs, left_out: Callable[[Question, str], None]) -> int:
    """Write what the format can hold; `left_out` is told of the rest. Returns how many questions were written."""
    chosen = OUTGOING[name]
    written = 0

    def kept() -> Pairs:
        nonlocal written
        for question, version in questions:
            lost = chosen.lost(question, version)
            for what in lost:
                left_out(question, what)
            if "题型" not in lost:
                written += 1
                yield question, version

    chosen.room.write(target, kept())
    return written


def guess(data: bytes, filename: str) -> str:
    """The format of a file; spreadsheets are what is left, and say for themselves what is wrong with them."""
    if data[:4] == b"PK\x03\x04":
        names = opened(data, members=qti.MAX_FILES).namelist()
        if bundle.INDEX in names:
            return "bundle"
        return "xlsx" if any(name.startswith("xl/") for name in names) or not qti.is_package(names) else "qti"
    try:
        text = texts.decode(data[:_LOOKED_AT] if data[:2] not in {b"\xff\xfe", b"\xfe\xff"} else data)
    except BadInput:
        text = data[:_LOOKED_AT].decode("gb18030", "ignore")  # a character may be cut in two at the end
    start, suffix = text.lstrip()[:_LOOKED_AT], filename.lower().rpartition(".")[2]
    if start.startswith("<") and suffix != "gift":
        return "moodle-xml" if xml_trees.root(start) == "quiz" else "qti"
    return "gift" if suffix == "gift" or (suffix == "txt" and not _is_sheet(start)) else "xlsx"


def _is_sheet(text: str) -> bool:
    lines = text.split("\n")[:10]
    stems = {heading for heading, name in SYNONYMS.items() if name in REQUIRED and len(heading) > 1} | set(REQUIRED)
    return any(sum(stem in line for stem in stems) > 1 and len(line) < 500 for line in lines) and "{" not in lines[0]

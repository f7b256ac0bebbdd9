"""The questions that ship: readable files in `content/questions/`, and the spreadsheet made of them."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from assessments.exchange.headings import DIFFICULTY_NAMES, HEADINGS, OPTIONS, TYPE_NAMES
from assessments.models import Topic
from kit import spreadsheets
from kit.errors import BadInput

FOLDER = Path(settings.ROOT) / "content" / "questions"
FINAL = Path(settings.ROOT) / "content" / "final-paper.yaml"
FIELDS = {
    *("number", "type", "stem", "options", "answer", "points", "difficulty", "topic", "tier"),
    *("explanation", "basis", "facts", "material", "parts", "tags"),
}


def load_topics(folder: Path = FOLDER) -> int:
    """Bring the topics to what `topics.yaml` says. Safe to run again."""
    rows = yaml.safe_load((folder / "topics.yaml").read_text(encoding="utf-8"))
    for row in rows:
        Topic.objects.update_or_create(code=row["code"], defaults={"name": row["name"]})
    return len(rows)


def questions(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every shipped question, in the order of files and lines. Raises: BadInput, naming the file and the question."""
    found = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name == "topics.yaml":
            continue
        for place, row in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")) or [], start=1):
            unknown = set(row) - FIELDS if isinstance(row, dict) else {"?"}
            if unknown or not row.get("number") or not row.get("type"):
                raise BadInput(
                    _("%(file)s, question %(place)d: expected a number, a type and known fields only")
                    % {"file": file.name, "place": place}
                )
            found.append(row)
    return found


def final(file: Path = FINAL) -> dict[str, Any]:
    """The blueprint of the programme's final: its rules, themes, points and tags."""
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def workbook(target: Any, folder: Path = FOLDER) -> int:
    """Write the shipped questions as a school would: one sheet, our headings. Returns how many rows."""
    rows = [line for question in questions(folder) for line in _lines(question)]
    spreadsheets.write(target, [("题库", HEADINGS, rows)])
    return len(rows)


def _lines(question: dict[str, Any]) -> list[list[Any]]:
    if question["type"] != "case":
        return [_line(question, question, TYPE_NAMES[question["type"]])]
    return [_line(question, part, f"案例/{TYPE_NAMES[part['type']]}") for part in question["parts"]]


def _line(question: dict[str, Any], asked: dict[str, Any], kind: str) -> list[Any]:
    case = question["type"] == "case"
    cells = {
        "题号": question["number"],
        "题型": kind,
        "题干": asked["stem"],
        "答案": str(asked.get("answer", "")),
        "分值": asked.get("points", question.get("points", 2)),
        "难度": DIFFICULTY_NAMES[question["difficulty"]],
        "知识点": question["topic"],
        "学段": question.get("tier", ""),
        "解析": question.get("explanation", ""),
        "依据": question.get("basis", ""),
        "题组": question["number"] if case else "",
        "材料": question.get("material", ""),
        "事实编号": "、".join(question.get("facts", [])),
        "标签": "、".join(question.get("tags", [])),
        **dict(zip(OPTIONS, (str(one) for one in asked.get("options", [])), strict=False)),
    }
    return [cells.get(heading, "") for heading in HEADINGS]

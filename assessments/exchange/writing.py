"""Questions written as the lines of a sheet, so that reading them again changes nothing."""

from collections.abc import Iterator
from typing import Any

from assessments.exchange.headings import DIFFICULTY_NAMES, HEADINGS, LETTERS, OPTIONS, TYPE_NAMES
from assessments.models import Question, QuestionVersion


def rows_of(question: Question, version: QuestionVersion) -> Iterator[list[Any]]:
    """The lines of one question under HEADINGS; a case has one for each part."""
    if question.type != "case":
        yield _line(question, version, TYPE_NAMES[question.type], version.stem, version.points, version.content)
        return
    for part in version.content["parts"]:
        kind = f"案例/{TYPE_NAMES[part['type']]}"
        yield _line(question, version, kind, part["stem"], part["points"], part["content"], part_kind=part["type"])


def _line(
    question: Question,
    version: QuestionVersion,
    kind: str,
    stem: str,
    points: Any,
    content: dict[str, Any],
    part_kind: str = "",
) -> list[Any]:
    options, answer = _written(part_kind or question.type, content)
    cells = {
        "题号": question.number,
        "题型": kind,
        "题干": stem,
        "答案": answer,
        "分值": float(points),
        "难度": DIFFICULTY_NAMES[question.difficulty],
        "知识点": question.topic.code,
        "学段": question.tier,
        "解析": version.explanation,
        "依据": version.basis,
        "题组": (question.number or str(question.uuid)) if part_kind else "",
        "材料": version.material,
        "事实编号": "、".join(version.facts),
        **dict(zip(OPTIONS, options, strict=False)),
    }
    return [cells.get(heading, "") for heading in HEADINGS]


def _written(kind: str, content: dict[str, Any]) -> tuple[list[str], str]:  # noqa: PLR0911 -- one for each type
    match kind:
        case "single" | "multiple":
            return content["options"], "".join(LETTERS[place] for place in content["key"])
        case "truefalse":
            return [], "√" if content["key"] else "×"
        case "matching":
            return [f"{one}={other}" for one, other in zip(content["left"], content["options"], strict=True)], ""
        case "ordering":
            return content["options"], LETTERS[: len(content["options"])]
        case "short":
            return [], ";".join("|".join(wordings) for wordings in content["key"])
        case "numeric":
            return [], content["key"] + (f"±{content['tolerance']}" if content["tolerance"] != "0" else "")
        case _:
            return [], ""

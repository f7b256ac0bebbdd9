"""Spreadsheets, .xlsx and .csv, as Chinese schools write them: read with all their habits, written without loss."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import IO, Any

from django.utils.translation import gettext as _

from assessments.exchange import drafts, wording
from assessments.exchange.drafts import Draft, Refused
from assessments.exchange.headings import (
    CASE_STEM,
    DIFFICULTY_NAMES,
    FALSE,
    HEADINGS,
    LETTERS,
    OPTIONS,
    REQUIRED,
    SYNONYMS,
    TRUE,
    TYPE_NAMES,
    TYPES,
)
from assessments.models import Question, QuestionVersion
from kit import spreadsheets
from kit.imports import Report
from kit.spreadsheets import Sheet
from kit.workbooks import Day

Cells = dict[str, str]
TOGETHER = "选项"  # every option in one cell
_PREFIX = re.compile(r"^(?:[(（\[【]([A-H])[)）\]】]|([A-H])\s*[.、．:：,，)）])\s*(?=\S)")
_INLINE = re.compile(r"(?:^|(?<=[\s;；|]))[(（]?([A-H])[)）]?\s*[.、．:：]\s*")
_LOOK_ALIKES = str.maketrans("АВСЕНаα①②③④⑤⑥⑦⑧", "ABCEHAAABCDEFGH")
_BETWEEN = set(" ,;、.。/|+&和与\n\t")
_SAYS = re.compile(r"^(?:正确答案|标准答案|参考答案|答案|选)?\s*[:：]?\s*")


def read(data: bytes, filename: str, report: Report, *, topic: str = "") -> Iterator[Draft]:
    """Every question of every sheet that has the headings of questions; refusals and counts go into `report`.

    `topic` stands in for an empty 知识点. Raises: BadInput, when the file as a whole cannot be read.
    """
    sheets = spreadsheets.read(BytesIO(data), filename, heads=_heads)
    sieve = drafts.Sieve(report)
    if not sheets:
        needed = "、".join(REQUIRED)
        reason = _("No sheet has the headings %(needed)s in one of its first lines.") % {"needed": needed}
        report.refuse("", None, "", "no-headings", reason)
    while sheets:
        yield from filter(sieve.fresh, _questions(sheets.pop(0), sieve, topic))


def _heads(line: list[str]) -> bool:
    return set(REQUIRED) <= {_name(heading) for heading in line}


def _name(heading: str) -> str:
    """Our name of a heading: 题干（必填）, *题干 and 试题内容 are 题干."""
    plain = re.sub(r"[(（\[【].*?[)）\]】]|[*＊:：]", "", heading) or heading
    plain = unicodedata.normalize("NFKC", plain).upper()
    return SYNONYMS.get(plain, plain)


def _questions(sheet: Sheet, sieve: drafts.Sieve, topic: str) -> Iterator[Draft]:
    names = {heading: _name(heading) for heading in sheet.headings}
    known = {*HEADINGS, "图片", TOGETHER}
    sieve.report.ignored_columns += [heading for heading, name in names.items() if name not in known]
    cases: dict[str, Draft] = {}
    spoilt: set[str] = set()  # a case goes in whole or not at all
    for row in sheet.rows:
        sieve.report.read += 1
        cells = {names[heading]: text for heading, text in row.cells.items()}
        try:
            one = _draft(sheet.name, row.number, cells, topic)
            if one.type == "case":
                _join(cases, one, cells.get("题组", ""))
            else:
                yield one
        except Refused as refusal:
            sieve.refuse(sheet.name, row.number, refusal)
            spoilt.add(cells.get("题组", ""))
    yield from (case for group, case in cases.items() if group not in spoilt)


def _join(cases: dict[str, Draft], part: Draft, group: str) -> None:
    """Adds a row to the case that it belongs to."""
    if not group:
        raise Refused("题组", "missing", _("A case needs the same 题组 in each of its rows."))
    case = cases.get(group)
    if case is None:
        if not part.material:
            raise Refused("材料", "missing", _("A case needs its material."))
        cases[group] = part
        return
    if part.material and part.material != case.material:
        raise Refused("材料", "differs", _("The rows of one case carry the same 材料."))
    case.content["parts"] += part.content["parts"]
    case.points += part.points


def _draft(sheet: str, number: int, cells: Cells, topic: str) -> Draft:
    def cell(name: str) -> str:
        return wording.cleaned(cells.get(name, ""), column=name)

    _refuse_days(cells)
    if cells.get("图片"):
        raise Refused(
            "图片", "not-text", _("Pictures are not carried. Say it in words, or write this question here by hand.")
        )
    kind, part_kind = _type(cell("题型"), cells.get("答案", ""))
    stem = cell("题干")
    worth = drafts.points(cell("分值"))
    content = _content(part_kind or kind, {name: cell(name) for name in (*OPTIONS, TOGETHER, "答案")})
    if part_kind and stem:
        content, stem = drafts.case([(part_kind, stem, worth, content)]), CASE_STEM
    return drafts.draft(
        sheet,
        number,
        kind,
        stem=stem,
        content=content,
        topic=cell("知识点") or topic,
        number=cell("题号"),
        material=cell("材料"),
        points=worth,
        difficulty=drafts.difficulty(cell("难度")),
        tier=cell("学段"),
        explanation=cell("解析"),
        basis=cell("依据"),
        facts=_several(cell("事实编号")),
        tags=_several(cell("标签")),
    )


def _several(text: str) -> list[str]:
    return [one for one in re.split(r"[、,，;；\s]+", text) if one]


def _refuse_days(cells: Cells) -> None:
    """“1/2” typed into a cell becomes the second of January, and nobody can say what it was."""
    for name in ("题干", "答案", *OPTIONS):
        if isinstance(cells.get(name), Day):
            reason = _("The spreadsheet has made a day of this cell (%(day)s). Format it as text and type it again.")
            raise Refused(name, "day", reason % {"day": cells[name]})


def _type(text: str, answer: str) -> tuple[str, str]:
    """The type, and for a case the type of this part."""
    plain = re.sub(r"\(.*?\)|^[一二三四五六七八九十\d]+[、.]|\s", "", unicodedata.normalize("NFKC", text[:60]))
    whole, _slash, part = plain.partition("/")
    name = _type_name(whole, answer)
    if not name:
        known = "、".join(TYPE_NAMES.values())
        reason = _("“%(text)s” is no type; write one of %(known)s.") % {"text": text[:40], "known": known}
        raise Refused("题型", "unknown-type", reason)
    if name != "case":
        return name, ""
    part_name = _type_name(part, answer)
    if part_name in {"", "case", "essay"}:
        raise Refused(
            "题型", "unknown-type", _("A part of a case is written 案例/单选, or another type that is scored.")
        )
    return name, part_name


def _type_name(text: str, answer: str) -> str:
    text = text.removesuffix("题")
    if text in {"选择", "不定项选择", "不定项"}:  # the answer says which it is
        return "multiple" if len(_letters(answer)) > 1 else "single"
    return TYPES.get(text, "")


def _content(kind: str, cells: Cells) -> dict[str, Any]:  # noqa: PLR0911 -- one for each type
    given, answer = _options(cells), unicodedata.normalize("NFKC", cells["答案"]).strip()
    match kind:
        case "single" | "multiple":
            drafts.options(given)
            return drafts.choice(kind, given, _key(cells["答案"], given))
        case "truefalse":
            return {"key": _truth(answer, given)}
        case "matching":
            return _pairs(given)
        case "ordering":
            return _order(given, answer)
        case "short":
            return _blanks(cells["答案"])
        case "numeric":
            value, _sign, tolerance = answer.replace("+-", "±").replace("+/-", "±").partition("±")
            return drafts.numeric(value.strip(), tolerance.strip())
        case _:
            return {}


def _options(cells: Cells) -> list[str]:
    given = [cells[name] for name in OPTIONS]
    last = max((place for place, text in enumerate(given) if text), default=-1)
    kept = given[: last + 1] or _apart(cells[TOGETHER])
    drafts.options(kept, least=0)
    own = [_PREFIX.match(text) for text in kept]
    if kept and all(found and LETTERS[place] in found.groups() for place, found in enumerate(own)):
        return [text[found.end() :] for text, found in zip(kept, own, strict=True) if found]
    return kept


def _apart(text: str) -> list[str]:
    """Options that stand in one cell as “A. … B. …”, or each on a line of its own."""
    marks = list(_INLINE.finditer(text))
    if [mark.group(1) for mark in marks] != list(LETTERS[: len(marks)]) or not marks:
        return [line for line in re.split(r"\n|[;；|]", text) if line.strip()]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end() : end].strip(" \n;；|") for mark, end in zip(marks, ends, strict=True)]


def _letters(answer: str) -> list[str]:
    """The letters of an answer, however they are written; empty when there is something else in it."""
    plain = unicodedata.normalize("NFKC", answer.translate(_LOOK_ALIKES)).strip()
    plain = _SAYS.sub("", plain.strip("()[]【】<>《》")).strip("()[]【】").upper()
    letters = [letter for letter in plain if letter not in _BETWEEN]
    return letters if all(letter in LETTERS for letter in letters) else []


def _key(answer: str, given: list[str]) -> list[int]:
    letters = _letters(answer)
    said = [place for place, text in enumerate(given) if "".join(text.split()) == "".join(answer.split())]
    if not letters and len(said) == 1:
        return said
    places = [LETTERS.index(letter) for letter in letters]
    if not places or len(set(places)) != len(places) or max(places) >= len(given):
        reason = _("The answer “%(answer)s” does not name options of this question.") % {"answer": answer[:40]}
        raise Refused("答案", "bad-key", reason)
    return places


def _truth(answer: str, given: list[str]) -> bool:
    said = _SAYS.sub("", answer.strip("()[]【】")).upper().rstrip("。.")
    if len(said) == 1 and said in LETTERS[: len(given)] and said != "F":
        said = given[LETTERS.index(said)].upper()
    if said in TRUE:
        return True
    if said in FALSE:
        return False
    raise Refused("答案", "bad-key", _("Write √ or ×."))


def _pairs(given: list[str]) -> dict[str, Any]:
    """“左=右”; what has no left side, “=右”, belongs to nothing."""
    split = [[side.strip() for side in re.split("[=＝]", text, maxsplit=1)] for text in given]
    if any(len(pair) != 2 for pair in split):
        raise Refused("选项A", "bad-pair", _("Each option of a matching question reads 左=右, two at least."))
    whole = [pair for pair in split if pair[0]]
    return drafts.pairs(
        [left for left, _right in whole], [pair[1] for pair in (*whole, *(p for p in split if not p[0]))]
    )


def _order(given: list[str], answer: str) -> dict[str, Any]:
    letters = [letter for letter in answer.upper() if letter in LETTERS]
    if len(given) < 2 or sorted(letters) != list(LETTERS[: len(given)]):
        raise Refused("答案", "bad-key", _("The answer of an ordering question names every option once, as BDAC does."))
    return {"options": [given[LETTERS.index(letter)] for letter in letters]}


def _blanks(answer: str) -> dict[str, Any]:
    return drafts.blanks([re.split("[|｜]", blank) for blank in re.split("[;；]", answer)])


def lost(question: Question, version: QuestionVersion) -> list[str]:
    """The headings of what a sheet cannot say; 题型, when it cannot hold the question at all."""
    found = []
    for part in version.content.get("parts") or [{"type": question.type, "content": version.content}]:
        kind, content = part["type"], part["content"]
        if kind != "essay" and _read_back(kind, content) != content:
            found = ["题型"]
    words = {"题干": version.stem, "材料": version.material, "解析": version.explanation}
    return found or [name for name, text in words.items() if wording.cleaned_differs(text)]


def _read_back(kind: str, content: dict[str, Any]) -> dict[str, Any] | None:
    given, answer = _written(kind, content)
    cells = dict.fromkeys((*OPTIONS, TOGETHER), "") | dict(zip(OPTIONS, given, strict=False)) | {"答案": answer}
    try:
        return _content(kind, {name: wording.cleaned(text, column=name) for name, text in cells.items()})
    except Refused:
        return None


def write(target: IO[bytes], questions: Iterable[tuple[Question, QuestionVersion]]) -> None:
    """One sheet, our headings; a case has a line for each part."""
    lines = (line for question, version in questions for line in _lines(question, version))
    spreadsheets.write(target, [("题库", HEADINGS, lines)])


def _lines(question: Question, version: QuestionVersion) -> Iterator[list[Any]]:
    if question.type != "case":
        yield _line(question, version, question.type, version.stem, version.points, version.content)
        return
    for part in version.content["parts"]:
        yield _line(question, version, part["type"], part["stem"], part["points"], part["content"])


def _line(
    question: Question, version: QuestionVersion, kind: str, stem: str, worth: Decimal | float, content: dict[str, Any]
) -> list[Any]:
    given, answer = _written(kind, content)
    case = question.type == "case"
    cells = {
        "题号": question.number,
        "题型": f"案例/{TYPE_NAMES[kind]}" if case else TYPE_NAMES[kind],
        "题干": stem,
        "答案": answer,
        "分值": float(worth),
        "难度": DIFFICULTY_NAMES[question.difficulty],
        "知识点": question.topic.code,
        "学段": question.tier,
        "解析": version.explanation,
        "依据": version.basis,
        "题组": (question.number or str(question.uuid)) if case else "",
        "材料": version.material,
        "事实编号": "、".join(version.facts),
        "标签": "、".join(question.tags),
        **dict(zip(OPTIONS, given, strict=False)),
    }
    return [cells.get(heading, "") for heading in HEADINGS]


def _written(kind: str, content: dict[str, Any]) -> tuple[list[str], str]:  # noqa: PLR0911 -- one for each type
    match kind:
        case "single" | "multiple":
            return content["options"], "".join(LETTERS[place] for place in content["key"])
        case "truefalse":
            return [], "√" if content["key"] else "×"
        case "matching":
            left = [*content["left"], *[""] * (len(content["options"]) - len(content["left"]))]
            return [f"{one}={other}" for one, other in zip(left, content["options"], strict=True)], ""
        case "ordering":
            return content["options"], LETTERS[: len(content["options"])]
        case "short":
            return [], ";".join("|".join(wordings) for wordings in content["key"])
        case "numeric":
            return [], content["key"] + (f"±{content['tolerance']}" if content["tolerance"] != "0" else "")
        case _:
            return [], ""

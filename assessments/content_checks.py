"""What must hold of the shipped questions: that knowing the answer is the only way to it, and what each rests on.

Every check yields sentences that name what is wrong; none means that it holds.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from assessments import blueprints, open_checks, shipped
from assessments.models import PaperTheme

Question = dict[str, Any]
LETTERS = "ABCDEFGH"
LEAST = 320
LEAST_OF_A_CELL = 3
FACTS = Path(settings.ROOT) / "content" / "facts.yaml"
DECIDING = {"甲", "乙"}
FORBIDDEN = ("以上都", "以上均", "以上全", "以上皆", "都正确", "都不对", "全部正确", "黑名单")
# A stem that asks for what is wrong is misread; ask for what is right instead.
ASKS_FOR_THE_WRONG = re.compile(r"不正确|不属于|不包括|不符合|不妥|不恰当|不合适|错误的是|没有提到|哪.{0,6}不")
CHINESE = "\u4e00-\u9fff“”‘’《》〈〉〔〕（）、，。；：？！"
HALF_WIDTH = re.compile(f"[{CHINESE}][,.?!:;()]|[,.?!:;()][{CHINESE}]")
# What was superseded or is disputed, and what has to stand in the same question where it is named all the same.
SUPERSEDED = (
    (r"7714[-—]20(05|15)", r"7714[-—]2025"),
    (r"科研诚信案件调查处理规则", r"科研失信行为调查处理规则"),
    (r"失信行为纠正后的信用信息修复管理办法", r"第36号|《信用修复管理办法》"),
    (r"学位条例", r"学位法"),
    (r"18号令", r"33号令|第33号"),
    (r"(2012年|处分).{0,8}暂行规定", r"2023|《事业单位工作人员处分规定》"),
    (r"最长(不超过)?20年|学制(加|＋)13年", r"22年|15年"),
    (r"《社会信用(体系建设)?法》", r"征求意见稿|草案"),
    (r"网络安全法》?第(二十一|二十五|四十|五十九)条", r"2026|修改"),
    (r"治安管理处罚法.{0,8}2012", r"2025|2026"),
    (r"全国首部|多少批|多少起", r"(?!)"),
)


def findings(questions: list[Question]) -> list[str]:
    """Everything that is wrong with them."""
    return [sentence for check in CHECKS for sentence in check(questions)]


def asked(questions: list[Question], kind: str = "") -> list[Question]:
    """Questions and the parts of cases, of one type or of all."""
    every = [*questions, *(part for question in questions for part in question.get("parts", []))]
    return [one for one in every if not kind or one["type"] == kind]


def register(file: Path = FACTS) -> dict[str, str]:
    """The grade of every fact."""
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def numbers(questions: list[Question]) -> Iterator[str]:
    for number, times in Counter(one["number"] for one in questions).items():
        if times > 1:
            yield f"{number} is given {times} times"


def cells(questions: list[Question]) -> Iterator[str]:
    """Each cell that a table of the final may ask for is there three times, without what waits to be verified."""
    if len(questions) < LEAST:
        yield f"{len(questions)} questions; expected {LEAST} or more"
    there = Counter((one["topic"], one["difficulty"], one["type"]) for one in questions if not _waits(one))
    final = shipped.final()
    for topic, counts in final["themes"].items():
        theme = PaperTheme(**counts)
        for cell in sorted({cell for table in blueprints.tables(theme.by_difficulty, theme.by_type) for cell in table}):
            if there[topic, *cell] < LEAST_OF_A_CELL:
                yield f"{topic} {' '.join(cell)}: {there[topic, *cell]} questions; expected {LEAST_OF_A_CELL}"


def sources(questions: list[Question]) -> Iterator[str]:
    """Each has an explanation, a basis and facts that are in the register, one of them good enough to decide."""
    grades = register()
    for one in questions:
        for field in ("explanation", "basis", "facts"):
            if not one.get(field):
                yield f"{one['number']} has no {field}"
        facts = one.get("facts") or []
        for unknown in sorted(set(facts) - set(grades)):
            yield f"{one['number']} rests on {unknown}, which is not in the register"
        if facts and not any(grades.get(fact) in DECIDING for fact in facts):
            yield f"{one['number']} rests on facts of grade 丙 alone"
    for check in open_checks.every():
        for unknown in sorted(set(check.facts) - set(grades)):
            yield f"open check {check.number} names {unknown}, which is not in the register"


def superseded(questions: list[Question]) -> Iterator[str]:
    for one in questions:
        words = "\n".join(_texts(one))
        for pattern, beside in SUPERSEDED:
            found = re.search(pattern, words)
            if found and not re.search(beside, words):
                yield f"{one['number']} says “{found.group()}” without what holds today"


def near_duplicates(questions: list[Question]) -> Iterator[str]:
    """By pairs of characters in stem, material, options and parts; four fifths in common are too many."""
    known = {one["number"]: _pairs(one) for one in questions}
    for one, other in itertools.combinations(known, 2):
        mine, theirs = known[one], known[other]
        if min(len(mine), len(theirs)) <= 0.8 * max(len(mine), len(theirs)):
            continue
        common = len(mine & theirs)
        if common > 0.8 * (len(mine) + len(theirs) - common):
            yield f"{one} and {other} are nearly the same"


def places(questions: list[Question]) -> Iterator[str]:
    """No letter and no verdict is the better guess."""
    letters = Counter(one["answer"] for one in asked(questions, "single"))
    verdicts = Counter(one["answer"] for one in asked(questions, "truefalse"))
    if letters and (set(letters) != set("ABCD") or max(letters.values()) / letters.total() > 0.32):
        yield f"the right letters of single choices are unbalanced: {dict(letters)}"
    if verdicts and not 0.4 <= verdicts["√"] / verdicts.total() <= 0.6:
        yield f"the verdicts are unbalanced: {dict(verdicts)}"
    multiple = asked(questions, "multiple")
    if multiple and len({len(one["answer"]) for one in multiple}) == 1:
        yield "every multiple choice has as many right options"


def lengths(questions: list[Question]) -> Iterator[str]:
    """The length of options does not tell the key."""
    singles = asked(questions, "single")
    longest = _share(singles, lambda right, wrong: right[0] > max(wrong))
    shortest = _share(singles, lambda right, wrong: right[0] < min(wrong))
    if max(longest, shortest) > 0.4:
        yield f"single choices have the longest option as key often ({longest:.0%}) or the shortest ({shortest:.0%})"
    multiple = [one for one in asked(questions, "multiple") if len(one["answer"]) < len(one["options"])]
    longer = _share(multiple, lambda right, wrong: min(right) > max(wrong))
    shorter = _share(multiple, lambda right, wrong: max(right) < min(wrong))
    if max(longer, shorter) > 0.25:
        yield f"right options are all longer ({longer:.0%}) or all shorter ({shorter:.0%}) than the others too often"
    means = [(sum(right) / len(right)) / (sum(wrong) / len(wrong)) for right, wrong in map(_lengths, multiple)]
    if means and not 0.9 <= sum(means) / len(means) <= 1.1:
        yield f"right options are {sum(means) / len(means):.0%} as long as the others"


def wording(questions: list[Question]) -> Iterator[str]:
    """Options stand for themselves, and stems ask for what is right."""
    for one in questions:
        words = [text for each in asked([one]) for text in (each["stem"], *map(str, each.get("options", [])))]
        for phrase in FORBIDDEN:
            if any(phrase in text for text in words):
                yield f"{one['number']} says “{phrase}”"
        for each in asked([one]):
            if each["type"] in {"single", "multiple"} and ASKS_FOR_THE_WRONG.search(each["stem"]):
                yield f"{one['number']} asks for what is wrong"


def punctuation(questions: list[Question]) -> Iterator[str]:
    for one in questions:
        for text in _texts(one):
            if found := HALF_WIDTH.search(text):
                yield f"{one['number']} has “{found.group()}”; Chinese text takes the full-width mark"


CHECKS: tuple[Callable[[list[Question]], Iterator[str]], ...] = (
    numbers,
    cells,
    sources,
    superseded,
    near_duplicates,
    places,
    lengths,
    wording,
    punctuation,
)


def _waits(one: Question) -> bool:
    return open_checks.concern(one.get("facts") or [])


def _texts(one: Question) -> list[str]:
    own = [str(one.get(name) or "") for name in ("material", "explanation", "basis")]
    return own + [text for each in asked([one]) for text in (each["stem"], *map(str, each.get("options", [])))]


def _pairs(one: Question) -> set[str]:
    words = [str(one.get("material") or "")]
    words += [text for each in asked([one]) for text in (each["stem"], *map(str, each.get("options", [])))]
    text = re.sub(r"\W", "", "".join(words))
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _lengths(one: Question) -> tuple[list[int], list[int]]:
    """Of the right options, and of the wrong ones."""
    sizes = {LETTERS[place]: len(str(text)) for place, text in enumerate(one["options"])}
    right = [size for letter, size in sizes.items() if letter in one["answer"]]
    return right, [size for letter, size in sizes.items() if letter not in one["answer"]]


def _share(questions: list[Question], holds: Callable[[list[int], list[int]], bool]) -> float:
    return sum(1 for one in questions if holds(*_lengths(one))) / len(questions) if questions else 0

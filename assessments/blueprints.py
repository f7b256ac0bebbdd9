"""What a paper asks for, topic by topic, and every table of cells that fulfils it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.errors import NotFeasible
from assessments.models import Difficulty, Paper, QuestionType, Topic

Cell = tuple[str, str]  # difficulty, type
Table = Mapping[Cell, int]


@dataclass(frozen=True)
class Part:
    """A line of a blueprint. Exact cells allow one table; a theme allows each that has its sums."""

    topic: Topic
    tables: list[Table]
    points: Mapping[str, Decimal]


def parts(paper: Paper) -> list[Part]:
    """The lines of a paper's blueprint. Raises: NotFeasible, when a topic has both exact cells and a theme."""
    cells = [
        Part(cell.topic, [{(cell.difficulty, cell.type): cell.count}], {cell.type: cell.points})
        for cell in paper.cells.select_related("topic").order_by("pk")
    ]
    themes = [
        Part(theme.topic, list(tables(theme.by_difficulty, theme.by_type)), theme.points)
        for theme in paper.themes.select_related("topic").order_by("pk")
    ]
    twice = {part.topic for part in cells} & {part.topic for part in themes}
    if twice:
        raise NotFeasible(
            _("“%(topic)s” has exact cells and a theme.") % {"topic": min(map(str, twice))},
            remedy=_("Please tell the organiser."),
        )
    return cells + themes


def tables(rows: Mapping[str, int], columns: Mapping[str, int]) -> Iterator[Table]:
    """Every table of counts with these sums of rows and columns, without its empty cells. The sums are equal."""
    if not columns:
        yield {}
        return
    (column, count), *rest = columns.items()
    for split in _splits(list(rows.values()), count):
        left = {row: there - taken for (row, there), taken in zip(rows.items(), split, strict=True)}
        here = {(row, column): taken for row, taken in zip(rows, split, strict=True) if taken}
        for others in tables(left, dict(rest)):
            yield {**here, **others}


def _splits(room: list[int], count: int) -> Iterator[list[int]]:
    """Every way to put so many into these rooms."""
    if not room:
        if count == 0:
            yield []
        return
    for first in range(min(room[0], count) + 1):
        for rest in _splits(room[1:], count - first):
            yield [first, *rest]


def label(topic: Topic, cell: Cell) -> str:
    difficulty, kind = cell
    return f"{topic} · {Difficulty(difficulty).label} · {QuestionType(kind).label}"

"""Drawing a paper from its blueprint: the same seed draws the same paper."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments import blueprints, open_checks, question_types
from assessments.blueprints import Cell, Part, Table
from assessments.errors import NotFeasible
from assessments.models import Paper, Question, QuestionState, QuestionVersion

Place = tuple[int, Cell]  # topic and cell
Stock = Mapping[Place, list[Question]]
Tables = list[list[Table]]  # of each part, those that can be filled
Reserved = list[tuple[int, Cell, Question]]  # the place of a part, and what it has to take


def shortfalls(paper: Paper) -> list[tuple[str, int]]:
    """What the bank cannot fill, in words, and how many questions each lacks."""
    return Pool(paper).shortfalls()


def draw(paper: Paper, seed: str, *, avoid: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The slots of one attempt, 1…n. Questions in `avoid` (uuids) are taken only where the others do not suffice.

    Raises: NotFeasible, when the bank cannot fill the blueprint.
    """
    return Pool(paper).draw(seed, avoid=avoid)


class Pool:
    """What a paper may draw from, as it is now, read once for as many draws as are wanted."""

    def __init__(self, paper: Paper) -> None:
        self.parts = blueprints.parts(paper)
        self.tags = list(paper.tags.order_by("tag"))
        self.stock = _live({part.topic.pk for part in self.parts})
        self.tables = _fillable(self.parts, self.stock)
        self.versions: dict[int, QuestionVersion] = {}

    def draw(self, seed: str, *, avoid: Iterable[str] = ()) -> list[dict[str, Any]]:
        """See `draw`."""
        chance = random.Random(seed)  # noqa: S311 -- fair, not secret; stored with the attempt
        seen = set(avoid)
        chosen = self._choose(chance, seen)
        self._read(question.pk for _part, question in chosen)
        order = sorted(range(len(chosen)), key=lambda place: (_RANK[chosen[place][1].type], place))
        return [
            _slot(number, *chosen[place], self.versions[chosen[place][1].pk], chance)
            for number, place in enumerate(order, start=1)
        ]

    def shortfalls(self) -> list[tuple[str, int]]:
        """See `shortfalls`."""
        short = [
            (blueprints.label(part.topic, cell), missing)
            for part in self.parts
            for cell, missing in _lacking(part, self.stock).items()
        ]
        if short or self._reserve(self.tables, self.stock, random.Random(0)) is not None:  # noqa: S311 -- no secret
            return short
        tagged = Counter(tag for questions in self.stock.values() for one in questions for tag in one.tags)
        lacking = [(one, one.least - tagged[one.tag]) for one in self.tags if tagged[one.tag] < one.least]
        short_of = lacking or [(one, one.least) for one in self.tags]
        return [
            (_("questions tagged “%(tag)s”") % {"tag": one.get_tag_display()}, missing) for one, missing in short_of
        ]

    def _choose(self, chance: random.Random, seen: set[str]) -> list[tuple[Part, Question]]:
        """Without the questions seen if they can be done without, else with as few of them in each part as can be."""
        fresh = {place: [one for one in there if str(one.uuid) not in seen] for place, there in self.stock.items()}
        if seen:
            tables = _fillable(self.parts, fresh)
            reserved = self._reserve(tables, fresh, chance) if all(tables) else None
            if reserved is not None:
                return self._fill(tables, reserved, fresh, chance)
        reserved = self._reserve(self.tables, self.stock, chance, seen) if all(self.tables) else None
        if reserved is None:
            raise NotFeasible(
                _("The bank has too few questions for “%(cell)s”.")
                % {"cell": "; ".join(what for what, _count in self.shortfalls())},
                remedy=_("Please tell the organiser."),
            )
        return self._fill(self.tables, reserved, fresh, chance)

    def _reserve(
        self, tables: Tables, stock: Stock, chance: random.Random, seen: Iterable[str] = ()
    ) -> Reserved | None:
        """Questions for the tags, each for one, such that every part still has a table; None when there are none."""
        wanted = [one.tag for one in self.tags for _time in range(one.least)]
        ways = {tag: self._tagged(tag, stock, chance, set(seen)) for tag in wanted}
        wanted.sort(key=lambda tag: len(ways[tag]))
        dead: set[frozenset[tuple[object, int]]] = set()

        def more(taken: Reserved) -> Reserved | None:
            if len(taken) == len(wanted):
                return taken
            known = frozenset(Counter(map(_kind, taken)).items())
            if known in dead:
                return None
            tried = set()
            for one in ways[wanted[len(taken)]]:
                if one in taken or _kind(one) in tried:
                    continue
                tried.add(_kind(one))
                fits = _having(tables[one[0]], one[0], [*taken, one])
                found = more([*taken, one]) if fits else None
                if found is not None:
                    return found
            dead.add(known)
            return None

        return more([])

    def _tagged(self, tag: str, stock: Stock, chance: random.Random, seen: set[str]) -> Reserved:
        found = [
            (place, cell, question)
            for place, part in enumerate(self.parts)
            for cell in sorted({cell for table in part.tables for cell in table})
            for question in stock.get((part.topic.pk, cell), [])
            if tag in question.tags
        ]
        chance.shuffle(found)
        return sorted(found, key=lambda one: str(one[2].uuid) in seen)

    def _fill(
        self, tables: Tables, reserved: Reserved, fresh: Stock, chance: random.Random
    ) -> list[tuple[Part, Question]]:
        """One of the tables of each part that repeat least, and questions for each of its cells."""
        chosen: list[tuple[Part, Question]] = []
        for place, part in enumerate(self.parts):
            topic = part.topic.pk
            fits = _having(tables[place], place, reserved)
            again = [sum(max(0, n - len(fresh[topic, cell])) for cell, n in table.items()) for table in fits]
            least = min(again)
            table = chance.choice([one for one, times in zip(fits, again, strict=True) if times == least])
            for cell, count in table.items():
                first = [question for at, where, question in reserved if (at, where) == (place, cell)]
                mixed = [one for one in self.stock[topic, cell] if one not in first]
                chance.shuffle(mixed)
                mixed.sort(key=lambda one: one not in fresh[topic, cell])
                chosen += [(part, question) for question in [*first, *mixed][:count]]
        return chosen

    def _read(self, questions: Iterable[int]) -> None:
        missing = [one for one in questions if one not in self.versions]
        if missing:
            rows = QuestionVersion.objects.filter(question__in=missing).order_by("version")
            self.versions |= {row.question_id: row for row in rows}


# A paper begins with what is quickest to answer.
_RANK = {kind: place for place, kind in enumerate(["truefalse", "single", "multiple", "matching", "ordering"])}
_RANK |= {kind: place for place, kind in enumerate(["short", "numeric", "case", "essay"], start=len(_RANK))}


def _live(topics: Iterable[int]) -> Stock:
    """The questions in use, but for those that rest on a fact which waits to be verified."""
    topics = list(topics)
    facts = dict(
        QuestionVersion.objects.filter(question__state=QuestionState.LIVE, question__topic__in=topics)
        .order_by("version")
        .values_list("question", "facts")
    )
    stock: dict[Place, list[Question]] = {}
    for one in Question.objects.filter(state=QuestionState.LIVE, topic__in=topics).order_by("pk"):
        if not open_checks.concern(facts.get(one.pk, [])):
            stock.setdefault((one.topic_id, (one.difficulty, one.type)), []).append(one)
    return stock


def _fillable(parts: list[Part], stock: Stock) -> Tables:
    return [
        [
            table
            for table in part.tables
            if all(len(stock.get((part.topic.pk, cell), [])) >= count for cell, count in table.items())
        ]
        for part in parts
    ]


def _lacking(part: Part, stock: Stock) -> dict[Cell, int]:
    """What the table that lacks least lacks."""

    def lacks(table: Table) -> dict[Cell, int]:
        missing = {cell: count - len(stock.get((part.topic.pk, cell), [])) for cell, count in table.items()}
        return {cell: count for cell, count in missing.items() if count > 0}

    return min(map(lacks, part.tables), key=lambda missing: sum(missing.values()))


def _having(tables: Iterable[Table], place: int, reserved: Reserved) -> list[Table]:
    """The tables with room for what is reserved in this part."""
    needs = Counter(cell for at, cell, _question in reserved if at == place)
    return [table for table in tables if all(table.get(cell, 0) >= count for cell, count in needs.items())]


def _kind(reserved: tuple[int, Cell, Question]) -> object:
    """Two questions of one kind stand in for each other."""
    place, cell, question = reserved
    return place, cell, tuple(sorted(question.tags))


def _slot(
    number: int, part: Part, question: Question, version: QuestionVersion, chance: random.Random
) -> dict[str, Any]:
    return {
        "slot": number,
        "question": str(question.uuid),
        "version": version.version,
        "type": question.type,
        "tags": question.tags,
        "stem": version.stem,
        "material": version.material,
        "points": float(part.points[question.type]),
        "explanation": version.explanation,
        "basis": version.basis,
        **question_types.draw(question.type, version.content, chance),
    }

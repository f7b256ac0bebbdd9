"""Attempts by the ten thousand for tests of load. The same seed makes the same ones.

Written in bulk and not through the actions, which take a lock, an event and a receipt each; what is written is what the
actions would leave: the paper as drawn, answers with their history, a signed receipt, the score that grading gives.
"""

import random
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Count, Max

from assessments import receipts, registry
from assessments.actions import attempts as actions
from assessments.answering import Form, Save, as_text
from assessments.drawing import Pool
from assessments.models import AnswerHistory, Attempt, AttemptState, EndedBy, Paper
from kit import bulk, clock, seeded
from organisations import growth as organisations_growth
from organisations.models import Membership
from trail.actions import audit

BATCH = 1000
COLUMNS = [field.attname for field in Attempt._meta.concrete_fields]
FORMS = 64  # so many different papers are drawn for each try; learners share them
SECOND = timedelta(seconds=1)
SPAN = timedelta(days=30)  # since the window has opened; the demonstration opens it that long before it is seeded
Learners = list[tuple[int, str]]  # primary key and username
GROWN = r"^t\d{7}$"  # only learners who were grown too: the demonstration's own people keep their tries


def attempts(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    """Bring the attempts to `total`: first tries at the first paper first, then second ones, then the next paper."""
    missing = wanted = total - Attempt.objects.count()
    if missing <= 0:
        return
    _enough_learners(world["papers"], missing, seed, canary)
    for sitting, number, learners in _turns(world, seed, canary):
        missing -= sitting.write(learners, number, missing)
        if not missing:
            break
    province = world["organisations"]["province"]
    audit.record("demo.attempts_grown", province, at=clock.now(), attempts=wanted - missing)


def _turns(world: dict[str, Any], seed: int, canary: str) -> Iterator[tuple["_Sitting", int, Learners]]:
    """Who may sit what, in the order in which attempts are made."""
    for paper in world["papers"]:
        sitting = _Sitting(paper, seed, canary, now=world["now"])
        for number in range(1, paper.tries + 1):
            for learners in _learners():
                yield sitting, number, learners


def sit(paper: Paper, learners: Learners, *, seed: int, canary: str, now: datetime) -> int:
    """A first try for those of these learners who have had none; returns how many."""
    sitting = _Sitting(paper, seed, canary, now=now)
    batches = [learners[start : start + BATCH] for start in range(0, len(learners), BATCH)]
    return sum(sitting.write(batch, 1, len(batch)) for batch in batches)


def _learners() -> Iterator[Learners]:
    """Everybody who was grown, in batches."""
    last = 0
    everybody = get_user_model().objects.filter(username__regex=GROWN).order_by("pk")
    while batch := list(everybody.filter(pk__gt=last).values_list("pk", "username")[:BATCH]):
        yield batch
        last = batch[-1][0]


def _enough_learners(papers: list[Paper], missing: int, seed: int, canary: str) -> None:
    """Grow teachers where those who are there have too few tries between them."""
    users = get_user_model().objects
    there = users.filter(username__regex=GROWN)
    room = sum(paper.tries for paper in papers)
    left = there.count() * room - Attempt.objects.filter(learner__in=there).count()
    if left < missing:
        secret = users.get(username="teacher").password
        more = -((left - missing) // room)
        organisations_growth.teachers(users.count() + more, seed=seed, canary=canary, secret=secret)


class _Sitting:
    """Everybody's tries at one paper."""

    def __init__(self, paper: Paper, seed: int, canary: str, *, now: datetime) -> None:
        self.paper, self.seed, self.canary = paper, seed, canary
        self.pool = Pool(paper)
        self.forms: dict[int, list[Form]] = {}
        self.until = min(paper.window_opens + SPAN, paper.window_closes, now)
        self.duration = timedelta(minutes=paper.duration_minutes)
        self.wait = timedelta(days=paper.wait_days)

    def write(self, learners: Learners, number: int, limit: int) -> int:
        """Try `number` of those who may take it now, `limit` at most; returns how many."""
        made: list[tuple[Attempt, Form, list[Save]]] = []
        owners = self._owners(learners)
        before = self._before(learners)
        for key, username in learners:
            chance = random.Random(f"{self.seed}:{self.paper.title}:{username}:{number}")  # noqa: S311 -- no secret
            at = self._begins(number, chance)
            tries, last = before.get(key, (0, None))
            if len(made) < limit and tries == number - 1 and (last is None or last + self.wait <= at):
                form = self._form(zlib.crc32(username.encode()) % FORMS, number)
                mark = seeded.mark(self.canary, owners.get(key, key))
                made.append(self._sit(key, form, number, chance, at, mark))
        with transaction.atomic():
            for (attempt, _form, _saves), key in zip(made, bulk.reserve(Attempt, len(made)), strict=True):
                attempt.pk = key
            bulk.insert(Attempt, COLUMNS, (_row(attempt, form) for attempt, form, _saves in made))
            saved = ((attempt.pk, *save) for attempt, _form, saves in made for save in saves)
            bulk.insert(AnswerHistory, ["attempt_id", *Save._fields], saved)
            registry.graded_together([attempt for attempt, _form, _saves in made if attempt.passed is not None])
        return len(made)

    def _before(self, learners: Learners) -> dict[int, tuple[int, datetime]]:
        """How many tries each has had, and when the last one ended."""
        rows = Attempt.objects.filter(paper=self.paper, learner__in=[key for key, _name in learners]).order_by()
        tries = rows.values("learner").annotate(tries=Count("pk"), last=Max("closes_at"))
        return {row["learner"]: (row["tries"], row["last"]) for row in tries}

    def _owners(self, learners: Learners) -> dict[int, str]:
        """The code of each learner's organisation, where texts are to be marked with it."""
        if not self.canary:
            return {}
        rows = Membership.objects.filter(user__in=[key for key, _name in learners]).select_related("organisation")
        return {row.user_id: row.organisation.code or str(row.organisation_id) for row in rows}

    def _begins(self, number: int, chance: random.Random) -> datetime:
        """Within the share of the span that belongs to this try, so that the days of waiting lie between two."""
        share = (self.until - self.paper.window_opens) / self.paper.tries
        room = max(share - self.wait - self.duration, timedelta(0))
        return self.paper.window_opens + (number - 1) * share + room * chance.random()

    def _sit(
        self, learner: int, form: Form, number: int, chance: random.Random, at: datetime, mark: str
    ) -> tuple[Attempt, Form, list[Save]]:
        attempt = Attempt(
            uuid=seeded.uuid7(chance, at),
            paper=self.paper,
            learner_id=learner,
            number=number,
            pledge_version=self.paper.pledge_version,
            slots=form.slots,
            started_at=at,
            opens_at=at,
            closes_at=min(at + self.duration, self.paper.window_closes),
            grace_seconds=self.paper.grace_seconds,
        )
        saves, points = _answer(attempt, form, chance, mark)
        _end(attempt, points, chance)
        return attempt, form, saves

    def _form(self, place: int, number: int) -> Form:
        """A paper as drawn, other than those of the tries before it as far as the bank reaches."""
        drawn = self.forms.setdefault(place, [])
        while len(drawn) < number:
            seen = [slot["question"] for form in drawn for slot in form.slots]
            drawn.append(Form(self.pool.draw(f"{self.seed}:{self.paper.title}:{place}:{len(drawn)}", avoid=seen)))
        return drawn[number - 1]


def _answer(
    attempt: Attempt, form: Form, chance: random.Random, mark: str
) -> tuple[list[Save], dict[str, Decimal | None]]:
    """Fill `attempt.answers` as somebody who knows more or less; returns every save, and the points by slot.

    Some questions stay open; some are answered twice.
    """
    knows = 0.5 + chance.random() / 2
    pace = (attempt.closes_at - attempt.opens_at) * (0.3 + 0.6 * chance.random()) / len(form.slots)
    saves, points, identity = [], form.untouched(), str(attempt.uuid)
    for place, slot in enumerate(form.slots, start=1):
        number, moment, mood = slot["slot"], attempt.opens_at + place * pace, chance.random()
        for version in range(1, 1 if mood < 0.03 and not mark else 3 if mood > 0.93 else 2):
            given = form.choose(place - 1, chance, knows, mark)
            received = moment + version * SECOND
            attempt.answers[str(number)] = {
                "version": version,
                "answer": given.answer,
                "saved_at": clock.rfc3339(received),
                "digest": receipts.digest_of_text(identity, number, version, given.canonical),
            }
            points[str(number)] = given.points
            saves.append(Save(number, version, given.text, received, True))
    return saves, points


def _end(attempt: Attempt, points: dict[str, Decimal | None], chance: random.Random) -> None:
    """Handed in after the last answer, or closed by the clock; scored as everybody is."""
    by_clock = chance.random() < 0.03
    attempt.ended_by = EndedBy.CLOCK if by_clock else EndedBy.LEARNER
    attempt.ended_at = (
        attempt.closes_at if by_clock else attempt.closes_at - (attempt.closes_at - attempt.opens_at) / 20
    )
    at = attempt.last_receipt + actions.MARGIN if by_clock else attempt.ended_at
    attempt.state = AttemptState.SUBMITTED
    attempt.receipt_code, attempt.receipt = receipts.make(attempt, at, code=seeded.code(chance, "R"))
    actions.mark(attempt, points, at)


def _row(attempt: Attempt, form: Form) -> list[Any]:
    """The attempt as columns; its slots are written out once for all who have the same paper."""
    texts = {"slots": form.text, "answers": as_text(attempt.answers), "points": as_text(attempt.points)}
    return [texts[name] if name in texts else getattr(attempt, name) for name in COLUMNS]

"""What can happen to an attempt. Nothing else writes `Attempt.state`.

| act    | from | to                | who, when                                                      |
|--------|------|-------------------|----------------------------------------------------------------|
| start  | –    | open              | the learner, within the paper's rules                          |
| submit | open | submitted, graded | the learner                                                    |
| close  | open | submitted, graded | the sweep, when time, grace and the margin for the lock are over |
"""

import secrets
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments import drawing, question_types, receipts, registry
from assessments.actions import outages
from assessments.errors import CannotStart, Ended
from assessments.models import Attempt, AttemptState, EndedBy, Paper, PaperState
from kit import clock
from kit.templatetags.kit import moment
from trail.actions import audit

MARGIN = timedelta(seconds=10)  # what was received in time is committed before the sweep looks
HUNDRED = Decimal(100)


def start(paper: Paper, learner: Any, *, pledge: int, at: datetime) -> tuple[Attempt, bool]:
    """Begin an attempt, or return the one that is open. The second value says whether it was begun now.

    Raises: CannotStart, with the reason and the day from which it can be tried again; NotFeasible.
    """
    for _again in range(2):
        standing = Attempt.objects.filter(paper=paper, learner=learner, state=AttemptState.OPEN).first()
        if standing is not None:
            return standing, False
        try:
            with transaction.atomic():
                return _begin(paper, learner, pledge, at), True
        except IntegrityError:  # the same learner in another tab was faster
            continue
    raise CannotStart(_("The attempt could not be begun."), remedy=_("Try again in a moment."))


def _begin(paper: Paper, learner: Any, pledge: int, at: datetime) -> Attempt:
    before = list(Attempt.objects.of(learner).filter(paper=paper).order_by("number"))
    _may_begin(paper, before, pledge, at)
    opens_at = max(at, paper.window_opens + timedelta(seconds=_spread(paper)) if at < paper.window_opens else at)
    closes_at = min(opens_at + timedelta(minutes=paper.duration_minutes), paper.window_closes)
    seed = secrets.token_hex(8)
    seen = [slot["question"] for one in before for slot in one.slots]
    attempt = Attempt.objects.create(
        paper=paper,
        learner=learner,
        number=len(before) + 1,
        pledge_version=pledge,
        slots=drawing.draw(paper, seed, avoid=seen),
        started_at=at,
        opens_at=opens_at,
        closes_at=closes_at,
        grace_seconds=paper.grace_seconds,
    )
    audit.record("attempt.started", attempt, by=learner, at=at, paper=str(paper.uuid), number=attempt.number, seed=seed)
    return attempt


def _may_begin(paper: Paper, before: list[Attempt], pledge: int, at: datetime) -> None:
    if paper.state != PaperState.OPEN or at >= paper.window_closes:
        raise CannotStart(
            _("This paper cannot be sat any more."), remedy=_("Ask the organiser for a make-up date."), code="closed"
        )
    if pledge != paper.pledge_version:
        raise CannotStart(
            _("The honour pledge has a newer version."), remedy=_("Load the page again and read it."), code="pledge"
        )
    if len(before) >= paper.tries:
        raise CannotStart(
            _("All %(tries)d tries are used.") % {"tries": paper.tries},
            remedy=_("Ask the organiser for a make-up date."),
            code="no-tries-left",
        )
    if before and before[-1].ended_at and at < next_try(paper, before[-1]):
        raise CannotStart(
            _("The next try is possible from %(moment)s.") % {"moment": moment(next_try(paper, before[-1]))},
            remedy=_("Use the days to study what went wrong."),
            code="waiting",
        )


def next_try(paper: Paper, last: Attempt) -> datetime:
    return (last.ended_at or last.closes_at) + timedelta(days=paper.wait_days)


def _spread(paper: Paper) -> int:
    return secrets.randbelow(paper.spread_seconds + 1)


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime) -> Attempt:
    """Hand in; what was handed in or closed already stays as it is. Its receipt is `attempt.receipt`."""
    attempt = Attempt.objects.select_for_update().select_related("paper", "learner").get(pk=attempt.pk)
    if attempt.state != AttemptState.OPEN:
        return attempt
    if at < attempt.opens_at:
        raise Ended
    late = at > attempt.last_receipt
    return _end(attempt, EndedBy.CLOCK if late else EndedBy.LEARNER, at=at)


def close_overdue(now: datetime) -> int:
    """Finalise every attempt whose time is over; returns how many. Twice does no harm."""
    latest = now - MARGIN
    due = Attempt.objects.filter(state=AttemptState.OPEN, closes_at__lte=latest).order_by("closes_at")
    closed = 0
    for key in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            attempt = Attempt.objects.select_for_update().select_related("paper", "learner").get(pk=key)
            over = attempt.state == AttemptState.OPEN and attempt.last_receipt <= latest
            if over and not outages.holds_back(attempt, now):
                _end(attempt, EndedBy.CLOCK, at=now)
                closed += 1
    return closed


def _end(attempt: Attempt, ended_by: EndedBy, *, at: datetime) -> Attempt:
    attempt.ended_by = ended_by
    attempt.ended_at = attempt.closes_at if ended_by == EndedBy.CLOCK else at
    attempt.state = AttemptState.SUBMITTED
    attempt.receipt_code, attempt.receipt = receipts.make(attempt, at)
    audit.record("attempt.ended", attempt, by=attempt.learner, at=at, how=str(ended_by), receipt=attempt.receipt_code)
    _grade(attempt, at)
    attempt.save()
    if attempt.state == AttemptState.GRADED:
        registry.graded(attempt)
    return attempt


def _grade(attempt: Attempt, at: datetime) -> None:
    """Points by slot and the score of 100; left alone while a slot waits for people."""
    given: dict[str, Decimal | None] = {}
    for slot in attempt.slots:
        saved = attempt.answers.get(str(slot["slot"]), {})
        given[str(slot["slot"])] = question_types.grade(slot, saved.get("answer"))
    if mark(attempt, given, at):
        audit.record("attempt.graded", attempt, by=None, at=at, score=str(attempt.score))


def mark(attempt: Attempt, given: dict[str, Decimal | None], at: datetime) -> bool:
    """Set what follows from the points `given` by slot; False while one is None, for people to grade. Saves nothing."""
    attempt.points = {slot: None if points is None else str(points) for slot, points in given.items()}
    if any(points is None for points in given.values()):
        return False
    possible = sum((Decimal(str(slot["points"])) for slot in attempt.slots), Decimal(0))
    reached = sum((points for points in given.values() if points is not None), Decimal(0))
    attempt.score = (reached * HUNDRED / possible).quantize(Decimal("0.01"), ROUND_HALF_UP) if possible else Decimal(0)
    attempt.passed = attempt.score >= attempt.paper.pass_score
    attempt.graded_at, attempt.state = at, AttemptState.GRADED
    return True


def close_overdue_now() -> int:
    return close_overdue(clock.now())

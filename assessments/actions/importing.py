"""Taking questions into the bank from a file: all of it or, with one refused question, nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.exchange import formats
from assessments.exchange.drafts import Draft
from assessments.models import Question, QuestionState, QuestionVersion, Topic
from kit import canonical_json
from kit.errors import BadInput
from kit.imports import Report
from trail.actions import audit

TOGETHER = 500  # questions that are looked up and written at once


class _Undo(Exception):
    pass


@dataclass
class _Plan:
    """What some questions of a file mean for the bank."""

    new: list[Question] = field(default_factory=list)
    changed: list[Question] = field(default_factory=list)
    versions: list[QuestionVersion] = field(default_factory=list)


def questions(
    file: IO[bytes],
    filename: str,
    *,
    by: Any,
    at: datetime,
    format: str = "",
    topic: str = "",
    dry_run: bool = False,
    partial: bool = False,
) -> Report:
    """Create what is new, give what has changed a new version, leave the rest. What is new waits for its review.

    `format` is one of `formats.INCOMING`, or empty for what the content shows. With `dry_run` the report says what
    would be done, and the database is only read; with `partial` good questions go in beside refused ones. The file
    is read before the transaction begins: on SQLite nobody can save an answer while it lasts.
    """
    report = Report()
    try:
        drafts = list(formats.read(file, filename, report, name=format, topic=topic))
    except BadInput as refusal:
        whole = Report()
        whole.refuse("", None, "", refusal.code, refusal)
        return whole
    refused_before = len(report.errors)
    if dry_run or (refused_before and not partial):
        for part in _parts(drafts):
            _plan(part, report, by, at)
        if not dry_run:
            report.created = report.updated = report.unchanged = 0
        return report
    try:
        with transaction.atomic():
            for part in _parts(drafts):
                _write(_plan(part, report, by, at, lock=True))
            if report.errors and not partial:
                raise _Undo
            if report.created or report.updated:
                _record(report, filename, by, at)
    except _Undo:
        report.created = report.updated = report.unchanged = 0
    except IntegrityError:
        report.created = report.updated = report.unchanged = 0
        report.refuse(
            "", None, "", "changed-meanwhile", _("The bank changed meanwhile; nothing was taken in. Try again.")
        )
    return report


def _parts(drafts: list[Draft]) -> Any:
    return (drafts[start : start + TOGETHER] for start in range(0, len(drafts), TOGETHER))


def _plan(drafts: Sequence[Draft], report: Report, by: Any, at: datetime, *, lock: bool = False) -> _Plan:
    plan, topics = _Plan(), _topics()
    known = _known(drafts, lock=lock)
    newest = _newest(known.values())
    for draft in drafts:
        topic = topics.get(draft.topic)
        if topic is None:
            reason = _(
                "There is no topic “%(topic)s”. Use the code or the name of one, or choose one for the whole file."
            )
            reason %= {"topic": draft.topic[:60]}
            report.refuse(draft.sheet, draft.row, "知识点", "unknown-topic", reason)
            continue
        question = known.get(draft.number or draft.identity)
        if question is None:
            _create(plan, topic, draft, by, at)
            report.created += 1
        elif question.type != draft.type:
            reason = _("Question %(number)s is of another type. Give the new one a number of its own.")
            report.refuse(draft.sheet, draft.row, "题型", "type-differs", reason % {"number": question.number})
        elif _change(plan, question, newest[question.pk], topic, draft, by, at):
            report.updated += 1
        else:
            report.unchanged += 1
    return plan


def _known(drafts: Sequence[Draft], *, lock: bool) -> dict[str, Question]:
    """The questions that the bank has already, by number or identity."""
    rows = Question.objects.select_for_update() if lock else Question.objects.all()
    numbers = [draft.number for draft in drafts if draft.number]
    identities = [draft.identity for draft in drafts if not draft.number]
    found = {one.number: one for one in rows.filter(number__in=numbers)} if numbers else {}
    if identities:
        found |= {one.identity: one for one in rows.filter(identity__in=identities, number="")}
    return found


def _newest(questions: Any) -> dict[int, QuestionVersion]:
    versions = QuestionVersion.objects.filter(question__in=list(questions)).order_by("version")
    return {version.question_id: version for version in versions}


def _create(plan: _Plan, topic: Topic, draft: Draft, by: Any, at: datetime) -> None:
    question = Question(
        number=draft.number,
        identity=draft.identity,
        type=draft.type,
        topic=topic,
        difficulty=draft.difficulty,
        tier=draft.tier,
        tags=draft.tags,
        author=by,
    )
    plan.new.append(question)
    plan.versions.append(_version(question, 1, draft, by, at))


def _change(
    plan: _Plan, question: Question, newest: QuestionVersion, topic: Topic, draft: Draft, by: Any, at: datetime
) -> bool:
    old = {name: getattr(newest, name) for name in draft.words}
    same_words = _fingerprint(old) == _fingerprint(draft.words)
    place = (topic.pk, draft.difficulty, draft.tier, draft.tags)
    if same_words and place == (question.topic_id, question.difficulty, question.tier, question.tags):
        return False
    question.topic, question.difficulty, question.tier = topic, draft.difficulty, draft.tier
    question.tags, question.identity = draft.tags, draft.identity
    if not same_words:
        plan.versions.append(_version(question, newest.version + 1, draft, by, at))
        question.state, question.reviewer, question.author = QuestionState.DRAFT, None, by
    plan.changed.append(question)
    return True


def _write(plan: _Plan) -> None:
    Question.objects.bulk_create(plan.new)
    fields = ["topic", "difficulty", "tier", "tags", "identity", "state", "reviewer", "author"]
    Question.objects.bulk_update(plan.changed, fields)
    QuestionVersion.objects.bulk_create(plan.versions)


def _version(question: Question, number: int, draft: Draft, by: Any, at: datetime) -> QuestionVersion:
    return QuestionVersion(question=question, version=number, made_by=by, made_at=at, **draft.words)


def _record(report: Report, filename: str, by: Any, at: datetime) -> None:
    counts: dict[str, Any] = {"created": report.created, "updated": report.updated, "refused": len(report.errors)}
    audit.record("questions.imported", by, by=by, at=at, file=filename[:120], **counts)


def _topics() -> dict[str, Topic]:
    """Every topic by its name and by its code; where one is called like another's code, the code counts."""
    every = list(Topic.objects.all())
    names = {one.name: one for one in every} | {str(one): one for one in every}
    return names | {one.code: one for one in every}


def _fingerprint(words: dict[str, Any]) -> str:
    """Whether two versions say the same."""
    return canonical_json.sha256({**words, "points": float(words["points"])})

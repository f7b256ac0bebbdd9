"""Taking questions into the bank from a spreadsheet: all of it or, with one refused row, nothing."""

from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.exchange import reading
from assessments.exchange.reading import Draft
from assessments.models import Question, QuestionState, QuestionVersion, Topic
from kit import canonical_json, spreadsheets
from kit.errors import BadInput
from kit.imports import Report
from trail.actions import audit


class _Undo(Exception):
    pass


def questions(
    file: IO[bytes],
    filename: str,
    *,
    by: Any,
    at: datetime,
    topic: str = "",
    dry_run: bool = False,
    partial: bool = False,
) -> Report:
    """Create what is new, give what has changed a new version, leave the rest. What is new waits for its review.

    With `dry_run` the report says what would be done; with `partial` good rows go in beside refused ones.
    """
    report = Report()
    try:
        sheets = spreadsheets.read(file, filename)
    except BadInput as refusal:
        report.refuse("", None, "", refusal.code, refusal)
        return report
    drafts = reading.read(sheets, report, topic=topic)
    try:
        with transaction.atomic():
            for draft in drafts:
                _take(draft, report, by, at)
            if dry_run or (report.errors and not partial):
                raise _Undo
            if report.created or report.updated:
                _record(report, filename, by, at)
    except _Undo:
        if not dry_run:
            report.created = report.updated = report.unchanged = 0
    return report


def _take(draft: Draft, report: Report, by: Any, at: datetime) -> None:
    topic = _topic(draft.topic)
    if topic is None:
        reason = _("There is no topic “%(topic)s”. Use the code or the name of one.") % {"topic": draft.topic}
        report.refuse(draft.sheet, draft.row, "知识点", "unknown-topic", reason)
        return
    question = _known(draft)
    if question is None:
        question = Question.objects.create(
            number=draft.number,
            identity=draft.identity,
            type=draft.type,
            topic=topic,
            difficulty=draft.difficulty,
            tier=draft.tier,
            author=by,
        )
        _version(question, 1, draft, by, at)
        report.created += 1
        return
    if question.type != draft.type:
        reason = _("Question %(number)s is of another type. Give the new one a number of its own.")
        report.refuse(draft.sheet, draft.row, "题型", "type-differs", reason % {"number": question.number})
        return
    _change(question, topic, draft, report, by, at)


def _known(draft: Draft) -> Question | None:
    rows = Question.objects.select_for_update()
    if draft.number:
        return rows.filter(number=draft.number).first()
    return rows.filter(identity=draft.identity, number="").first()


def _change(question: Question, topic: Topic, draft: Draft, report: Report, by: Any, at: datetime) -> None:
    newest = question.current
    old = {name: getattr(newest, name) for name in draft.words}
    same_words = _fingerprint(old) == _fingerprint(draft.words)
    place = (topic.pk, draft.difficulty, draft.tier)
    if same_words and place == (question.topic_id, question.difficulty, question.tier):
        report.unchanged += 1
        return
    question.topic, question.difficulty, question.tier = topic, draft.difficulty, draft.tier
    question.identity = draft.identity
    if not same_words:
        _version(question, newest.version + 1, draft, by, at)
        question.state, question.reviewer, question.author = QuestionState.DRAFT, None, by
    question.save()
    report.updated += 1


def _version(question: Question, number: int, draft: Draft, by: Any, at: datetime) -> QuestionVersion:
    return QuestionVersion.objects.create(question=question, version=number, made_by=by, made_at=at, **draft.words)


def _record(report: Report, filename: str, by: Any, at: datetime) -> None:
    counts: dict[str, Any] = {"created": report.created, "updated": report.updated, "refused": len(report.errors)}
    audit.record("questions.imported", by, by=by, at=at, file=filename[:120], **counts)


def _topic(text: str) -> Topic | None:
    return Topic.objects.filter(code=text).first() or Topic.objects.filter(name=text).first()


def _fingerprint(words: dict[str, Any]) -> str:
    """Whether two versions say the same."""
    return canonical_json.sha256({**words, "points": float(words["points"])})

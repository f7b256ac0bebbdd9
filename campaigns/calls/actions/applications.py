"""What can happen to an application. Nothing else writes `Application.state`.

| act       | from             | to                      | who                                             |
|-----------|------------------|-------------------------|-------------------------------------------------|
| start     | –                | draft                   | the unit's head                                 |
| save      | draft, returned  | –                       | the unit's head                                 |
| submit    | draft, returned  | in review               | the unit's head                                 |
| file, remove evidence | draft, returned | –            | the unit's head                                 |
| withdraw  | any before the end | withdrawn             | the unit's head                                 |
| recommend | in review        | in review, recommended  | an officer of the bureau, see `rules.may_review` |
| return    | in review        | returned (once)         | the same                                        |
| reject    | in review        | rejected                | the same                                        |
"""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls import evidence, rules
from campaigns.calls.actions import news
from campaigns.calls.errors import NotYours, Stale, WrongState
from campaigns.calls.models import (
    Answer,
    Application,
    ApplicationState,
    Call,
    CallState,
    Evidence,
    Indicator,
    Review,
    Verdict,
)
from kit import clock
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Organisation, Role
from trail.actions import audit

SUPPLEMENT_WITHIN_DAYS = 30


@transaction.atomic
def start(call: Call, organisation: Organisation, *, by: Any, at: datetime) -> Application:
    """Begin a unit's application, or return the one that was begun.

    Raises: NotYours, when `by` is not the unit's head; WrongState, outside the call's days.
    """
    _head_of(organisation, by)
    if not Call.objects.taking_applications(clock.local(at).date()).filter(pk=call.pk).exists():
        raise WrongState(_("The call takes no applications at present."))
    if not organisation.path.startswith(call.organiser.path):
        raise WrongState(_("The call is meant for units of another territory."))
    if call.stages and not set(call.stages) & set(organisation.stages):
        raise WrongState(_("The call is not meant for units of this kind."))
    application, created = Application.objects.get_or_create(
        call=call, organisation=organisation, defaults={"started_by": by}
    )
    if created:
        _record("started", application, by, at)
    return application


@transaction.atomic
def save(
    application: Application,
    answers: dict[int, tuple[int | None, str]],
    narrative: str,
    *,
    by: Any,
    at: datetime,
    version: int,
) -> Application:
    """Keep what the unit has written so far: by indicator id its own score and why.

    Raises: NotYours, WrongState; Stale, when somebody else of the unit saved meanwhile.
    """
    application = _locked(application, version)
    _head_of(application.organisation, by)
    _editable(application)
    applicable = {one.pk for one in rules.asked_of(application.call, application.organisation.stages)}
    for indicator_id, (score, text) in answers.items():
        if indicator_id not in applicable:
            raise BadInput(_("This indicator is not asked of your unit. Please load the page again."))
        if score is not None and not 0 <= score <= 100:
            raise BadInput(_("A score is a whole number from 0 to 100."))
        _short_enough(text, 2000)
        Answer.objects.update_or_create(
            application=application, indicator_id=indicator_id, defaults={"self_score": score, "text": text}
        )
    _short_enough(narrative, 4000)
    application.narrative = narrative
    return _moved(application, "saved", by, at)


@transaction.atomic
def file_evidence(
    application: Application, indicator: Indicator, name: str, data: bytes, *, by: Any, at: datetime
) -> Evidence:
    """File a PDF or picture for an indicator, in the private store; the same file twice is one.

    Raises: NotYours, WrongState; BadInput, for another kind of file, a broken one, one over 20 MB or one too many.
    """
    application = _locked(application, None)
    _head_of(application.organisation, by)
    _editable(application)
    if indicator not in rules.asked_of(application.call, application.organisation.stages):
        raise BadInput(_("This indicator is not asked of your unit. Please load the page again."))
    ending = evidence.ENDINGS[evidence.kind_of(name, data)]
    digest = hashlib.sha256(data).hexdigest()
    there = application.evidence.filter(indicator=indicator)
    known = there.filter(sha256=digest).first()
    if known:
        return known
    if there.count() >= evidence.MAX_FILES_PER_INDICATOR:
        raise BadInput(
            _("“%(name)s” was not filed: indicator %(number)s has ten files already. Remove one first.")
            % {"name": name[:60], "number": indicator.number}
        )
    filed = Evidence(
        application=application, indicator=indicator, name=name[:120], sha256=digest, uploaded_by=by, uploaded_at=at
    )
    filed.file.save(f"{filed.uuid}{ending}", ContentFile(data), save=True)
    _record("evidence_filed", application, by, at, evidence=str(filed.uuid))
    return filed


@transaction.atomic
def remove_evidence(filed: Evidence, *, by: Any, at: datetime) -> None:
    """Take a file back before it is handed in. What reviewers have seen stays.

    Raises: NotYours, WrongState.
    """
    application = _locked(filed.application, None)
    _head_of(application.organisation, by)
    _editable(application)
    if application.submitted_at is not None and filed.uploaded_at <= application.submitted_at:
        raise WrongState(
            _("“%(name)s” was handed in already and stays; add the better file beside it.") % {"name": filed.name}
        )
    _record("evidence_removed", application, by, at, evidence=str(filed.uuid), sha256=filed.sha256)
    store, name = filed.file.storage, filed.file.name or ""
    filed.delete()
    transaction.on_commit(lambda: store.delete(name))


def missing(application: Application) -> list[Indicator]:
    """The indicators asked of the unit that have no score of its own yet."""
    answered = {answer.indicator_id for answer in application.answers.all() if answer.self_score is not None}
    asked = rules.asked_of(application.call, application.organisation.stages)
    return [one for one in asked if one.pk not in answered]


@transaction.atomic
def submit(application: Application, *, by: Any, at: datetime, version: int | None = None) -> Application:
    """Hand in; the lowest managing authority reviews first, a supplement goes to the bureau that asked for it.

    Raises: NotYours, WrongState, Stale; BadInput, naming every indicator that is not answered.
    """
    application = _locked(application, version)
    _head_of(application.organisation, by)
    _editable(application)
    day = clock.local(at).date()
    if application.state == ApplicationState.DRAFT and not (
        application.call.state == CallState.OPEN and application.call.opens_on <= day <= application.call.closes_on
    ):
        raise WrongState(_("The call takes no applications any more."))
    due_on = application.supplement_due_on
    if due_on is not None and day > due_on:
        raise WrongState(_("The last day for the supplement is over. Please turn to the bureau that asked for it."))
    gaps = missing(application)
    if gaps:
        raise BadInput(
            _("No score of your own yet for: %(numbers)s.") % {"numbers": ", ".join(one.number for one in gaps)}
        )
    bureaus = rules.chain(application)
    if not bureaus:
        raise WrongState(_("The unit has no managing authority that could review. Please ask the operator."))
    asked = application.reviews.filter(verdict=Verdict.RETURN).order_by("-pk").first()
    application.state = ApplicationState.IN_REVIEW
    application.reviewer = asked.organisation if asked else bureaus[0]
    application.submitted_by, application.submitted_at = by, at
    application.supplement_asked, application.supplement_due_on = "", None
    _moved(application, "submitted", by, at, reviewer=str(application.reviewer.uuid))
    news.tell_next_bureau(application, at=at)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Any, at: datetime) -> Application:
    """The unit takes its application back, for good. Raises: NotYours, WrongState once it is finished."""
    application = _locked(application, None)
    _head_of(application.organisation, by)
    if application.state not in {ApplicationState.DRAFT, ApplicationState.RETURNED, ApplicationState.IN_REVIEW}:
        raise WrongState(_("The application is finished and cannot be withdrawn."))
    application.state, application.reviewer = ApplicationState.WITHDRAWN, None
    return _moved(application, "withdrawn", by, at)


@transaction.atomic
def recommend(
    application: Application, *, by: Any, at: datetime, score: Decimal | None, reason: str, version: int
) -> Application:
    """The bureau recommends: the next one above takes over, or the application has come to its end.

    Raises: NotYours, WrongState, Stale; BadInput, for a score that is not between 0 and 100.
    """
    if score is None or not 0 <= score <= 100:
        raise BadInput(_("A recommendation carries a score from 0 to 100."))
    application = _reviewed(application, by, at, Verdict.RECOMMEND, score, reason, version)
    bureaus = rules.chain(application)
    here = next(place for place, bureau in enumerate(bureaus) if bureau.pk == application.reviewer_id)
    following = bureaus[here + 1] if here + 1 < len(bureaus) else None
    application.state = ApplicationState.IN_REVIEW if following else ApplicationState.RECOMMENDED
    application.reviewer = following
    _moved(application, "recommended", by, at, final=following is None)
    if following is None:
        news.tell_unit(application, "recommended", at=at)
    else:
        news.tell_next_bureau(application, at=at)
    return application


@transaction.atomic
def send_back(
    application: Application, *, by: Any, at: datetime, reason: str, due_on: date, version: int
) -> Application:
    """Ask for a supplement, once: a list and a last day within thirty days.

    Raises: NotYours, WrongState, Stale; BadInput, for a day that is not within thirty days.
    """
    today = clock.local(at).date()
    if not today < due_on <= today + timedelta(days=SUPPLEMENT_WITHIN_DAYS):
        raise BadInput(_("The last day for the supplement lies within the next thirty days."))
    if application.reviews.filter(verdict=Verdict.RETURN).exists():
        raise WrongState(_("A supplement was asked for once already. Please recommend or not."))
    application = _reviewed(application, by, at, Verdict.RETURN, None, reason, version)
    application.state, application.reviewer = ApplicationState.RETURNED, None
    application.supplement_asked, application.supplement_due_on = reason, due_on
    _moved(application, "returned", by, at)
    news.tell_unit(application, "returned", at=at)
    return application


@transaction.atomic
def reject(application: Application, *, by: Any, at: datetime, reason: str, version: int) -> Application:
    """The bureau does not recommend. Raises: NotYours, WrongState, Stale."""
    application = _reviewed(application, by, at, Verdict.REJECT, None, reason, version)
    application.state, application.reviewer = ApplicationState.REJECTED, None
    _moved(application, "rejected", by, at)
    news.tell_unit(application, "rejected", at=at)
    return application


def _reviewed(
    application: Application, by: Any, at: datetime, verdict: str, score: Decimal | None, reason: str, version: int
) -> Application:
    application = _locked(application, version)
    if application.state != ApplicationState.IN_REVIEW or application.reviewer is None:
        raise WrongState(_("The application is not in review any more."))
    why_not = rules.why_not_review(by, application)
    if why_not:
        raise NotYours(why_not)
    if not reason.strip():
        raise BadInput(_("Please give a reason; the unit will read it."))
    _short_enough(reason, 2000)
    Review.objects.create(
        application=application,
        organisation=application.reviewer,
        by=by,
        verdict=verdict,
        score=score,
        reason=reason.strip(),
        at=at,
    )
    return application


def _locked(application: Application, version: int | None) -> Application:
    locked = Application.objects.select_for_update().get(pk=application.pk)
    if version is not None and locked.version != version:
        raise Stale(_("Somebody changed this application meanwhile. Load the page again and compare."))
    return locked


def _short_enough(text: str, size: int) -> None:
    if len(text) > size:
        raise BadInput(_("A text is longer than %(size)d characters. Please shorten it.") % {"size": size})


def _editable(application: Application) -> None:
    if not application.editable:
        raise WrongState(_("The application was handed in and cannot be changed now."))


def _head_of(organisation: Organisation, by: Any) -> None:
    if not scopes.covers(by, organisation, Role.SCHOOL_HEAD):
        raise NotYours(_("Only the unit's head may do this."))


def _moved(application: Application, what: str, by: Any, at: datetime, **detail: Any) -> Application:
    application.version += 1
    application.save()
    _record(what, application, by, at, **detail)
    return application


def _record(what: str, application: Application, by: Any, at: datetime, **detail: Any) -> None:
    audit.record(f"application.{what}", application, by=by, at=at, path=application.organisation.path, **detail)

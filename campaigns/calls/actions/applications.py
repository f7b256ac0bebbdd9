"""What can happen to an application. Nothing else writes `Application.state`.

| act       | from             | to                      | who                                             |
|-----------|------------------|-------------------------|-------------------------------------------------|
| start     | –                | draft                   | the unit's head                                 |
| save      | draft, returned  | –                       | the unit's head                                 |
| submit    | draft, returned  | in review               | the unit's head                                 |
| withdraw  | any before the end | withdrawn             | the unit's head                                 |
| recommend | in review        | in review, recommended  | an officer of the bureau, see `rules.may_review` |
| return    | in review        | returned (once)         | the same                                        |
| reject    | in review        | rejected                | the same                                        |
"""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls import rules
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

MAX_EVIDENCE_BYTES = 20 * 1024 * 1024
EVIDENCE_KINDS = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n": ".png"}


@transaction.atomic
def start(call: Call, organisation: Organisation, *, by: Any, at: datetime) -> Application:
    """Begin a unit's application, or return the one that was begun.

    Raises: NotYours, when `by` is not the unit's head; WrongState, outside the call's days.
    """
    _head_of(organisation, by)
    if not Call.objects.taking_applications(clock.local(at).date()).filter(pk=call.pk).exists():
        raise WrongState(_("The call takes no applications at present."))
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
    applicable = {one.pk for one in rules.leaves(application.call)}
    for indicator_id, (score, text) in answers.items():
        if indicator_id not in applicable or (score is not None and not 0 <= score <= 100):
            raise BadInput(_("A score is a whole number from 0 to 100."))
        Answer.objects.update_or_create(
            application=application, indicator_id=indicator_id, defaults={"self_score": score, "text": text}
        )
    application.narrative = narrative
    return _moved(application, "saved", by, at)


@transaction.atomic
def file_evidence(
    application: Application, indicator: Indicator, name: str, data: bytes, *, by: Any, at: datetime
) -> Evidence:
    """File a PDF or picture for an indicator, in the private store; the same file twice is one.

    Raises: BadInput, for another kind of file or one over 20 MB.
    """
    application = _locked(application, None)
    _head_of(application.organisation, by)
    _editable(application)
    ending = next((kind for start_of, kind in EVIDENCE_KINDS.items() if data.startswith(start_of)), "")
    if not ending or len(data) > MAX_EVIDENCE_BYTES:
        raise BadInput(
            _("“%(name)s” was not filed. Evidence is a PDF, JPEG or PNG file of up to 20 MB.") % {"name": name[:60]}
        )
    digest = hashlib.sha256(data).hexdigest()
    known = application.evidence.filter(indicator=indicator, sha256=digest).first()
    if known:
        return known
    filed = Evidence(
        application=application, indicator=indicator, name=name[:120], sha256=digest, uploaded_by=by, uploaded_at=at
    )
    filed.file.save(f"{filed.uuid}{ending}", ContentFile(data), save=True)
    _record("evidence_filed", application, by, at, evidence=str(filed.uuid))
    return filed


@transaction.atomic
def submit(application: Application, *, by: Any, at: datetime) -> Application:
    """Hand in; the lowest managing authority reviews first.

    Raises: NotYours, WrongState; BadInput, naming the first indicator that is not answered.
    """
    application = _locked(application, None)
    _head_of(application.organisation, by)
    _editable(application)
    day = clock.local(at).date()
    if application.state == ApplicationState.DRAFT and not (
        application.call.state == CallState.OPEN and application.call.opens_on <= day <= application.call.closes_on
    ):
        raise WrongState(_("The call takes no applications any more."))
    answered = {answer.indicator_id for answer in application.answers.all() if answer.self_score is not None}
    for indicator in rules.leaves(application.call):
        if (
            not indicator.veto
            and indicator.applies_to(application.organisation.stages)
            and indicator.pk not in answered
        ):
            raise BadInput(_("Indicator %(number)s has no score of your own yet.") % {"number": indicator.number})
    bureaus = rules.chain(application)
    if not bureaus:
        raise WrongState(_("The unit has no managing authority that could review. Please ask the operator."))
    application.state, application.reviewer = ApplicationState.IN_REVIEW, bureaus[0]
    application.submitted_by, application.submitted_at = by, at
    application.supplement_asked, application.supplement_due_on = "", None
    return _moved(application, "submitted", by, at, reviewer=str(bureaus[0].uuid))


@transaction.atomic
def withdraw(application: Application, *, by: Any, at: datetime) -> Application:
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

    Raises: NotYours, WrongState, Stale.
    """
    application = _reviewed(application, by, at, Verdict.RECOMMEND, score, reason, version)
    bureaus = rules.chain(application)
    here = next(place for place, bureau in enumerate(bureaus) if bureau.pk == application.reviewer_id)
    following = bureaus[here + 1] if here + 1 < len(bureaus) else None
    application.state = ApplicationState.IN_REVIEW if following else ApplicationState.RECOMMENDED
    application.reviewer = following
    return _moved(application, "recommended", by, at, final=following is None)


@transaction.atomic
def send_back(
    application: Application, *, by: Any, at: datetime, reason: str, due_on: date, version: int
) -> Application:
    """Ask for a supplement, once: a list and a last day. Raises: NotYours, WrongState, Stale."""
    if application.reviews.filter(verdict=Verdict.RETURN).exists():
        raise WrongState(_("A supplement was asked for once already. Please recommend or not."))
    application = _reviewed(application, by, at, Verdict.RETURN, None, reason, version)
    application.state, application.reviewer = ApplicationState.RETURNED, None
    application.supplement_asked, application.supplement_due_on = reason, due_on
    return _moved(application, "returned", by, at)


@transaction.atomic
def reject(application: Application, *, by: Any, at: datetime, reason: str, version: int) -> Application:
    """The bureau does not recommend. Raises: NotYours, WrongState, Stale."""
    application = _reviewed(application, by, at, Verdict.REJECT, None, reason, version)
    application.state, application.reviewer = ApplicationState.REJECTED, None
    return _moved(application, "rejected", by, at)


def _reviewed(
    application: Application, by: Any, at: datetime, verdict: str, score: Decimal | None, reason: str, version: int
) -> Application:
    application = _locked(application, version)
    if application.state != ApplicationState.IN_REVIEW or application.reviewer is None:
        raise WrongState(_("The application is not in review any more."))
    if not rules.may_review(by, application):
        raise NotYours(_("You cannot review this application: it is another bureau's turn, or you took part in it."))
    if not reason.strip():
        raise BadInput(_("Please give a reason; the unit will read it."))
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

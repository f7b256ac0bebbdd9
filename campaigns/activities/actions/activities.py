"""What can happen to an activity. Nothing else writes `Activity.state`.

| from                           | to        | who                                                     |
|--------------------------------|-----------|---------------------------------------------------------|
| –                              | draft     | editor or head of the school                            |
| draft, returned                | submitted | editor or head of the school, when nothing blocks       |
| submitted                      | returned  | officer of the managing authority or above it, not of the school |
| submitted                      | published | the same, who neither wrote it nor handed it in         |
| submitted, returned, published | withdrawn | editor or head of the school, or such an officer        |
"""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.activities import linter, rules
from campaigns.activities.actions import telling
from campaigns.activities.errors import NotAllowed, NotReady, WrongState
from campaigns.activities.models import Activity, ActivityState, ActivityTier, ReviewNote
from kit import clock
from kit.errors import BadInput
from media.actions import pictures
from organisations.models import Organisation
from trail.actions import audit
from workdays import calendar

WORDS = ("title", "held_on", "kind", "body")
PROVINCE_LEVEL_CITIES = "90"  # 4290..: places that belong to no city stand for themselves


@transaction.atomic
def start(organisation: Organisation, uuid: UUID, *, by: Any, at: datetime) -> Activity:
    """Begin a draft under the key its form was made with: a form that is sent twice begins one draft.

    Raises: NotAllowed, when `by` does not edit for this school; WrongState, when the key is taken by somebody else.
    """
    if not rules.may_write(by, organisation):
        raise NotAllowed(_("Only editors and heads of the school write its activities."))
    activity, created = Activity.objects.get_or_create(
        uuid=uuid, defaults={"organisation": organisation, "author": by, "begun_at": at}
    )
    if created:
        audit.record("activity.begun", activity, by=by, at=at, path=organisation.path)
    elif activity.author_id != by.pk or not activity.writable:
        raise WrongState(_("This form was sent already. You find the activity in your list."))
    return activity


@transaction.atomic
def write(
    activity: Activity, words: dict[str, Any], tiers: list[str] | None, *, by: Any, at: datetime, version: int
) -> Activity:
    """Keep the words of a draft, whole or not. What is not in `words` stays as it was.

    Raises: NotAllowed, WrongState; also when somebody else changed it since `version`.
    """
    activity = for_writing(activity, by, version)
    for name in WORDS:
        if name in words:
            setattr(activity, name, words[name])
    if activity.state == ActivityState.RETURNED:
        _refuse_emptied(activity)
    activity.version += 1
    activity.save(update_fields=[*WORDS, "version"])
    if tiers is not None:
        activity.tiers.exclude(tier__in=tiers).delete()
        known = set(activity.tiers.values_list("tier", flat=True))
        ActivityTier.objects.bulk_create(ActivityTier(activity=activity, tier=one) for one in tiers if one not in known)
    activity.save_revision(user=by, clean=False, log_action=True)
    audit.record("activity.written", activity, by=by, at=at, path=activity.organisation.path, version=activity.version)
    return activity


@transaction.atomic
def submit(activity: Activity, *, by: Any, at: datetime, version: int) -> Activity:
    """Hand a draft in for review and start the clock.

    Raises: NotAllowed, WrongState; NotReady with what is missing or must not be published.
    """
    activity = for_writing(activity, by, version)
    _refuse_findings(activity, at)
    period = calendar.working_days(clock.local(at).date() + timedelta(days=1), settings.ACTIVITY_REVIEW_WORKING_DAYS)
    activity.state, activity.submitted_by, activity.submitted_at = ActivityState.SUBMITTED, by, at
    activity.review_due_at = datetime.combine(period.end, time(23, 59, 59), clock.SHANGHAI)
    activity.save(update_fields=["state", "submitted_by", "submitted_at", "review_due_at"])
    audit.record("activity.submitted", activity, by=by, at=at, path=activity.organisation.path)
    return activity


@transaction.atomic
def send_back(activity: Activity, notes: dict[str, str], *, by: Any, at: datetime, version: int) -> Activity:
    """Return it to the school with a reason for each field that has to change.

    Raises: NotAllowed, WrongState; BadInput without any reason.
    """
    activity = _for_review(activity, by, version)
    reasons = {field: note.strip() for field, note in notes.items() if note.strip()}
    if not reasons:
        raise BadInput(_("Give at least one reason, beside the field that has to change."))
    activity.state, activity.review_due_at = ActivityState.RETURNED, None
    activity.save(update_fields=["state", "review_due_at"])
    ReviewNote.objects.bulk_create(
        ReviewNote(activity=activity, field=field, note=note, by=by, at=at, version=version)
        for field, note in reasons.items()
    )
    audit.record("activity.returned", activity, by=by, at=at, path=activity.organisation.path, fields=sorted(reasons))
    telling.sent_back(activity, at)
    return activity


@transaction.atomic
def publish(activity: Activity, *, by: Any, at: datetime, version: int) -> Activity:
    """Show it to the public, pictures and all. The one way to do so.

    Raises: NotAllowed, WrongState; NotReady with what must not be published.
    """
    activity = _for_review(activity, by, version)
    _refuse_findings(activity, at)
    activity.state, activity.reviewer, activity.published_at = ActivityState.PUBLISHED, by, at
    activity.territory = city_of(activity.organisation)
    activity.save(update_fields=["state", "reviewer", "published_at", "territory"])
    for one in activity.pictures.shown():
        pictures.publish(one.picture, by=by, at=at)
    audit.record("activity.published", activity, by=by, at=at, path=activity.organisation.path, version=version)
    telling.published(activity, at)
    return activity


@transaction.atomic
def withdraw(activity: Activity, because: str, *, by: Any, at: datetime) -> Activity:
    """Take it down for good; its pictures leave the public store in the same act.

    Raises: NotAllowed, WrongState; BadInput without a reason.
    """
    activity = _locked(activity)
    if not (rules.may_write(by, activity.organisation) or rules.may_review(by, activity)):
        raise NotAllowed(_("Only the school or an officer of its managing authority takes an activity down."))
    if activity.state in {ActivityState.DRAFT, ActivityState.WITHDRAWN}:
        raise WrongState(_("There is nothing to take down: it is a draft or was taken down already."))
    if not because.strip():
        raise BadInput(_("Say why it is taken down."))
    activity.state, activity.withdrawn_at, activity.withdrawn_because = ActivityState.WITHDRAWN, at, because.strip()
    activity.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    for one in activity.pictures.select_related("picture"):
        pictures.unpublish(one.picture, by=by, at=at)
    audit.record("activity.withdrawn", activity, by=by, at=at, path=activity.organisation.path)
    return activity


def city_of(organisation: Organisation) -> str:
    """The code of the city, prefecture or directly administered place in which the school stands."""
    code = organisation.division.code
    return code if code[2:4] == PROVINCE_LEVEL_CITIES else f"{code[:4]}00"


def for_writing(activity: Activity, by: Any, version: int | None = None) -> Activity:
    """The locked row, when `by` may change it now. Raises: NotAllowed, WrongState."""
    activity = _locked(activity)
    if not rules.may_write(by, activity.organisation):
        raise NotAllowed(_("Only editors and heads of the school write its activities."))
    if not activity.writable:
        raise WrongState(_("It was handed in and cannot be changed now. If it is sent back, you can write again."))
    _refuse_stale(activity, version)
    return activity


def _for_review(activity: Activity, by: Any, version: int) -> Activity:
    activity = _locked(activity)
    if not rules.may_review(by, activity):
        raise NotAllowed(
            _(
                "Only an officer of the school's managing authority decides on this, "
                "and nobody who wrote it or belongs to the school."
            )
        )
    if activity.state != ActivityState.SUBMITTED:
        raise WrongState(_("It does not wait for review any longer. Load the page anew to see what became of it."))
    _refuse_stale(activity, version)
    return activity


def _locked(activity: Activity) -> Activity:
    rows = Activity.objects.select_for_update(of=("self",))
    return rows.select_related("organisation__division", "organisation__parent").get(pk=activity.pk)


def _refuse_stale(activity: Activity, version: int | None) -> None:
    if version is not None and version != activity.version:
        raise WrongState(_("Somebody changed it since you opened it. Load the page anew and look again."))


def _refuse_emptied(activity: Activity) -> None:
    if not (activity.title and activity.held_on and activity.kind and activity.body):
        raise BadInput(_("Title, day, kind and text were handed in once and cannot be left empty now."))


def _refuse_findings(activity: Activity, at: datetime) -> None:
    stops = linter.blocking(linter.findings(activity, clock.local(at).date()))
    if stops:
        raise NotReady(
            _("Not yet: %(first)s Everything that has to be put right is listed here.") % {"first": stops[0].words},
            list(stops),
        )

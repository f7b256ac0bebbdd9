"""What can happen to a public notice."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.calls.models import Application, ApplicationState, Call, CallState
from campaigns.notices.errors import CannotPublish, NotAllowed
from campaigns.notices.models import Candidate, NoticeState, PublicNotice
from kit import clock
from organisations import scopes
from organisations.models import Role
from trail.actions import audit
from workdays import calendar


@transaction.atomic
def publish(call: Call, *, by: Any, at: datetime, **words: str) -> PublicNotice:
    """Show the recommended units of a call to the public, for NOTICE_WORKING_DAYS full working days.

    Counting starts on the day after publication (NOTICE_COUNTS_FROM_NEXT_DAY). `words` are the notice's own texts.
    Raises: NotAllowed, when `by` is no officer of the organiser; CannotPublish, when nobody is recommended, a review is
    still under way, a notice of the call is shown already, or the days touch a year that is not announced.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not scopes.holds_at(by, call.organiser, Role.OFFICER):
        raise NotAllowed(_("Only an officer of the organiser may publish the notice."))
    candidates = _candidates(call, at)
    first = clock.local(at).date() + timedelta(days=1 if settings.NOTICE_COUNTS_FROM_NEXT_DAY else 0)
    period = calendar.working_days(first, settings.NOTICE_WORKING_DAYS)
    if not period.announced:
        raise CannotPublish(
            _("The notice would touch %(year)d, whose working days are not announced yet. Enter that year first.")
            % {"year": period.end.year}
        )
    notice = PublicNotice.objects.create(
        call=call,
        days=[day.isoformat() for day in period.days],
        published_at=at,
        closes_at=datetime.combine(period.end, time(23, 59, 59), clock.SHANGHAI),
        published_by=by,
        **words,
    )
    Candidate.objects.bulk_create(
        Candidate(
            notice=notice,
            application=one,
            organisation=one.organisation,
            name=one.organisation.name,
            division_name=one.organisation.division.name,
        )
        for one in candidates
    )
    audit.record("notice.published", notice, by=by, at=at, path=call.organiser.path, candidates=len(candidates))
    return notice


def _candidates(call: Call, at: datetime) -> list[Application]:
    if call.state not in {CallState.OPEN, CallState.CLOSED}:
        raise CannotPublish(_("The call has no applications to show."))
    if PublicNotice.objects.filter(call=call).exclude(state=NoticeState.TAKEN_DOWN, closes_at__lt=at).exists():
        raise CannotPublish(_("A notice of this call is being shown already."))
    if call.applications.filter(state=ApplicationState.IN_REVIEW).exists():
        raise CannotPublish(_("Some applications are still in review. Finish them first."))
    recommended = list(
        call.applications.filter(state=ApplicationState.RECOMMENDED).select_related("organisation__division")
    )
    if not recommended:
        raise CannotPublish(_("No unit has been recommended to the end yet."))
    if call.quota is not None and len(recommended) > call.quota:
        raise CannotPublish(
            _("%(count)d units are recommended, the quota is %(quota)d.")
            % {"count": len(recommended), "quota": call.quota}
        )
    return recommended


@transaction.atomic
def take_down(notice: PublicNotice, *, at: datetime) -> bool:
    """Take a notice down whose period is over; False when that was done before."""
    notice = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.state == NoticeState.TAKEN_DOWN or notice.closes_at >= at:
        return False
    notice.state, notice.taken_down_at = NoticeState.TAKEN_DOWN, at
    notice.save(update_fields=["state", "taken_down_at"])
    audit.record("notice.taken_down", notice, at=at, path=notice.call.organiser.path)
    return True


def take_down_overdue(now: datetime) -> int:
    """Take down every notice whose period is over; returns how many. Twice does no harm."""
    return sum(take_down(notice, at=now) for notice in PublicNotice.objects.overdue(now))

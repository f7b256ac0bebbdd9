"""What can happen to a public notice."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.calls.models import Application, ApplicationState, Call, CallState
from campaigns.notices.actions import telling
from campaigns.notices.errors import CannotPublish, NotAllowed
from campaigns.notices.models import Candidate, NoticeState, PublicNotice
from kit import clock
from kit.templatetags.kit import day as in_words
from organisations import scopes
from organisations.models import Role
from trail.actions import audit
from workdays import calendar


@transaction.atomic
def publish(call: Call, *, by: Any, at: datetime, **words: str) -> PublicNotice:
    """Show the recommended units of a call to the public, for NOTICE_WORKING_DAYS full working days.

    Counting starts on the day after publication (NOTICE_COUNTS_FROM_NEXT_DAY). `words` are the notice's own texts.
    A unit that was removed from an earlier notice of the call does not come back.
    Raises: NotAllowed, when `by` is no officer of the organiser; CannotPublish, when the call is not closed, nobody is
    recommended, a review is still under way, a notice of the call is shown already, or the days touch a year that is
    not announced.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not scopes.holds_at(by, call.organiser, Role.OFFICER):
        raise NotAllowed(_("Only an officer of the organiser may publish the notice."))
    candidates = _candidates(call, at)
    period = window(at)
    if not period.announced:
        raise CannotPublish(not_announced(period))
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
    _tell(notice, candidates, period, at)
    return notice


def _tell(notice: PublicNotice, candidates: list[Application], period: calendar.Period, at: datetime) -> None:
    with telling.readers_language():
        telling.heads(
            [one.organisation for one in candidates],
            _("Your unit stands on a public notice: %(title)s") % {"title": notice.title},
            _("Anybody may object until %(day)s. You need not do anything; what becomes of an objection stands here.")
            % {"day": in_words(period.end)},
            url=reverse("notices:ours"),
            at=at,
        )


def window(at: datetime) -> calendar.Period:
    """The working days of a notice that is published at this instant."""
    first = clock.local(at).date() + timedelta(days=1 if settings.NOTICE_COUNTS_FROM_NEXT_DAY else 0)
    return calendar.working_days(first, settings.NOTICE_WORKING_DAYS)


def not_announced(period: calendar.Period) -> str:
    return _("The notice would touch %(year)d, whose working days are not announced yet. Enter that year first.") % {
        "year": period.end.year
    }


def _candidates(call: Call, at: datetime) -> list[Application]:
    if call.state == CallState.OPEN:
        raise CannotPublish(_("The call still takes applications. Publish after it is closed."))
    if call.state != CallState.CLOSED:
        raise CannotPublish(_("The call has no applications to show."))
    if PublicNotice.objects.filter(call=call).exclude(state=NoticeState.TAKEN_DOWN, closes_at__lt=at).exists():
        raise CannotPublish(_("A notice of this call is being shown already."))
    if call.applications.filter(state=ApplicationState.IN_REVIEW).exists():
        raise CannotPublish(_("Some applications are still in review. Finish them first."))
    recommended = list(candidates_of(call))
    if not recommended:
        raise CannotPublish(_("No unit has been recommended to the end yet."))
    if call.quota is not None and len(recommended) > call.quota:
        raise CannotPublish(
            _("%(count)d units are recommended, the quota is %(quota)d.")
            % {"count": len(recommended), "quota": call.quota}
        )
    return recommended


def candidates_of(call: Call) -> QuerySet[Application]:
    """Whom a notice of the call would show."""
    removed = Candidate.objects.filter(notice__call=call, removed_at__isnull=False)
    return (
        call.applications.filter(state=ApplicationState.RECOMMENDED)
        .exclude(pk__in=removed.values("application"))
        .select_related("organisation__division")
        .order_by("organisation__division__code", "organisation__school_code", "pk")
    )


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

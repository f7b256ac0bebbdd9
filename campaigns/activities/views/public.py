"""What schools did, for anybody: the list with its filters, one activity, the feed."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from campaigns.activities import reading
from campaigns.activities.models import Activity, Kind, Tier
from kit import clock
from kit.access import access
from kit.shared_copies import may_be_kept

ON_A_PAGE = 24
IN_THE_FEED = 30


@access("public")
@require_safe
@conditional_page
def activity_list(request: HttpRequest) -> HttpResponse:
    this_year = clock.local(request.received_at).year
    territories = reading.territories()
    asked = reading.asked(request.GET, this_year, territories)
    rows = reading.page(asked, ON_A_PAGE + 1)
    shown = rows[:ON_A_PAGE]
    kept = {name: getattr(asked, name) for name in reading.FILTERS if getattr(asked, name)}
    context = {
        "asked": asked,
        "activities": shown,
        "filtered": bool(kept),
        "school": shown[0].organisation if shown and asked.school else None,
        "territories": territories.items(),
        "tiers": Tier.choices,
        "kinds": Kind.choices,
        "years": range(this_year, this_year - 6, -1),
        "query": urlencode(kept),
        "next": urlencode({**kept, "after": shown[-1].code}) if len(rows) > ON_A_PAGE else "",
        "later": bool(asked.after),
    }
    return may_be_kept(request, render(request, "activities/public/list.html", context))


@access("public")
@require_safe
@conditional_page
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """One published activity; anything else is a page that does not exist."""
    found = reading.by_code(code)
    if found is None:
        raise Http404
    return may_be_kept(request, render(request, "activities/public/activity.html", reading.shown(found)))


@access("public")
@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest as RSS 2.0; takes the list's filters."""
    asked = reading.asked(request.GET, clock.local(request.received_at).year, reading.territories())
    rows = reading.page(asked, IN_THE_FEED)
    context = {
        "items": [(one, _rfc822(one)) for one in rows],
        "updated": _rfc822(rows[0]) if rows else "",
        "root": settings.BASE_URL.rstrip("/"),
    }
    response = render(
        request, "activities/public/feed.html", context, content_type="application/rss+xml; charset=utf-8"
    )
    return may_be_kept(request, response)


def _rfc822(one: Activity) -> str:
    return http_date(one.published_at.timestamp()) if one.published_at else ""

"""Public notices: the list, a notice, what stands there when it is over."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from campaigns.notices.models import PublicNotice
from kit import clock
from kit.access import access
from kit.codes import parse_code
from kit.errors import BadInput
from kit.shared_copies import may_be_kept

NOT_FOR_SEARCH_ENGINES = "noindex, noarchive"


@access("public")
@require_safe
@conditional_page
def notice_list(request: HttpRequest) -> HttpResponse:
    """What is open for objection now."""
    now = request.received_at
    running = list(PublicNotice.objects.shown(now).select_related("call__organiser").order_by("closes_at", "pk"))
    response = render(request, "notices/public/list.html", {"notices": running})
    response.headers["X-Robots-Tag"] = NOT_FOR_SEARCH_ENGINES
    seconds = min((one.closes_at - now).total_seconds() for one in running) if running else 60
    return may_be_kept(request, response, int(min(60, seconds)))


@access("public")
@require_safe
@conditional_page
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """The list with its days, its grounds and the three doors; a page that says it is over, after its last instant."""
    found = by_code(code)
    now = request.received_at
    if found.closes_at < now or found.taken_down_at:
        return over(request, found)
    today = clock.local(now).date()
    candidates = found.candidates.select_related("organisation__managing_authority")
    context = {
        "notice": found,
        "days": [(date.fromisoformat(day), date.fromisoformat(day) < today) for day in found.days],
        "today": today,
        "candidates": [one for one in candidates if one.removed_at is None],
    }
    response = render(request, "notices/public/notice.html", context)
    response.headers["X-Robots-Tag"] = f"{NOT_FOR_SEARCH_ENGINES}, unavailable_after: {found.closes_at.isoformat()}"
    return may_be_kept(request, response, int(min(60, (found.closes_at - now).total_seconds())))


def over(request: HttpRequest, found: PublicNotice) -> HttpResponse:
    """410 with what may still be said: how many units it showed and when, and where the decision stands. No name."""
    call = found.call
    decision = found.decisions.filter(state="released").first()
    context = {
        "notice": found,
        "call": call,
        "count": found.candidates.count(),
        "decision": decision,
        "first": date.fromisoformat(found.days[0]),
        "last": date.fromisoformat(found.days[-1]),
    }
    response = render(request, "notices/public/over.html", context, status=410)
    response.headers["X-Robots-Tag"] = NOT_FOR_SEARCH_ENGINES
    return may_be_kept(request, response)


def by_code(code: str) -> PublicNotice:
    """The notice with this code, however it was typed. Raises: Http404."""
    try:
        plain = parse_code(code, "N")
    except BadInput:
        raise Http404 from None
    found = PublicNotice.objects.select_related("call__organiser").filter(code=plain).first()
    if found is None:
        raise Http404
    return found

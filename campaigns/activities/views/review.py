"""The officer's side: what waits, and the two decisions. And a draft's pictures, for those who may see the draft."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campaigns.activities import desk_work
from campaigns.activities.actions import activities
from campaigns.activities.forms import DecisionForm, ReturnForm
from campaigns.activities.views import reading
from campaigns.activities.views.school import READERS, find
from kit.web import attempt
from media.actions import pictures
from organisations.doors import desk
from organisations.models import Role

A_PAGE = 50


@desk(Role.OFFICER.value, Role.AUDITOR.value)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this office, the most urgent first; on demand what waits in the whole territory."""
    whole = request.GET.get("all") == "1"
    found = desk_work.territory(request.user) if whole else desk_work.queue(request.user)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": desk_work.with_clock(page.object_list, request.received_at), "whole": whole}
    return render(request, "activities/desk/queue.html", context)


@desk(Role.OFFICER.value, writes=True)
@require_POST
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = find(request, uuid), DecisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    act = partial(
        activities.publish, found, by=request.user, at=request.received_at, version=form.cleaned_data["version"]
    )
    if attempt(request, act, _("It is published.")):
        return redirect("activities:queue")
    return redirect("activities:desk_activity", uuid)


@desk(Role.OFFICER.value, writes=True)
@require_POST
def send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, form = find(request, uuid), ReturnForm(request.POST)
    if not form.is_valid():
        shown = reading.context(request.user, found, request.received_at, returning=form)
        return render(request, "activities/desk/read.html", shown, status=422)
    act = partial(
        activities.send_back,
        found,
        form.notes(),
        by=request.user,
        at=request.received_at,
        version=form.cleaned_data["version"],
    )
    if attempt(request, act, _("It is sent back with your reasons.")):
        return redirect("activities:queue")
    return redirect("activities:desk_activity", uuid)


@desk(*READERS, tenant="organisation")
@require_safe
def picture(request: HttpRequest, uuid: UUID, place: int) -> HttpResponse:
    """One picture of an activity, published or not, to whoever may see the activity on the desk."""
    one = get_object_or_404(find(request, uuid).pictures.select_related("picture"), place=place)
    try:
        data = pictures.preview(one.picture)
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(data, content_type="image/webp")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer

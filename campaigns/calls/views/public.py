"""Calls for anybody to read: what, by whom approved, by which rules, until when."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from campaigns.calls import rules
from campaigns.calls.models import Call, CallState
from kit import clock
from kit.access import access
from kit.codes import parse_code
from kit.errors import BadInput

A_PAGE = 20


@access("public")
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    today = clock.local(request.received_at).date()
    public = Call.objects.public().select_related("organiser")
    open_now = list(public.filter(state=CallState.OPEN, closes_on__gte=today).order_by("closes_on", "id"))
    past = public.exclude(pk__in=[one.pk for one in open_now])
    page = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "calls/public/list.html", {"open_now": open_now, "page": page, "today": today})


@access("public")
@require_safe
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    try:
        written = parse_code(code, "K")
    except BadInput:
        raise Http404 from None
    call = get_object_or_404(Call.objects.public().select_related("organiser"), code=written)
    if written != code:
        return redirect("calls:campaign", written, permanent=True)
    today = clock.local(request.received_at).date()
    context = {
        "call": call,
        "tree": rules.tree(call),
        "burden": rules.burden(call),
        "taking": call.state == CallState.OPEN and call.opens_on <= today <= call.closes_on,
        "coming": call.state == CallState.OPEN and today < call.opens_on,
    }
    return render(request, "calls/public/call.html", context)

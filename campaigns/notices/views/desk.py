"""The organiser's side of a public notice: publishing it, and seeing how it stands."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.calls.models import Call
from campaigns.notices import desk_work
from campaigns.notices.actions import notices
from campaigns.notices.forms import PublishForm
from campaigns.notices.models import PublicNotice
from kit.codes import parse_code
from kit.errors import BadInput
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Role

READERS = (Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value)


@desk(*READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What can be published, and every notice with its state and the days that are left."""
    at = request.received_at  # type: ignore[attr-defined]
    found = desk_work.with_counts(PublicNotice.objects.visible_to(request.user))
    context = {
        "ready": desk_work.ready_to_publish(request.user),
        "rows": [desk_work.standing(one, at) for one in found],
    }
    return render(request, "notices/desk/overview.html", context)


@desk(Role.OFFICER.value, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """The form of a notice, with the units and the days that it would show."""
    at = request.received_at  # type: ignore[attr-defined]
    call: Call = get_object_or_404(desk_work.calls_of(request.user), uuid=uuid)
    form = PublishForm(request.POST or None, call=call)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        done = attempt(
            request,
            lambda: notices.publish(call, by=request.user, at=at, **words),
            _("The notice is published. It comes down by itself after its last day."),
        )
        if done:
            return redirect("notices:desk")
    period = notices.window(at)
    context = {
        "form": form,
        "call": call,
        "period": period,
        "refusal": "" if period.announced else notices.not_announced(period),
        "candidates": notices.candidates_of(call),
    }
    return render(request, "notices/desk/publish.html", context)


@desk(*READERS)
@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """One notice: its days, its units, its objections."""
    at = request.received_at  # type: ignore[attr-defined]
    found = get_object_or_404(desk_work.with_counts(PublicNotice.objects.visible_to(request.user)), code=plain(code))
    context = {
        "notice": found,
        "standing": desk_work.standing(found, at),
        "days": desk_work.days_of(found),
        "candidates": found.candidates.all(),
        "objections": found.objections.visible_to(request.user).select_related("candidate"),
        "may_enter": scopes.holds_at(request.user, found.call.organiser, Role.OFFICER),
    }
    return render(request, "notices/desk/notice.html", context)


def plain(code: str) -> str:
    """A notice's code in its one written form, however it was typed. Raises: Http404."""
    try:
        return parse_code(code, "N")
    except BadInput:
        raise Http404 from None

"""The unit's side: open calls, its applications, writing, handing in, taking back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.calls import rules, standing
from campaigns.calls.actions import applications
from campaigns.calls.forms import ApplicationForm
from campaigns.calls.models import Application, Call
from kit import clock
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Organisation, Role

HEAD = (Role.SCHOOL_HEAD.value,)


@desk(*HEAD, tenant="organisation")
@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """What the user's units have begun, and the calls they could still apply to."""
    found = list(
        Application.objects.filter(scopes.within(request.user, Role.SCHOOL_HEAD))
        .select_related("call", "organisation", "reviewer")
        .order_by("-pk")
    )
    today = clock.local(request.received_at).date()
    units = list(Organisation.objects.filter(scopes.within(request.user, Role.SCHOOL_HEAD, field="path")))
    begun = {(one.call_id, one.organisation_id) for one in found}
    possible = [
        (call, unit)
        for call in Call.objects.taking_applications(today).select_related("organiser")
        for unit in units
        if (call.pk, unit.pk) not in begun and rules.is_meant_for(call, unit)
    ]
    return render(request, "calls/school/list.html", {"applications": found, "possible": possible})


@desk(*HEAD, tenant="organisation", writes=True)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    mine = Organisation.objects.filter(scopes.within(request.user, Role.SCHOOL_HEAD, field="path"))
    unit = get_object_or_404(mine, uuid=_uuid(request.POST.get("unit", "")))
    call = get_object_or_404(Call.objects.public(), uuid=_uuid(request.POST.get("call", "")))
    made: list[Application] = []
    at = request.received_at
    if attempt(request, lambda: made.append(applications.start(call, unit, by=request.user, at=at))):
        return redirect("calls:application", made[0].uuid)
    return redirect("calls:applications")


@desk(*HEAD, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The form while it may be written; afterwards the application as it was handed in."""
    found = _own(request, uuid)
    asked = rules.asked_of(found.call, found.organisation.stages)
    if not found.editable:
        if request.method == "POST":
            messages.error(request, _("The application was handed in and cannot be changed now."))
            return redirect("calls:application", uuid)
        context = {"application": found, "rows": standing.rows(found), "chain": standing.chain(found)}
        return render(request, "calls/school/read.html", context)
    form = ApplicationForm(request.POST or None, request.FILES or None, application=found, asked=asked)
    sent = request.method == "POST" and form.is_valid()
    if sent and attempt(request, lambda: _keep(request, found, form), _("Saved.")):
        return _after(request, found, form.cleaned_data["version"] + 1)
    context = {
        "application": found,
        "form": form,
        "parts": _parts(found, form),
        "missing": applications.missing(found),
        "today": clock.local(request.received_at).date(),
        "chain": standing.chain(found),
    }
    return render(request, "calls/school/form.html", context)


@desk(*HEAD, tenant="organisation", writes=True)
@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found, at = _own(request, uuid), request.received_at
    attempt(request, lambda: applications.withdraw(found, by=request.user, at=at), _("The application is withdrawn."))
    return redirect("calls:applications")


@transaction.atomic
def _keep(request: HttpRequest, found: Application, form: ApplicationForm) -> None:
    """Everything that was sent, or nothing of it."""
    by, at, given = request.user, request.received_at, form.cleaned_data
    applications.save(found, form.answers(), given["narrative"], by=by, at=at, version=given["version"])
    for indicator, upload in form.evidence():
        applications.file_evidence(found, indicator, upload.name or "", upload.read(), by=by, at=at)


def _after(request: HttpRequest, found: Application, version: int) -> HttpResponse:
    """What the pressed button asks for once all is saved: nothing more, hand in, or take a file back."""
    then, by, at = request.POST.get("then", ""), request.user, request.received_at
    if then == "submit":
        done = _("Handed in. You are told when it moves on.")
        attempt(request, lambda: applications.submit(found, by=by, at=at, version=version), done)
    elif then.startswith("remove:"):
        filed = get_object_or_404(found.evidence.all(), uuid=_uuid(then.removeprefix("remove:")))
        attempt(request, lambda: applications.remove_evidence(filed, by=by, at=at), _("The file was taken away."))
    return redirect("calls:application", found.uuid)


def _parts(found: Application, form: ApplicationForm) -> list[dict[str, Any]]:
    files: dict[int, list[Any]] = {}
    for one in found.evidence.all():
        files.setdefault(one.indicator_id, []).append(one)
    return [
        {
            "indicator": one,
            "score": form[f"score-{one.pk}"],
            "text": form[f"text-{one.pk}"],
            "file": form[f"file-{one.pk}"],
            "files": [
                (filed, found.submitted_at is None or filed.uploaded_at > found.submitted_at)
                for filed in files.get(one.pk, [])
            ],
        }
        for one in form.asked
    ]


def _own(request: HttpRequest, uuid: UUID) -> Application:
    mine = Application.objects.visible_to(request.user).filter(scopes.within(request.user, Role.SCHOOL_HEAD))
    return get_object_or_404(mine.select_related("call", "organisation", "reviewer"), uuid=uuid)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None

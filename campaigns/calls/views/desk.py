"""The organiser's side: calls, the legality gate, the indicator tree."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.calls import rules, sheets
from campaigns.calls.actions import calls
from campaigns.calls.forms import CallForm, IndicatorRows, SheetForm
from campaigns.calls.models import ApplicationState, Call, CallState
from kit import clock
from kit.web import attempt
from organisations import scopes
from organisations.doors import desk
from organisations.models import Role

OFFICER = (Role.OFFICER.value,)
READERS = (Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value)


@desk(*READERS)
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    in_scope = scopes.within(request.user, *READERS, field="applications__organisation__path")
    handed_in = in_scope & ~Q(applications__state=ApplicationState.DRAFT)
    found = (
        Call.objects.visible_to(request.user)
        .select_related("organiser")
        .annotate(received=Count("applications", filter=handed_in))
    )
    context = {"calls": found, "may_write": scopes.has_role(request.user, Role.OFFICER)}
    return render(request, "calls/desk/list.html", context)


@desk(*OFFICER, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    form = CallForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made: list[Call] = []
        at = request.received_at
        if attempt(
            request,
            lambda: made.append(calls.create(by=request.user, at=at, **form.cleaned_data)),
            _("The call is kept as a draft. Nobody outside sees it before it opens."),
        ):
            return redirect("calls:desk_call", made[0].uuid)
    return render(request, "calls/desk/form.html", {"form": form})


@desk(*READERS)
@require_safe
def call_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The call with its gate as a checklist, its indicators and what it asks of a school."""
    call = _visible(request, uuid)
    checks = rules.gate_checks(call, clock.local(request.received_at).date())
    context = {
        "call": call,
        "checks": checks,
        "unmet": sum(not one.met for one in checks),
        "tree": rules.tree(call),
        "burden": rules.burden(call),
        "mine": scopes.holds_at(request.user, call.organiser, Role.OFFICER),
        "sheet_form": SheetForm(),
    }
    return render(request, "calls/desk/call.html", context)


@desk(*OFFICER, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def change_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call = _visible(request, uuid)
    if not _may_write(request, call):
        return redirect("calls:desk_call", uuid)
    form = CallForm(request.POST or None, instance=Call.objects.get(pk=call.pk), user=request.user)
    if request.method == "POST" and form.is_valid():
        values, at = form.cleaned_data, request.received_at
        done = attempt(request, lambda: calls.change(call, by=request.user, at=at, **values), _("Kept."))
        if done:
            return redirect("calls:desk_call", uuid)
    return render(request, "calls/desk/form.html", {"form": form, "call": call})


@desk(*OFFICER, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The tree as rows; a row without a number is left out."""
    call = _visible(request, uuid)
    if not _may_write(request, call):
        return redirect("calls:desk_call", uuid)
    rows = IndicatorRows(request.POST or None, initial=[_as_row(one) for one in rules.tree(call)])
    if request.method == "POST" and rows.is_valid():
        kept = [form.row() for form in rows.forms if form.cleaned_data.get("number")]
        at = request.received_at
        if attempt(request, lambda: calls.set_indicators(call, kept, by=request.user, at=at), _("Indicators kept.")):
            return redirect("calls:desk_call", uuid)
    return render(request, "calls/desk/indicators.html", {"call": call, "rows": rows})


@desk(*OFFICER, writes=True)
@require_POST
def import_indicators(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call = _visible(request, uuid)
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        sheet, at = form.cleaned_data["sheet"], request.received_at
        attempt(
            request,
            lambda: calls.set_indicators(call, sheets.read(sheet, sheet.name), by=request.user, at=at),
            _("The indicators were read from the spreadsheet."),
        )
    else:
        messages.error(request, _("Please choose a spreadsheet that is not empty."))
    return redirect("calls:desk_call", uuid)


@desk(*OFFICER, writes=True)
@require_POST
def open_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call, at = _visible(request, uuid), request.received_at
    done = _("The call is open. Its indicators are frozen from now on.")
    attempt(request, lambda: calls.open_call(call, by=request.user, at=at), done)
    return redirect("calls:desk_call", uuid)


@desk(*OFFICER, writes=True)
@require_POST
def close_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call, at = _visible(request, uuid), request.received_at
    attempt(request, lambda: calls.close(call, by=request.user, at=at), _("The call takes no applications any more."))
    return redirect("calls:desk_call", uuid)


def _visible(request: HttpRequest, uuid: UUID) -> Call:
    found = Call.objects.visible_to(request.user).select_related("organiser")
    return get_object_or_404(found, uuid=uuid)


def _may_write(request: HttpRequest, call: Call) -> bool:
    """Says why not, where it is another's or open already."""
    if call.state != CallState.DRAFT:
        messages.error(request, _("The call is open; what it says is frozen."))
    elif not scopes.holds_at(request.user, call.organiser, Role.OFFICER):
        messages.error(request, _("Only an officer of the organiser may do this."))
    else:
        return True
    return False


def _as_row(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("number", "title", "method", "evidence", "weight", "veto", "stages")}

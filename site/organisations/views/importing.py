"""A roster taken in from a spreadsheet: what it would do first, then at a word of the person."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import spreadsheets
from kit.uuids import uuid7
from organisations.actions import large_rosters, rosters
from organisations.doors import desk
from organisations.exchange import headings
from organisations.forms import RosterFileForm
from organisations.models.memberships import KEEPERS

SHOWN_ERRORS = 200
AT_ONCE = 2000  # rows; more are taken in by the background
_SALT = "organisations.roster"


@desk(*KEEPERS, writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A spreadsheet, then what it would do: nothing is taken in before it is confirmed."""
    form = RosterFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "headings": headings.ROSTER}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        at = request.received_at  # type: ignore[attr-defined]
        reach = rosters.reach_of(request.user)
        report = rosters.take_in(file, file.name, reach, by=request.user, at=at, dry_run=True).report
        context |= {"report": report, "errors": report.errors[:SHOWN_ERRORS], "filename": file.name}
        if report.ok and (report.created or report.updated):
            file.seek(0)
            kept = default_storage.save(f"imports/{uuid7()}", file)
            ticket = {"file": kept, "name": file.name, "user": request.user.pk, "rows": report.read}
            context["ticket"] = signing.dumps(ticket, salt=_SALT)
    return render(request, "organisations/import.html", context)


@desk(*KEEPERS, writes=True)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in what was previewed, if it still may be as a whole."""
    try:
        ticket = signing.loads(request.POST.get("ticket", ""), salt=_SALT, max_age=3600)
    except signing.BadSignature:
        ticket = {}
    if ticket.get("user") != request.user.pk or not default_storage.exists(ticket["file"]):
        messages.error(request, _("The preview is too old or was used already. Please upload the file again."))
        return redirect("organisations:import")
    if ticket["rows"] > AT_ONCE:
        job = large_rosters.queue(ticket["file"], ticket["name"], ticket["rows"], by=request.user)
        return redirect("home:job", job.uuid)
    with default_storage.open(ticket["file"]) as file:
        at = request.received_at  # type: ignore[attr-defined]
        reach = rosters.reach_of(request.user)
        report = rosters.take_in(file, ticket["name"], reach, by=request.user, at=at).report
    default_storage.delete(ticket["file"])
    if report.ok:
        done = ngettext(
            "%(count)d person was taken in or changed.", "%(count)d people were taken in or changed.", _count(report)
        )
        messages.success(request, done % {"count": _count(report)})
    else:
        messages.error(
            request, _("The roster has changed since the preview; nothing was taken in. Please upload again.")
        )
    return redirect("organisations:rosters")


@desk(*KEEPERS, tenant="none")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty spreadsheet with the headings, and one line that shows how."""
    response = HttpResponse(content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = 'attachment; filename="roster.xlsx"'
    spreadsheets.write(response, [(_("Roster"), headings.ROSTER, [])])  # type: ignore[arg-type]
    return response


def _count(report: Any) -> int:
    return int(report.created + report.updated)

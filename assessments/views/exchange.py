"""Questions taken in from a file after a preview, and taken out in the format that somebody needs."""

from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.actions import exporting, importing
from assessments.exchange import formats
from assessments.forms import QuestionFileForm
from assessments.views.bank import filtered
from kit import clock
from kit.uuids import uuid7
from organisations.doors import desk
from organisations.models import Role

SHOWN_ERRORS = 200
IN_MEMORY = 5 * 1024 * 1024  # of a file that is being written; what is longer goes to the disk
_SALT = "assessments.import"
OFFICER = Role.OFFICER.value


@desk(OFFICER, tenant="none", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file, then what it would do: nothing is taken in before it is confirmed."""
    form = QuestionFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        topic = form.cleaned_data["topic"].code if form.cleaned_data["topic"] else ""
        at = request.received_at  # type: ignore[attr-defined]
        report = importing.questions(file, file.name, by=request.user, at=at, topic=topic, dry_run=True)
        context |= {"report": report, "errors": report.errors[:SHOWN_ERRORS], "filename": file.name}
        if report.ok and (report.created or report.updated):
            file.seek(0)
            kept = default_storage.save(f"imports/{uuid7()}", file)
            ticket = {"file": kept, "name": file.name, "topic": topic, "user": request.user.pk}
            context["ticket"] = signing.dumps(ticket, salt=_SALT)
    return render(request, "assessments/desk/import.html", context)


@desk(OFFICER, tenant="none", writes=True)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take in what was previewed, if it still may be as a whole."""
    try:
        ticket = signing.loads(request.POST.get("ticket", ""), salt=_SALT, max_age=3600)
    except signing.BadSignature:
        ticket = {}
    if ticket.get("user") != request.user.pk or not default_storage.exists(ticket["file"]):
        messages.error(request, _("The preview is too old or was used already. Please upload the file again."))
        return redirect("assessments:import")
    with default_storage.open(ticket["file"]) as file:
        at = request.received_at  # type: ignore[attr-defined]
        report = importing.questions(file, ticket["name"], by=request.user, at=at, topic=ticket["topic"])
    default_storage.delete(ticket["file"])
    if report.ok:
        taken = report.created + report.updated
        done = ngettext(
            "%(count)d question was taken in. Another officer has to review it.",
            "%(count)d questions were taken in. Another officer has to review them.",
            taken,
        )
        messages.success(request, done % {"count": taken})
    else:
        messages.error(request, _("The bank has changed since the preview; nothing was taken in. Please upload again."))
    return redirect("assessments:questions")


@desk(OFFICER, tenant="none")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which questions, in which format, and what of them it does not carry."""
    wanted, found = filtered(request.GET)
    format = request.GET.get("format", "")
    if format not in formats.OUTGOING:
        format = "xlsx"
    losses = list(islice(exporting.losses(found, format), SHOWN_ERRORS + 1))
    context = {
        "wanted": wanted,
        "count": found.count(),
        "format": format,
        "formats": formats.OUTGOING.items(),
        "losses": losses[:SHOWN_ERRORS],
        "more": len(losses) > SHOWN_ERRORS,
    }
    return render(request, "assessments/desk/export.html", context)


@desk(OFFICER, tenant="none", writes=True)
@require_POST
def take_out(request: HttpRequest) -> FileResponse:
    """The file. It holds the keys, so it is recorded who took it."""
    chosen = formats.OUTGOING.get(request.POST.get("format", ""))
    if chosen is None:
        raise Http404
    _wanted, found = filtered(request.POST)
    at = request.received_at  # type: ignore[attr-defined]
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    name = request.POST["format"]
    exporting.questions(target, found, format=name, left_out=lambda _question, _what: None, by=request.user, at=at)
    target.seek(0)
    filename = f"questions-{name}-{clock.local(at).date()}{chosen.suffix}"
    return FileResponse(target, as_attachment=True, filename=filename, content_type=chosen.content_type)

"""The officers' side: the bank, questions taken in from a spreadsheet after a preview, papers."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import drawing
from assessments.actions import bank, importing
from assessments.forms import QuestionFileForm
from assessments.models import Paper, Question, QuestionState, QuestionType, Topic
from kit.errors import Refusal
from kit.uuids import uuid7
from organisations.doors import desk
from organisations.models import Role

ON_A_PAGE = 50
SHOWN_ERRORS = 200
_SALT = "assessments.import"
OFFICER, AUDITOR = Role.OFFICER.value, Role.AUDITOR.value


@desk(OFFICER, AUDITOR, tenant="none")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The bank by topic, type and state."""
    wanted = {name: request.GET.get(name, "") for name in ("topic", "type", "state")}
    found = Question.objects.select_related("topic", "author").prefetch_related("versions")
    if Topic.objects.filter(code=wanted["topic"][:16].replace("\x00", "")).exists():
        found = found.filter(topic__code=wanted["topic"])
    if wanted["type"] in QuestionType.values:
        found = found.filter(type=wanted["type"])
    if wanted["state"] in QuestionState.values:
        found = found.filter(state=wanted["state"])
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "topics": Topic.objects.all(),
        "types": QuestionType.choices,
        "states": QuestionState.choices,
        "drafts": Question.objects.filter(state=QuestionState.DRAFT).exclude(author=request.user).count(),
    }
    return render(request, "assessments/desk/questions.html", context)


@desk(OFFICER, tenant="none", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A spreadsheet, then what it would do: nothing is taken in before it is confirmed."""
    form = QuestionFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        at = request.received_at  # type: ignore[attr-defined]
        report = importing.questions(file, file.name, by=request.user, at=at, dry_run=True)
        context |= {"report": report, "errors": report.errors[:SHOWN_ERRORS], "filename": file.name}
        if report.ok and (report.created or report.updated):
            file.seek(0)
            kept = default_storage.save(f"imports/{uuid7()}", file)
            ticket = {"file": kept, "name": file.name, "user": request.user.pk}
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
        report = importing.questions(file, ticket["name"], by=request.user, at=at)
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


@desk(OFFICER, tenant="none", writes=True)
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Put every draft that somebody else brought in into use."""
    drafts = Question.objects.filter(state=QuestionState.DRAFT).exclude(author=request.user)
    try:
        count = bank.approve(drafts, by=request.user, at=request.received_at)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        done = ngettext("%(count)d question is in use now.", "%(count)d questions are in use now.", count)
        messages.success(request, done % {"count": count})
    return redirect("assessments:questions")


@desk(OFFICER, AUDITOR)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    found = Paper.objects.visible_to(request.user).select_related("organiser").annotate(sat=Count("attempts"))
    return render(request, "assessments/desk/papers.html", {"papers": found})


@desk(OFFICER, AUDITOR)
@require_safe
def blueprint(request: HttpRequest, uuid: str) -> HttpResponse:
    """A paper's cells, and which of them the bank cannot fill."""
    paper = get_object_or_404(Paper.objects.visible_to(request.user).select_related("organiser"), uuid=uuid)
    context = {
        "paper": paper,
        "cells": paper.cells.select_related("topic"),
        "short": drawing.shortfalls(paper),
        "total": sum(cell.count * cell.points for cell in paper.cells.all()),
    }
    return render(request, "assessments/desk/blueprint.html", context)

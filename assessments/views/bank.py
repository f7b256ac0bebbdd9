"""The officers' side: the bank, its review, papers."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from assessments import drawing, open_checks
from assessments.actions import bank
from assessments.models import Paper, Question, QuestionState, QuestionType, Topic
from kit.errors import Refusal
from organisations.doors import desk
from organisations.models import Role

ON_A_PAGE = 50
OFFICER, AUDITOR = Role.OFFICER.value, Role.AUDITOR.value


def filtered(query: Mapping[str, str]) -> tuple[dict[str, str], QuerySet[Question]]:
    """What was asked for, and the questions that it means; what is no topic, type or state asks for nothing."""
    wanted = {name: query.get(name, "") for name in ("topic", "type", "state")}
    found = Question.objects.all()
    if Topic.objects.filter(code=wanted["topic"][:16].replace("\x00", "")).exists():
        found = found.filter(topic__code=wanted["topic"])
    if wanted["type"] in QuestionType.values:
        found = found.filter(type=wanted["type"])
    if wanted["state"] in QuestionState.values:
        found = found.filter(state=wanted["state"])
    return wanted, found


@desk(OFFICER, AUDITOR, tenant="none")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The bank by topic, type and state."""
    wanted, chosen = filtered(request.GET)
    found = chosen.select_related("topic", "author").prefetch_related("versions")
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "wanted": wanted,
        "chosen": urlencode({name: value for name, value in wanted.items() if value}),
        "topics": Topic.objects.all(),
        "types": QuestionType.choices,
        "states": QuestionState.choices,
        "drafts": Question.objects.filter(state=QuestionState.DRAFT).exclude(author=request.user).count(),
    }
    return render(request, "assessments/desk/questions.html", context)


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


@desk(OFFICER, AUDITOR, tenant="none")
@require_safe
def to_verify(request: HttpRequest) -> HttpResponse:
    """What is to be verified before going live, with the questions and lessons that wait for it."""
    return render(request, "assessments/desk/open_checks.html", {"rows": open_checks.standing()})


@desk(OFFICER, AUDITOR)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    found = Paper.objects.visible_to(request.user).select_related("organiser").annotate(sat=Count("attempts"))
    return render(request, "assessments/desk/papers.html", {"papers": found})


@desk(OFFICER, AUDITOR)
@require_safe
def blueprint(request: HttpRequest, uuid: str) -> HttpResponse:
    """A paper's cells, and what of it the bank cannot fill."""
    paper = get_object_or_404(Paper.objects.visible_to(request.user).select_related("organiser"), uuid=uuid)
    context = {
        "paper": paper,
        "cells": paper.cells.select_related("topic"),
        "themes": paper.themes.select_related("topic"),
        "tags": paper.tags.all(),
        "short": drawing.shortfalls(paper),
        "total": paper.points,
    }
    return render(request, "assessments/desk/blueprint.html", context)

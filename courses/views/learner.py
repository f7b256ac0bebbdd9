"""The learner's side of training: what is on offer, what is still to do, studying a module."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import standing
from courses.actions import study
from courses.models import Enrolment, Programme, Section
from kit import clock
from kit.access import access
from kit.errors import Refusal


@access("public")
@require_safe
def training(request: HttpRequest) -> HttpResponse:
    """What is on offer, for anybody to see."""
    programmes = Programme.objects.public().select_related("organiser", "territory").prefetch_related("modules__lesson")
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    return render(request, "courses/learner/training.html", {"programmes": programmes, "today": today})


@access("signed-in", tenant="own")
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    programmes = _mine(request.user).order_by("completed", "closes_on")
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    shown = standing.of_all(request.user, list(programmes), today)
    return render(request, "courses/learner/mine.html", {"standings": shown})


@access("signed-in", tenant="own")
@login_required
@require_safe
def programme(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(_mine(request.user).select_related("organiser"), uuid=uuid)
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    return render(request, "courses/learner/programme.html", {"standing": standing.of(request.user, found, today)})


@access("signed-in", tenant="own")
@login_required
@require_safe
def module(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Takes the learner to the first section that is not finished, else to the first."""
    seat = _seat(request, uuid, key)
    rows = study.standings(seat)
    if not rows:
        raise Http404
    there = next((row for row in rows if not row.finished), rows[0])
    return redirect("courses:section", uuid, key, there.section.key)


@access("signed-in", tenant="own")
@login_required
@require_safe
def section(request: HttpRequest, uuid: UUID, key: str, section: str) -> HttpResponse:
    seat = _seat(request, uuid, key)
    rows = study.standings(seat)
    at = next((i for i, row in enumerate(rows) if row.section.key == section), None)
    if at is None:
        raise Http404
    context = {
        "programme": seat.programme,
        "lesson": seat.lesson,
        "rows": rows,
        "row": rows[at],
        "number": at + 1,
        "following": rows[at + 1] if at + 1 < len(rows) else None,
        "tried": request.GET.get("tried", ""),
        "finished": sum(row.finished for row in rows),
    }
    return render(request, "courses/learner/section.html", context)


@access("signed-in", tenant="own", writes=True)
@login_required
@require_POST
def check(request: HttpRequest, uuid: UUID, key: str, section: str) -> HttpResponse:
    """Answer a self-check of the section."""
    seat = _seat(request, uuid, key)
    here = _section(seat, section)
    asked = next((one for one in here.checks if one.id == request.POST.get("check", "")), None)
    if asked is None:
        raise Http404
    address = reverse("courses:section", args=[uuid, key, section])
    try:
        right = study.answer(seat, here, asked, request.POST.getlist("answer"), at=request.received_at)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(address)
    return redirect(f"{address}{'' if right else f'?tried={asked.id}'}#c-{asked.id}")


@access("signed-in", tenant="own", writes=True)
@login_required
@require_POST
def finish(request: HttpRequest, uuid: UUID, key: str, section: str) -> HttpResponse:
    seat = _seat(request, uuid, key)
    here = _section(seat, section)
    try:
        study.finish(seat, here, at=request.received_at)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("courses:section", uuid, key, section)
    messages.success(request, _("“%(title)s” is finished.") % {"title": here.title})
    left = next((row for row in study.standings(seat) if not row.finished), None)
    if left is None:
        return redirect("courses:programme", uuid)
    return redirect("courses:section", uuid, key, left.section.key)


def _mine(user: Any) -> Any:
    """The opened programmes the user is enrolled in."""
    here = Enrolment.objects.filter(learner=user, programme=OuterRef("pk"))
    return (
        Programme.objects.public()
        .annotate(enrolled=Exists(here), completed=Exists(here.filter(completed_at__isnull=False)))
        .filter(enrolled=True)
    )


def _seat(request: HttpRequest, uuid: UUID, key: str) -> study.Seat:
    found = get_object_or_404(_mine(request.user), uuid=uuid)
    one = get_object_or_404(found.modules.select_related("lesson"), lesson__key=key)
    return study.Seat(request.user, found, one.lesson)


def _section(seat: study.Seat, key: str) -> Section:
    found = next((one for one in seat.lesson.sections() if one.key == key), None)
    if found is None:
        raise Http404
    return found

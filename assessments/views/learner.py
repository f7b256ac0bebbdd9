"""What a learner sees around an attempt: before it, the shell it is sat in, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from assessments import results
from assessments.actions import attempts
from assessments.models import Attempt, AttemptState, Paper, PaperState
from kit.access import access


@access("signed-in", tenant="own")
@login_required
@ensure_csrf_cookie
@require_safe
def paper(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The rules of a paper, the pledge, and the way in."""
    user: Any = request.user
    found = get_object_or_404(Paper.objects.public().select_related("organiser"), uuid=uuid)
    before = list(Attempt.objects.of(user).filter(paper=found).order_by("number"))
    at = request.received_at  # type: ignore[attr-defined]
    last = before[-1] if before else None
    waits = attempts.next_try(found, last) if last and last.state != AttemptState.OPEN else None
    context = {
        "paper": found,
        "before": before,
        "open": last if last and last.state == AttemptState.OPEN else None,
        "left": max(0, found.tries - len(before)),
        "waits": waits if waits and waits > at else None,
        "over": found.state != PaperState.OPEN or at >= found.window_closes,
        "early": at < found.window_opens,
        "questions": found.questions,
    }
    return render(request, "assessments/paper.html", context)


@access("public")
@require_safe
def sit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The shell of the exam page. It holds no data: the paper comes with the token that the browser keeps."""
    response = render(request, "assessments/sit.html", {"attempt": uuid})
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@access("signed-in", tenant="own")
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    rows = Attempt.objects.of(request.user).select_related("paper")
    return render(request, "assessments/mine.html", {"attempts": rows})


@access("signed-in", tenant="own")
@login_required
@require_safe
def outcome(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Receipt and result of one attempt, as far as the paper shows them yet."""
    found = get_object_or_404(Attempt.objects.of(request.user).select_related("paper"), uuid=uuid)
    at = request.received_at  # type: ignore[attr-defined]
    context = {"attempt": found, "result": results.of(found, at), "remedial": results.remedial(found, at)}
    return render(request, "assessments/outcome.html", context)

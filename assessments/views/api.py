"""The attempt API. JSON both ways; times RFC 3339 in UTC; errors `{"error", "message", "remedy"}`."""

import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import question_types, results, tokens
from assessments.actions import answers as answering
from assessments.actions import attempts
from assessments.errors import AssessmentError, BadAnswer, Busy, Ended, NotOpenYet
from assessments.models import Attempt, AttemptState, Paper
from kit import canonical_json, clock
from kit.access import access

MAX_BODY = 64 * 1024
View = Callable[..., HttpResponse]


def error(status: int, code: str, message: object, remedy: object = "", **more: Any) -> JsonResponse:
    response = JsonResponse({"error": code, "message": str(message), "remedy": str(remedy), **more}, status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "3"
    return response


def answered(view: View) -> View:
    """Says in JSON what was refused."""

    @wraps(view)
    def door(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *arguments, **named)
        except AssessmentError as refusal:
            more = {"current": current} if (current := getattr(refusal, "current", None)) is not None else {}
            return error(refusal.status, refusal.code, refusal, refusal.remedy, **more)
        except BadAnswer as refusal:
            return error(refusal.status, refusal.code, refusal, _("Correct the answer and save it again."))
        except OperationalError:
            busy = Busy()
            return error(busy.status, busy.code, busy, busy.remedy)

    return door


def by_token(view: View) -> View:
    """Opens a view to whoever holds the attempt's token; it gets the attempt."""

    @csrf_exempt
    @answered
    @wraps(view)
    def door(request: HttpRequest, uuid: UUID, **named: Any) -> HttpResponse:
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        found = None
        if scheme.lower() == "bearer" and tokens.opens(token.strip(), uuid):
            found = Attempt.objects.select_related("paper").filter(uuid=uuid).first()
        at = request.received_at  # type: ignore[attr-defined]
        # What the sweep closed late, as after an outage, is readable a day from then.
        ended = found and (found.graded_at or found.ended_at)
        if found is None or (ended and at > ended + tokens.READABLE_AFTER_END):
            return error(401, "no-token", _("This needs the attempt's token."), _("Sign in and open the paper again."))
        return view(request, found, **named)

    return door


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The body as a JSON object. Raises: BadAnswer."""
    if len(request.body) > MAX_BODY:
        raise BadAnswer(_("The body is larger than 64 kB."))
    try:
        text = request.body.decode("utf-8")
        found = json.loads(text or "{}", parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise BadAnswer(_("The body is not JSON in UTF-8.")) from None
    if not isinstance(found, dict) or "\x00" in json.dumps(found, ensure_ascii=False) or "\\u0000" in text:
        raise BadAnswer(_("The body must be a JSON object without control characters."))
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def whole_number(found: dict[str, Any], name: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1_000_000:
        raise BadAnswer(_("“%(name)s” must be a whole number.") % {"name": name})
    return value


@access("signed-in", tenant="own", writes=True)
@require_POST
@answered
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin an attempt, or come back to the open one: 201 or 200."""
    if not request.user.is_authenticated:
        return error(401, "not-signed-in", _("Sign in first."), _("Sign in and open the paper again."))
    paper = Paper.objects.public().filter(uuid=uuid).first()
    if paper is None:
        return error(404, "no-such-paper", _("There is no such paper."), _("Go back to your training."))
    pledge = whole_number(body_of(request), "pledge")
    at = request.received_at  # type: ignore[attr-defined]
    attempt, begun = attempts.start(paper, request.user, pledge=pledge, at=at)
    response = JsonResponse(
        {
            "attempt": str(attempt.uuid),
            "token": tokens.issue(attempt.uuid),
            "opens_at": clock.rfc3339(attempt.opens_at),
            "closes_at": clock.rfc3339(attempt.closes_at),
            "grace_s": attempt.grace_seconds,
            "server_time": clock.rfc3339(at),
        },
        status=201 if begun else 200,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@access("token", tenant="own")
@require_safe
@by_token
def paper(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """The paper as drawn, without keys. It never changes, so a browser may keep it."""
    if request.received_at < attempt.opens_at:  # type: ignore[attr-defined]
        raise NotOpenYet
    shown = {"attempt": str(attempt.uuid), "questions": [question_types.shown(slot) for slot in attempt.slots]}
    etag = f'"{canonical_json.sha256(shown)[:32]}"'
    response: HttpResponse = get_conditional_response(request, etag=etag) or JsonResponse(shown)  # type: ignore[assignment]
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@access("token", tenant="own")
@require_safe
@by_token
def saved(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Every answer as it stands; one that was never saved is version 0."""
    empty = {"version": 0, "answer": None}
    standing = {str(slot["slot"]): attempt.answers.get(str(slot["slot"]), empty) for slot in attempt.slots}
    response = JsonResponse(
        {
            "closes_at": clock.rfc3339(attempt.closes_at),
            "server_time": clock.rfc3339(request.received_at),  # type: ignore[attr-defined]
            "answers": {slot: {"version": one["version"], "answer": one["answer"]} for slot, one in standing.items()},
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@access("token", tenant="own", writes=True)
@csrf_exempt
@require_http_methods(["PUT"])
@by_token
def answer(request: HttpRequest, attempt: Attempt, slot: str) -> HttpResponse:
    """Save one answer; a 200 says that it is on stable storage."""
    if attempt.state != AttemptState.OPEN:
        raise Ended
    number = int(slot) if re.fullmatch(r"[1-9][0-9]{0,3}", slot) else 0  # 0 is a slot of no paper
    found = body_of(request)
    base_version = whole_number(found, "base_version")
    if "answer" not in found:
        raise BadAnswer(_("“%(name)s” is missing") % {"name": "answer"})
    at = request.received_at  # type: ignore[attr-defined]
    kept = answering.save(attempt.uuid, number, base_version=base_version, answer=found["answer"], at=at)
    response = JsonResponse(kept)
    response.headers["Cache-Control"] = "no-store"
    return response


@access("token", tenant="own", writes=True)
@csrf_exempt
@require_POST
@by_token
def submit(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Hand in. The same receipt, byte for byte, however often it is asked for."""
    ended = attempts.submit(attempt, at=request.received_at)  # type: ignore[attr-defined]
    response = HttpResponse(ended.receipt, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@access("token", tenant="own")
@require_safe
@by_token
def result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.state == AttemptState.OPEN:
        return error(409, "not-ended", _("The attempt is still open."), _("Hand it in first."))
    shown = results.of(attempt, request.received_at)  # type: ignore[attr-defined]
    response = JsonResponse(shown, status=200 if attempt.state == AttemptState.GRADED else 202)
    response.headers["Cache-Control"] = "no-store"
    return response

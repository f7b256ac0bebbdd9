"""Objecting during a notice, and asking afterwards what became of it."""

from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from campaigns.notices.actions import objections
from campaigns.notices.errors import NoticeOver, TooMany
from campaigns.notices.models import Objection, ObjectionState, PublicNotice
from campaigns.notices.public_forms import ObjectionForm, ReceiptForm
from campaigns.notices.views.public import NOT_FOR_SEARCH_ENGINES, by_code, over
from kit import limits
from kit.access import access
from kit.errors import Refusal

RECEIPT = "objection_receipt"
SENT_ONCE_SECONDS = 3600


@access("public", writes=True)
@sensitive_post_parameters("substance", "unit", "name", "contact")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def objecting(request: HttpRequest, code: str) -> HttpResponse:
    """The form while the notice runs. What was sent twice by one click too many is one objection."""
    notice = by_code(code)
    if notice.closes_at < request.received_at or notice.taken_down_at:
        return over(request, notice)
    if request.method != "POST":
        return _form(request, notice, ObjectionForm(notice, initial={"once": uuid4()}))
    form = ObjectionForm(notice, request.POST)
    if not form.is_valid():
        return _form(request, notice, form, status=422)
    try:
        known = _once(request, notice, form)
    except NoticeOver:
        return over(request, notice)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _form(request, notice, form, status=429 if isinstance(refusal, TooMany) else 422)
    request.session[RECEIPT] = known
    return redirect("notices:receipt")


def _once(request: HttpRequest, notice: PublicNotice, form: ObjectionForm) -> str:
    """The receipt of this form, which raises its objection only when it is sent for the first time.

    Raises: TooMany, and what the action refuses.
    """
    key = f"objection:{form.cleaned_data['once']}"
    known = cache.get(key)
    if known is None:
        if not limits.within("objection", request.META.get("REMOTE_ADDR", "")):
            raise TooMany(
                _(
                    "Many objections came from your network within an hour. "
                    "Keep your text and try later, or use the telephone."
                )
            )
        known = _raise(request, notice, form).code
        cache.set(key, known, SENT_ONCE_SECONDS)
    return str(known)


@access("public")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Shows a new receipt once; answers a receipt code with the state and the answer, and with nothing about anybody.

    The code is asked for in the body of a request, so that it stands in no log and no history.
    """
    asks = request.method == "POST"
    new = request.session.pop(RECEIPT, "") if request.session.session_key and not asks else ""
    form = ReceiptForm(request.POST if asks else None)
    context: dict[str, Any] = {"new": new, "form": form}
    status = 200
    if asks:
        if not limits.within("receipt", request.META.get("REMOTE_ADDR", "")):
            form.add_error(None, _("Too many questions came from your network. Please try again in an hour."))
            status = 429
        elif form.is_valid():
            context |= _standing(form.cleaned_data["code"])
        else:
            status = 422
    response = render(request, "notices/public/receipt.html", context, status=status)
    response.headers["X-Robots-Tag"] = NOT_FOR_SEARCH_ENGINES
    return response


def _standing(code: str) -> dict[str, Any]:
    found = Objection.objects.select_related("notice").filter(code=code).first()
    if found is None:
        return {"unknown": code}
    return {"objection": found, "answered": found.state != ObjectionState.OPEN}


def _raise(request: HttpRequest, notice: PublicNotice, form: ObjectionForm) -> Objection:
    return objections.raise_objection(
        notice,
        form.cleaned_data["candidate"],
        lane=form.cleaned_data["lane"],
        substance=form.cleaned_data["substance"],
        identity=form.identity(),
        at=request.received_at,
    )


def _form(request: HttpRequest, notice: PublicNotice, form: ObjectionForm, status: int = 200) -> HttpResponse:
    context = {"notice": notice, "form": form}
    response = render(request, "notices/public/object.html", context, status=status)
    response.headers["X-Robots-Tag"] = NOT_FOR_SEARCH_ENGINES
    return response

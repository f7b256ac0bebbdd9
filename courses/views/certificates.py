"""A learner's hours and certificates, and the public's way of checking one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import paper
from courses.actions import certificates
from courses.forms import VerifyForm
from courses.models import Certificate, Enrolment, HoursEntry, Programme
from kit import clock
from kit.access import access
from kit.codes import parse_code
from kit.errors import BadInput, Refusal
from media.renderers import certificate as renderer


@access("signed-in", tenant="own")
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Certificates, hours by year, and programmes whose certificate is held back."""
    user: Any = request.user
    held = Certificate.objects.visible_to(user).order_by("-issued_on", "-pk")
    entries = HoursEntry.objects.filter(learner=user).select_related("programme").order_by("-year", "-pk")
    waiting = (
        Programme.objects.filter(enrolments__learner=user, enrolments__completed_at__isnull=False)
        .exclude(pk__in=held.exclude(state="superseded").values("programme"))
        .distinct()
    )
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    context = {
        "certificates": [(one, one.standing(today)) for one in held],
        "entries": entries,
        "total": sum(entry.hours for entry in entries),
        "waiting": waiting,
    }
    return render(request, "courses/learner/certificates.html", context)


@access("signed-in", tenant="own", writes=True)
@login_required
@require_POST
def claim(request: HttpRequest, uuid: str) -> HttpResponse:
    """Try again to issue a certificate that was held back."""
    user: Any = request.user
    found = get_object_or_404(Enrolment.objects.filter(learner=user).select_related("programme"), programme__uuid=uuid)
    try:
        certificates.issue(user, found.programme, at=request.received_at)  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The certificate is issued."))
    return redirect("courses:certificates")


@access("signed-in", tenant="own")
@login_required
@require_safe
def picture(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The certificate as PNG, to keep, or PDF, to print. Only one that is valid is handed out."""
    found = get_object_or_404(Certificate.objects.visible_to(request.user), code=_code(code), state="valid")
    drawing = paper.drawing(found)
    if kind == "png":
        response = HttpResponse(renderer.as_png(drawing), content_type="image/png")
    else:
        response = HttpResponse(
            renderer.as_pdf(drawing, title=f"{found.title} {found.code}"), content_type="application/pdf"
        )
    response.headers["Content-Disposition"] = f'inline; filename="{found.code}.{kind}"'
    return response


@access("public")
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody asks by number: valid, expired, revoked, superseded or unknown."""
    form = VerifyForm(request.GET or None)
    context = {"form": form, "typed": request.GET.get("code", "")}
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        found = Certificate.objects.filter(code=code).first()
        context |= _answer(request, found) if found else {"answer": "unknown", "code": code}
        if found is None and code[0] == "H":
            context["elsewhere"] = f"honours/{code}/"
    return render(request, "courses/verify/verify.html", context)


@access("public")
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where a certificate's QR leads. An unknown number is a page that does not exist."""
    found = get_object_or_404(Certificate, code=_code(code))
    return render(request, "courses/verify/verify.html", {"form": VerifyForm(), **_answer(request, found)})


def _answer(request: HttpRequest, found: Certificate) -> dict[str, object]:
    today = clock.local(request.received_at).date()  # type: ignore[attr-defined]
    return {
        "answer": found.standing(today),
        "certificate": found,
        "category": paper.category(found.category),
        "asked_at": request.received_at,  # type: ignore[attr-defined]
    }


def _code(text: str) -> str:
    try:
        return parse_code(text, "C")
    except BadInput:
        raise Http404 from None

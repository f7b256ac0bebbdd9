"""Consents of classes, and the codes by which a picture is withdrawn: the school's side."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.errors import Refusal
from media.actions import consents, withdrawals
from media.errors import BadConsent
from media.forms import ConsentForm
from media.models import ClassConsent, Picture
from organisations import scopes
from organisations.doors import desk
from organisations.models import Organisation, Role

SCHOOL = (Role.SCHOOL_EDITOR.value, Role.SCHOOL_HEAD.value)


@desk(*SCHOOL, tenant="organisation")
@require_safe
def consent_list(request: HttpRequest) -> HttpResponse:
    """What the user's schools have filed, newest school year first."""
    found = ClassConsent.objects.filter(scopes.within(request.user, *SCHOOL)).select_related("organisation")
    return render(request, "media/consents.html", {"consents": found})


@desk(*SCHOOL, tenant="organisation", writes=True)
@require_http_methods(["GET", "HEAD", "POST"])
def file_consent(request: HttpRequest) -> HttpResponse:
    school = _school(request)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consents.file(school, by=request.user, at=request.received_at, **form.cleaned_data)
        except BadConsent as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("The consent is filed. Pictures of this class can rest on it now."))
            return redirect("media:consents")
    status = 422 if form.errors else 200
    return render(request, "media/file_consent.html", {"form": form, "school": school}, status=status)


@desk(*SCHOOL, tenant="organisation", writes=True)
@require_POST
def make_code(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A withdrawal code for a picture: a slip that is shown once, to be printed or written down."""
    found = get_object_or_404(Picture.objects.visible_to(request.user).select_related("consent"), uuid=uuid)
    codes: list[str] = []
    make = partial(withdrawals.make_code, found, by=request.user, at=request.received_at)
    refused = ""
    try:
        codes.append(make())
    except Refusal as refusal:
        refused = str(refusal)
    context: dict[str, Any] = {"picture": found, "code": codes[0] if codes else "", "refused": refused}
    response = render(request, "media/slip.html", context, status=200 if codes else 409)
    response.headers["Cache-Control"] = "no-store"
    return response


def _school(request: HttpRequest) -> Organisation:
    """The one school that the user edits for; of several the first."""
    mine = Organisation.objects.schools().filter(scopes.within(request.user, *SCHOOL, field="path"))
    found = mine.order_by("path").first()
    return found or get_object_or_404(mine)

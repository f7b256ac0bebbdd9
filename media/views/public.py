"""Public copies of pictures, and the door by which anybody with a code takes one down."""

import re

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kit import limits
from kit.access import access
from kit.errors import Refusal
from media.actions import withdrawals
from media.forms import WithdrawalForm

NAME = re.compile(r"[0-9a-f]{32}\.webp")
KEPT_SECONDS = 60  # a withdrawn picture is gone from every cache after this


@access("public")
@require_safe
def public_copy(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the public store. In production the web server hands them out itself, under the same address."""
    if not NAME.fullmatch(name):
        raise Http404
    try:
        file = storages["public"].open(name)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type="image/webp")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@access("public", writes=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest) -> HttpResponse:
    """Whoever holds the code takes the picture down: no name, no reason, no waiting."""
    form = WithdrawalForm(request.POST or None)
    if request.method != "POST":
        return render(request, "media/public/withdraw.html", {"form": form})
    status = 422
    if not limits.within("withdrawal", request.META.get("REMOTE_ADDR", "")):
        form.add_error(None, _("Too many codes came from your network. Please try again in an hour."))
        status = 429
    elif form.is_valid():
        try:
            withdrawals.use(form.cleaned_data["code"], at=request.received_at)
        except Refusal as refusal:
            form.add_error("code", str(refusal))
        else:
            return render(request, "media/public/withdrawn.html")
    return render(request, "media/public/withdraw.html", {"form": form}, status=status)

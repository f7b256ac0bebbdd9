"""The first page, and the size of type."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from home import front_page
from kit.access import access

A_YEAR = 365 * 24 * 3600


@access("public")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What can I learn, what is being honoured, what is open for objection now."""
    return render(request, "home/home.html", front_page.contents(request.received_at))  # type: ignore[attr-defined]


@access("public")
@require_safe
def type_size(request: HttpRequest, size: str) -> HttpResponse:
    """Remembers large or normal type in a cookie and goes back to the page."""
    if size not in {"large", "normal"}:
        raise Http404
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("home:home")
    response = HttpResponseRedirect(back)
    if size == "large":
        response.set_cookie("type", "large", max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    else:
        response.delete_cookie("type", samesite="Lax")
    return response

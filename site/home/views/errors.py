"""Pages for what went wrong. The one for a missing thing is the same for everything that is missing or foreign."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from home.context import navigation


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if request.content_type == "application/json":
        said = {
            "error": "csrf",
            "message": _("The page has been open too long, or the request did not come from it."),
            "remedy": _("Load the page again and repeat the step."),
        }
        return JsonResponse(said, status=403)
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """No word of the address or of the reason, so that unknown, foreign and unpublished look alike."""
    return render(request, "404.html", {"navigation": navigation("")}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without request, context or database: any of them may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)

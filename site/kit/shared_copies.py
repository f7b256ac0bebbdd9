"""Pages that are the same for everybody, and may be kept by whoever stands between us and the reader."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers

Response = TypeVar("Response", bound=HttpResponseBase)

# With one of these a page may greet a person or be set in large type.
_PERSONAL = {"messages", "type", settings.SESSION_COOKIE_NAME}


def may_be_kept(request: HttpRequest, response: Response, seconds: int = 60) -> Response:
    """Says so in the answer's head, for so many seconds; a copy made for one person says nothing."""
    patch_vary_headers(response, ["Cookie"])
    if not _PERSONAL & request.COOKIES.keys():
        patch_cache_control(response, public=True, max_age=max(0, seconds))
    return response

"""Search over what the public may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home import searching
from kit.access import access


@access("public")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return render(request, "home/search.html", {"words": words, "groups": searching.find(words) if words else []})

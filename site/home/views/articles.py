"""What the platform says about itself, and help for each role: the same for everybody, from files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from home import articles as library
from kit.access import access


@access("public")
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    context = {"articles": library.shown("article"), "roles": library.shown("role")}
    return render(request, "home/articles.html", context)


@access("public")
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = library.find(slug)
    if found is None:
        raise Http404
    with translation.override(settings.LANGUAGE_CODE if found.language == "en" else "en"):
        other = reverse("home:article", args=[slug])
    return render(request, "home/article.html", {"article": found, "other": other, "root": reverse("home:home")})

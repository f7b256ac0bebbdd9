"""What is said to search engines and to browsers about the site as a whole."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from home import sitemap as whole
from kit.access import access

STYLE = ("tokens", "base", "frame", "parts")
PRIVATE = ("/accounts/", "/api/", "/assessments/", "/cms/", "/desk/", "/me/", "/metrics", "/search/", "/type/")


@access("public")
@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in PRIVATE)]
    lines.append(f"Sitemap: {settings.BASE_URL.rstrip('/')}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@access("public")
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest) -> HttpResponse:
    context = {"base": settings.BASE_URL.rstrip("/"), "addresses": whole.addresses()}
    return render(request, "home/sitemap.xml", context, content_type="application/xml; charset=utf-8")


@access("public")
@require_safe
@cache_control(max_age=0, no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Keeps one page for the time without a network. It never keeps a page of the platform itself."""
    style = [staticfiles_storage.url(f"css/{name}.css") for name in STYLE]
    version = hashlib.sha256("".join(style).encode()).hexdigest()[:12]
    context = {"offline": "/offline/", "style": style, "version": version}
    return render(request, "home/sw.js", context, content_type="text/javascript; charset=utf-8")


@access("public")
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "home/offline.html")

"""The public register of official documents."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import access
from official_documents.models import DocumentStatus, OfficialDocument

ON_A_PAGE = 50


@access("public")
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every document, the newest first, by words in its title, number or issuer and by status."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    status = request.GET.get("status", "")
    found = OfficialDocument.objects.prefetch_related("superseded_by")
    for word in words.split():
        found = found.filter(
            Q(title__contains=word) | Q(number__contains=word) | Q(order__contains=word) | Q(issuer__contains=word)
        )
    if status in DocumentStatus.values:
        found = found.filter(status=status)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "status": status,
        "statuses": DocumentStatus.choices,
    }
    return render(request, "official_documents/register.html", context)

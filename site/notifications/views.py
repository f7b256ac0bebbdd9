from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import access
from notifications.actions import messages
from notifications.models import Message


@access("signed-in", tenant="own")
@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page = Paginator(Message.objects.visible_to(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "notifications/inbox.html", {"page": page})


@access("signed-in", tenant="own", writes=True)
@login_required
def message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Opening a message marks it as read."""
    found = get_object_or_404(Message.objects.visible_to(request.user), uuid=uuid)
    messages.mark_read(found, at=request.received_at)
    return render(request, "notifications/message.html", {"message": found})


@access("signed-in", tenant="own", writes=True)
@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    messages.mark_all_read(request.user, at=request.received_at)
    return redirect("notifications:inbox")

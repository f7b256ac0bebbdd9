"""Evidence, out of the private store, for those who may see the application it proves."""

from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaigns.calls.evidence import kind_of_stored
from campaigns.calls.models import Evidence
from organisations.doors import desk
from organisations.models import Role

READERS = (Role.SCHOOL_HEAD.value, Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value)


@desk(*READERS)
@require_safe
def evidence(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Always as a download, of the kind the platform itself recognised: a browser runs nothing of it."""
    found = get_object_or_404(Evidence.objects.visible_to(request.user), uuid=uuid)
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, content_type=kind_of_stored(found.file.name))
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer

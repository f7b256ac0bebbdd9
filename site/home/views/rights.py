"""Personal information and rights: what is held about a person, why, and the ways to act on it."""

import json

from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home import holdings
from kit.access import access


@access("public", tenant="own")
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """To everybody: what is held, on which ground, for how long. To who is signed in also: their own data."""
    mine = holdings.of(request.user) if request.user.is_authenticated else []
    return render(request, "home/rights.html", {"kinds": holdings.KINDS, "mine": mine})


@access("signed-in", tenant="own")
@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same data as a file that a program can read."""
    body = json.dumps(
        {part.key: part.rows for part in holdings.of(request.user)},
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        indent=2,
    )
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="zhixin-my-data.json"'
    return response

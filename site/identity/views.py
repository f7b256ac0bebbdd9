"""The first steps after signing in, and the texts that anybody may read."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from identity import texts
from identity.actions import passwords
from identity.actions import texts as acceptances
from identity.forms import FirstPasswordForm
from kit import clock
from kit.access import access

View = Callable[..., HttpResponse]


def first_thing(view: View) -> View:
    """Reached although another duty waits."""
    view.is_duty = True  # type: ignore[attr-defined]
    return view


@first_thing
@access("signed-in", tenant="own", writes=True)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """After a slip: a password of one's own."""
    if not request.user.must_change_password:  # type: ignore[union-attr]
        return redirect(_next(request))
    form = FirstPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = request.received_at  # type: ignore[attr-defined]
        user = passwords.choose(request.user, form.cleaned_data["new_password1"], at=at)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is set. The slip is no longer needed."))
        return redirect(_next(request))
    return render(request, "identity/first.html", {"form": form, "next": _next(request)})


@first_thing
@access("signed-in", tenant="own", writes=True)
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """The privacy notice and the terms in their present version, to accept or to leave."""
    at = request.received_at  # type: ignore[attr-defined]
    missing = acceptances.missing(request.user, at=at)
    if request.method == "POST" and missing and request.POST.get("accepted") == texts.key(missing):
        acceptances.accept(request.user, missing, at=at)
        return redirect(_next(request))
    if not missing:
        return redirect(_next(request))
    context: dict[str, Any] = {"texts": missing, "key": texts.key(missing), "next": _next(request)}
    return render(request, "identity/texts.html", context)


@access("public")
@require_safe
def read(request: HttpRequest, kind: str) -> HttpResponse:
    """One of the texts as it is in force, for anybody."""
    at = request.received_at  # type: ignore[attr-defined]
    found = [text for text in texts.current(clock.local(at).date()) if text.kind == kind]
    if not found:
        raise Http404
    return render(request, "identity/text.html", {"text": texts.reading(found[0], get_language() or "zh")})


@access("public")
def the_one_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail would ask for a password of its own accord: there is one door, and it knows the second factor."""
    return redirect_to_login(_next(request))


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if it is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/me/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "/me/"

"""What a session remembers about its person's duties, so that a signed-in page asks the database nothing more."""

import secrets
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from identity import registry, texts
from identity.actions import texts as acceptances
from identity.models import User
from kit import clock

BEGAN, SEEN, OFFICE, NONCE, ACCEPTED, FACTOR = (
    "began",
    "seen",
    "holds_office",
    "live_session",
    "texts_accepted",
    "second_factor",
)


def begin(request: HttpRequest, user: Any) -> None:
    """At sign-in: when it began, whether the person holds an office, what was accepted. Ends an officer's others."""
    now = clock.now()
    began = int(clock.real_now().timestamp())
    office = registry.holds_office(user)
    nonce = secrets.token_hex(16)
    request.session.update({BEGAN: began, SEEN: began, OFFICE: office, NONCE: nonce})
    if office and settings.ONE_LIVE_SESSION_PER_OFFICER:
        User.objects.filter(pk=user.pk).update(live_session=nonce)
        user.live_session = nonce
    if not acceptances.missing(user, at=now):
        request.session[ACCEPTED] = texts.key(texts.current(clock.local(now).date()))
    request.session[FACTOR] = not (office and settings.SECOND_FACTOR_REQUIRED) or _was_asked_for_it(request, user)


def over(request: HttpRequest) -> str:
    """Why the session has ended, or nothing: "idle", "long", "elsewhere"; "factor" where it began without the second
    factor that the person has. Notes at most once a minute that it lives."""
    session, now = request.session, int(clock.real_now().timestamp())
    began, seen = session.setdefault(BEGAN, now), session.get(SEEN, now)
    idle = settings.SESSION_IDLE_SECONDS if session.get(OFFICE) else settings.SESSION_IDLE_LEARNER_SECONDS
    if now - began > settings.SESSION_ABSOLUTE_SECONDS:
        return "long"
    if now - seen > idle:
        return "idle"
    if not session.get(FACTOR, True) and is_mfa_enabled(request.user):
        return "factor"
    if settings.ONE_LIVE_SESSION_PER_OFFICER and session.get(OFFICE):
        live = getattr(request.user, "live_session", "")
        if live and live != session.get(NONCE):
            return "elsewhere"
    if now - seen >= 60:
        session[SEEN] = now
    return ""


def duty(request: HttpRequest) -> str:
    """What the person has to do before anything else: "password", "texts", "factor", or nothing."""
    user, session = request.user, request.session
    if getattr(user, "must_change_password", False):
        return "password"
    now = clock.now()
    wanted = texts.key(texts.current(clock.local(now).date()))
    if wanted and session.get(ACCEPTED) != wanted:
        if acceptances.missing(user, at=now):
            return "texts"
        session[ACCEPTED] = wanted
    if not session.get(FACTOR, True):
        return "factor"
    return ""


def factor_made(request: HttpRequest) -> None:
    """A second factor was set up in this session, with its code typed once."""
    request.session[FACTOR] = True


def _was_asked_for_it(request: HttpRequest, user: Any) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))

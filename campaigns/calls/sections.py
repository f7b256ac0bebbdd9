"""This app's lines on the desk, in the search and in the sitemap."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.calls.models import Application, ApplicationState, Call, CallState
from kit import desks, face
from organisations import scopes
from organisations.models import Role

READERS = frozenset({Role.OFFICER.value, Role.DECIDER.value, Role.AUDITOR.value})
HEADS = frozenset({Role.SCHOOL_HEAD.value})


def register() -> None:
    desks.register(desks.Section("calls.reviews", _("Applications to review"), "calls:reviews", READERS, waiting, 20))
    desks.register(desks.Section("calls.calls", _("Calls"), "calls:desk_calls", READERS, drafts, 21))
    desks.register(
        desks.Section("calls.applications", _("Applications of my unit"), "calls:applications", HEADS, to_write, 20)
    )
    face.register_search("calls", _("Calls for model units"), search, order=40)
    face.register_addresses("calls", addresses)


def waiting(user: Any) -> int:
    return Application.objects.waiting_for(user).count()


def drafts(user: Any) -> int:
    return Call.objects.visible_to(user).filter(state=CallState.DRAFT).count()


def to_write(user: Any) -> int:
    """Begun and not handed in, or sent back for a supplement."""
    open_ones = Q(state=ApplicationState.DRAFT, call__state=CallState.OPEN) | Q(state=ApplicationState.RETURNED)
    return Application.objects.filter(scopes.within(user, Role.SCHOOL_HEAD), open_ones).count()


def search(words: str, limit: int) -> list[face.Card]:
    """Calls whose title, honour or summary hold every word."""
    found = Call.objects.public().select_related("organiser")
    for word in words.split()[:8]:
        in_words = Q(title__icontains=word) | Q(honour_name__icontains=word) | Q(summary__icontains=word)
        found = found.filter(in_words | Q(code__iexact=word))
    return [
        face.Card(one.title, reverse("calls:campaign", args=[one.code]), one.organiser.name, day=one.opens_on)
        for one in found[:limit]
    ]


def addresses() -> Iterable[tuple[str, date | None]]:
    for code, opened in Call.objects.public().values_list("code", "opened_at"):
        yield reverse("calls:campaign", args=[code]), opened.date() if opened else None

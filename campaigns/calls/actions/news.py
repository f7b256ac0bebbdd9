"""Telling people what happened to an application: the unit's heads, and the officers whose turn it is."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.calls.models import Application
from kit import clock
from notifications.actions import messages
from organisations.models import Organisation, Role, RoleGrant


def tell_unit(application: Application, what: str, *, at: datetime) -> None:
    """A message to the heads of the unit, and of the school it is part of: `returned`, `rejected` or `recommended`."""
    unit = application.organisation
    places = [unit, unit.parent] if unit.parent else [unit]
    with _readers_language():
        subjects = {
            "returned": _("A supplement is asked of your application"),
            "rejected": _("Your application was not recommended"),
            "recommended": _("Your application was recommended to the end"),
        }
        url = reverse("calls:application", args=[application.uuid])
    _tell(_holding(Role.SCHOOL_HEAD, places, at), subjects[what], application, url, at)


def tell_next_bureau(application: Application, *, at: datetime) -> None:
    """A message to the officers of the bureau whose turn it is now."""
    if application.reviewer is None:
        return
    with _readers_language():
        subject = _("%(unit)s waits for your review") % {"unit": application.organisation.name}
        url = reverse("calls:review", args=[application.uuid])
    _tell(_holding(Role.OFFICER, [application.reviewer], at), subject, application, url, at)


def _readers_language() -> AbstractContextManager[Any]:
    """That of the platform: who acts may be reading it in another one."""
    return translation.override(settings.LANGUAGE_CODE)


def _holding(role: str, places: list[Organisation], at: datetime) -> Any:
    grants = RoleGrant.objects.valid_on(clock.local(at).date()).filter(role=role, organisation__in=places)
    return get_user_model().objects.filter(Q(pk__in=grants.values("user")), is_active=True).order_by("pk")


def _tell(readers: Any, subject: str, application: Application, url: str, at: datetime) -> None:
    for reader in readers:
        messages.send(reader, subject, application.call.title, url=url, at=at)

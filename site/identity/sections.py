"""What identity holds about a person."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from identity.models import SignInSlip, TextAcceptance
from kit import face


def register() -> None:
    face.register_holdings("acceptances", _("What you have accepted"), accepted, order=8)
    face.register_holdings("slips", _("Sign-in slips"), slips, order=9)


def accepted(user: Any) -> list[dict[str, Any]]:
    return [
        {
            gettext("what"): one.get_kind_display(),
            gettext("version"): one.version,
            gettext("accepted at"): one.accepted_at,
        }
        for one in TextAcceptance.objects.filter(user=user).order_by("pk")
    ]


def slips(user: Any) -> list[dict[str, Any]]:
    return [
        {gettext("issued at"): one.issued_at, gettext("used at"): one.used_at, gettext("expires at"): one.expires_at}
        for one in SignInSlip.objects.filter(user=user).order_by("pk")
    ]

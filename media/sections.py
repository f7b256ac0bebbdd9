"""This app's line on the desk."""

from django.utils.translation import gettext_lazy as _

from kit import desks
from organisations.models import Role

SCHOOL = frozenset({Role.SCHOOL_EDITOR.value, Role.SCHOOL_HEAD.value})


def register() -> None:
    desks.register(desks.Section("media.consents", _("Consents of our classes"), "media:consents", SCHOOL, order=72))

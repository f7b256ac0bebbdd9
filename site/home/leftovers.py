"""What a real deployment must not hold: things of the demonstration, whose password is printed."""

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from identity.models import User
from organisations.demo import PEOPLE
from organisations.models import Organisation

log = logging.getLogger(__name__)


def refuse() -> None:
    """Asked once by each process that serves or works.

    Raises: ImproperlyConfigured, in production on a database with a demo account or organisation.
    """
    if settings.DEMO:
        return
    try:
        found = Organisation.objects.filter(is_demo=True).count(), _accounts()
    except DatabaseError:
        log.warning("leftovers not looked for", extra={"event": "leftovers_not_looked_for"})
        return
    if any(found):
        raise ImproperlyConfigured(
            f"This database holds {found[0]} organisations and {found[1]} accounts of the demonstration, "
            "whose password is printed. Begin with an empty database: create_deployment."
        )


def _accounts() -> int:
    """Those of the demo world who belong to one of its organisations."""
    return User.objects.filter(username__in=PEOPLE, memberships__organisation__is_demo=True).distinct().count()

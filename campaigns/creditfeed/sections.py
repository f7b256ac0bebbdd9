"""This app's line on the desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.creditfeed.models import FeedRow
from kit import desks
from organisations.models import Role


def register() -> None:
    readers = frozenset({Role.FEED_OPERATOR.value, Role.AUDITOR.value})
    desks.register(desks.Section("creditfeed.desk", _("Credit feed"), "creditfeed:desk", readers, parked, order=66))


def parked(user: Any) -> int:
    """Records that a person has to send again; who only reads has nothing to do about them."""
    return FeedRow.objects.visible_to(user, Role.FEED_OPERATOR).parked().count()

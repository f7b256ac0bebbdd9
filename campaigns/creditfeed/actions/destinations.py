"""The destinations follow the settings: whatever has an address there is a row here, and works."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.creditfeed import destinations
from campaigns.creditfeed.errors import NoDestination
from campaigns.creditfeed.models import Destination
from trail.actions import audit


def follow_settings() -> list[str]:
    """Make and activate the destinations that the settings name; returns those that changed. Safe to run again.

    One that the settings name no more keeps its records and waits: whether it ends is a person's decision.
    """
    named = destinations.named_in_settings()
    if not named:
        return []
    standing = {one.name: one for one in Destination.objects.filter(name__in=named)}
    return [name for name, mode in sorted(named.items()) if _differs(standing.get(name), mode) and _set(name, mode)]


def _differs(one: Destination | None, mode: str) -> bool:
    return one is None or not one.active or one.mode != mode or one.title != (destinations.title(one.name) or one.title)


@transaction.atomic
def _set(name: str, mode: str) -> bool:
    title = destinations.title(name)
    told = {"mode": mode, "active": True} | ({"title": title} if title else {})
    one, made = Destination.objects.update_or_create(
        name=name, defaults=told, create_defaults={**told, "title": title or name}
    )
    audit.record("feed.destination_set", one, name=name, mode=mode, made=made)
    return True


def require_one() -> None:
    """Raises: NoDestination, when nothing that is decided now would reach any credit platform."""
    follow_settings()
    if not Destination.objects.filter(active=True).exists():
        raise NoDestination(
            _(
                "No credit platform is connected, so nobody would be told of the decision. Ask whoever runs the "
                "platform to set FEED_PROVINCE_URL and FEED_PROVINCE_SECRET, then release it again."
            )
        )

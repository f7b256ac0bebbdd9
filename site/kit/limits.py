"""How much one address may send in an hour: wide, for a whole school sits behind one."""

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac

HOUR = 3600


def within(what: str, address: str, at_most: int | None = None) -> bool:
    """Counts one more and says whether it is still within the limit. The address itself is kept nowhere."""
    key = f"limit:{what}:{salted_hmac('kit.limits', address).hexdigest()[:32]}"
    if cache.add(key, 1, HOUR):
        return True
    try:
        return cache.incr(key) <= (at_most or settings.PUBLIC_POSTS_PER_HOUR)
    except ValueError:  # the hour ended between the two
        return True

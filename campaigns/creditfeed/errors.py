from kit.errors import Refusal


class FeedError(Refusal):
    """Base of everything the feed refuses."""


class Forged(FeedError):
    """A message whose signature is not that of the destination."""

    code = "forged"


class ForbiddenAddress(FeedError):
    """A destination that must not be spoken to: a private address, or no http(s) address at all."""

    code = "forbidden-address"


class NoDestination(FeedError):
    """Nothing may be decided that no credit platform would be told of."""

    code = "no-destination"


class UnknownRecord(FeedError):
    code = "unknown-record"

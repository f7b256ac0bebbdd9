"""What this app refuses to do."""

from kit.errors import Refusal


class OrganisationsError(Refusal):
    """Base of everything this app refuses."""


class RosterRefused(OrganisationsError):
    """A change to a person of a roster that may not be made so."""


class GrantRefused(OrganisationsError):
    """A role that may not be given or taken so."""


class PlaceRefused(OrganisationsError):
    """A place in the tree of organisations that cannot be."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kit.errors import Refusal


class CallError(Refusal):
    """Base of everything this app refuses."""


class GateClosed(CallError):
    """A call that the rules do not allow to open. `refusals` names every rule that is not met."""

    code = "gate-closed"

    def __init__(self, refusals: Sequence[str]) -> None:
        self.refusals = list(refusals)
        super().__init__(_("The call cannot open yet: %(reasons)s") % {"reasons": " ".join(self.refusals)})


class NotYours(CallError):
    """Somebody acts on what they must not."""

    code = "not-yours"


class WrongState(CallError):
    code = "wrong-state"


class Stale(CallError):
    """Somebody else changed it meanwhile."""

    code = "stale"

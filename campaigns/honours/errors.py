from kit.errors import Refusal


class HonourError(Refusal):
    """Base of everything this app refuses."""


class NotAllowed(HonourError):
    code = "not-allowed"


class CannotDecide(HonourError):
    code = "cannot-decide"


class WrongState(HonourError):
    code = "wrong-state"

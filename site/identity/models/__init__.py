from identity.models.acceptances import TextAcceptance, TextKind
from identity.models.slips import SignInSlip
from identity.models.users import User

__all__ = ["SignInSlip", "TextAcceptance", "TextKind", "User"]

from kit.errors import Refusal


class MediaError(Refusal):
    """Base of everything this app refuses."""


class BadPicture(MediaError):
    """A file that is no picture we can take in; the message names it and the remedy."""

    code = "bad-picture"


class NotAllowed(MediaError):
    code = "not-allowed"


class BadConsent(MediaError):
    """What the school filed about a consent, or a picture that rests on none; `field` says where it was typed."""

    code = "bad-consent"

    def __init__(self, message: object, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Withdrawn(MediaError):
    """The picture was taken down for good."""

    code = "withdrawn"


class BadCode(MediaError):
    """No withdrawal code, or one that was used."""

    code = "bad-code"

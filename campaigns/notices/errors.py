from kit.errors import Refusal


class NoticeError(Refusal):
    """Base of everything this app refuses."""


class NotAllowed(NoticeError):
    code = "not-allowed"


class CannotPublish(NoticeError):
    code = "cannot-publish"


class NoticeOver(NoticeError):
    """The period for objections has ended."""

    code = "notice-over"


class WrongState(NoticeError):
    code = "wrong-state"


class TooMany(NoticeError):
    """More than one address may send in an hour."""

    code = "too-many"

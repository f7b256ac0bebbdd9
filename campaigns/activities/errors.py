from typing import Any

from kit.errors import Refusal


class ActivityError(Refusal):
    """Base of everything this app refuses."""


class NotAllowed(ActivityError):
    code = "not-allowed"


class WrongState(ActivityError):
    code = "wrong-state"


class NotReady(ActivityError):
    """The linter found something that blocks; `findings` says where."""

    code = "not-ready"

    def __init__(self, message: object, findings: list[Any]) -> None:
        super().__init__(message)
        self.findings = findings


class TooManyPictures(ActivityError):
    code = "too-many-pictures"

from django.utils.translation import gettext as _

from kit.errors import BadInput, Refusal


class AssessmentError(Refusal):
    """Base of everything this app refuses. `status` is the answer's over HTTP, `remedy` what to do."""

    status = 409

    def __init__(self, message: object = "", *, remedy: object = "", code: str = "") -> None:
        super().__init__(message, code=code)
        self.remedy = str(remedy)


class CannotStart(AssessmentError):
    code = "cannot-start"


class Ended(AssessmentError):
    """The attempt has ended; nothing in it changes any more."""

    code, status = "ended", 410

    def __init__(self) -> None:
        super().__init__(_("This attempt has ended."), remedy=_("Look at its receipt and its result."))


class NotOpenYet(AssessmentError):
    code, status = "not-open-yet", 403

    def __init__(self) -> None:
        super().__init__(
            _("The paper is not open yet."), remedy=_("Wait until the time shown; the page goes on by itself.")
        )


class Busy(AssessmentError):
    """The database could not take the answer in time. Nothing was saved."""

    code, status = "busy", 503

    def __init__(self) -> None:
        super().__init__(
            _("The answer was not saved: the server is busy."), remedy=_("It is sent again by itself in a few seconds.")
        )


class Stale(AssessmentError):
    """Another device or tab saved this answer meanwhile. `current` is what stands: version and answer."""

    code = "stale"

    def __init__(self, current: dict[str, object]) -> None:
        self.current = current
        super().__init__(
            _("This answer was changed elsewhere meanwhile."), remedy=_("Compare both and choose which one to keep.")
        )


class NoSuchSlot(AssessmentError):
    code, status = "no-such-question", 404

    def __init__(self) -> None:
        super().__init__(_("The paper has no question with this number."), remedy=_("Load the page again."))


class BadAnswer(BadInput):
    """Not of the form that the question's type takes."""

    code, status = "bad-answer", 422
    remedy = ""


class NotFeasible(AssessmentError):
    """The bank cannot fill a cell of the blueprint."""

    code = "not-feasible"

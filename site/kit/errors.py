"""What the platform refuses to do."""


class Refusal(Exception):
    """Base of everything an action refuses. `str()` of it is shown to people: what happened, and what to do.

    `code` names the refusal for programs; it never changes once published.
    """

    code = "refused"

    def __init__(self, message: object = "", *, code: str = "") -> None:
        super().__init__(message)
        if code:
            self.code = code

    def __str__(self) -> str:
        return str(self.args[0])


class BadInput(Refusal):
    """What came in cannot be read; the message names the place and the remedy."""

    code = "bad-input"

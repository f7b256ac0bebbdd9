"""What this app refuses to do. `str()` of each is shown to people."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kit.errors import BadInput, Refusal


class ContentRefused(BadInput):
    """A content folder with faults; nothing of it was loaded."""

    code = "content-refused"

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = list(faults)
        shown = "\n".join(self.faults[:50])
        super().__init__(
            _("Nothing was loaded. Please correct these places and run it again:\n%(faults)s") % {"faults": shown}
        )


class NotAssigned(Refusal):
    code = "not-assigned"

    def __init__(self) -> None:
        super().__init__(_("This programme is not assigned to you. Ask your school's head if you think it should be."))


class OutsideWindow(Refusal):
    code = "outside-window"

    def __init__(self, programme: Any) -> None:
        from kit.templatetags.kit import day

        super().__init__(
            _("“%(title)s” can be studied from %(opens)s to %(closes)s. What you have done so far stays.")
            % {"title": programme.title, "opens": day(programme.opens_on), "closes": day(programme.closes_on)}
        )


class ChecksLeft(Refusal):
    code = "checks-left"

    def __init__(self, left: int) -> None:
        message = _("%(left)d self-check of this section is still open. Answer it, then finish the section.")
        super().__init__(message % {"left": left})


class NotOpenable(Refusal):
    code = "not-openable"


class CannotBeDrawn(Refusal):
    """A name with a character that no font of ours has: the certificate would show a box."""

    code = "cannot-be-drawn"

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(
            _(
                "No certificate was issued: our fonts have no “%(characters)s”. "
                "The operator can add a font that has it; the certificate then follows by itself."
            )
            % {"characters": characters}
        )


class NotValid(Refusal):
    code = "not-valid"


class NotYours(Refusal):
    """A decision on what one wrote or handed in oneself, or without the right to decide at all."""

    code = "not-yours"


class NotWaiting(Refusal):
    code = "not-waiting"

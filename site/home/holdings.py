"""What the platform holds about one person, as that person may see it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from identity.models import User
from kit import face
from organisations.models import Membership, RoleGrant
from trail.models import Event

# What is held · on which ground · what for · until when.
KINDS: list[tuple[Any, Any, Any, Any]] = [
    (
        _("Name, phone or staff number, school"),
        _("Statutory duty of the education administration"),
        _("To sign in, and to know whose training it is"),
        _("While you belong to the school, then with its training records"),
    ),
    (
        _("Training, answers in assessments, hours, certificates"),
        _("Statutory duty of the education administration"),
        _("To prove your training, and to settle a dispute about it"),
        _("As long as the training records are kept"),
    ),
    (
        _("Roles, and what you did in them"),
        _("Statutory duty of the education administration"),
        _("So that every decision can be examined later"),
        _("As long as the record of the decision is kept"),
    ),
    (
        _("Pictures in which people can be recognised"),
        _("Consent"),
        _("To report on an activity of the school"),
        _("Until consent is withdrawn; the picture is then gone within five minutes"),
    ),
    (
        _("Pupils and guardians"),
        _("Not held"),
        _("Pupils learn without an account"),
        _("No name of a pupil or guardian is stored"),
    ),
]
RECENT = 20


@dataclass(frozen=True)
class Part:
    """One kind of thing held, as rows of name and value."""

    key: str
    title: Any
    rows: list[dict[str, Any]]


def of(user: Any) -> list[Part]:
    """Everything, of every app; kinds of which there is nothing are left out."""
    others = [Part(key, title, [_named(row) for row in rows(user)]) for key, title, rows in face.holdings()]
    return [part for part in (_account(user), _memberships(user), _roles(user), *others, _acts(user)) if part.rows]


def _account(user: User) -> Part:
    row = {
        _("your name"): user.name,
        _("username"): user.username,
        _("phone"): user.phone,
        _("e-mail"): user.email,
        _("teacher's personal code"): user.teacher_code,
        _("account made at"): user.date_joined,
    }
    return Part("account", _("Account"), [_named(row)])


def _memberships(user: User) -> Part:
    rows = Membership.objects.filter(user=user).select_related("organisation").order_by("joined_on", "pk")
    return Part(
        "memberships",
        _("Where you belong"),
        [
            _named(
                {
                    _("school or office"): row.organisation.name,
                    _("staff number"): row.staff_number,
                    _("status"): row.get_status_display(),
                    _("joined on"): row.joined_on,
                    _("left on"): row.left_on,
                }
            )
            for row in rows
        ],
    )


def _roles(user: User) -> Part:
    rows = RoleGrant.objects.filter(user=user).select_related("organisation").order_by("valid_from", "pk")
    return Part(
        "roles",
        _("Your roles"),
        [
            _named(
                {
                    _("role"): row.get_role_display(),
                    _("school or office"): row.organisation.name,
                    _("valid from"): row.valid_from,
                    _("valid to"): row.valid_to,
                    _("withdrawn at"): row.revoked_at,
                }
            )
            for row in rows
        ],
    )


def _acts(user: User) -> Part:
    rows = Event.objects.filter(actor=user).order_by("-pk")[:RECENT]
    return Part("acts", _("What you did last"), [_named({_("action"): row.action, _("at"): row.at}) for row in rows])


def _named(row: dict[Any, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if value not in {"", None}}

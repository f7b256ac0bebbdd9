"""What a roster would do: each row compared with what is there, refused or turned into one change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kit.imports import Report
from organisations.actions import matching
from organisations.actions.matching import Known
from organisations.exchange.headings import GONE
from organisations.exchange.roster import PersonDraft
from organisations.models import Membership, MembershipStatus, Organisation, Role


@dataclass
class Change:
    """One row's work. `user` and `membership` are None where they have to be made."""

    draft: PersonDraft
    school: Organisation
    username: str
    user: Any = None
    membership: Membership | None = None
    user_fields: dict[str, Any] = field(default_factory=dict)
    membership_fields: dict[str, Any] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    leaves: bool = False

    @property
    def is_new(self) -> bool:
        return self.user is None

    @property
    def is_empty(self) -> bool:
        return not (self.is_new or self.user_fields or self.membership_fields or self.roles or self.leaves)


class _Refused(Exception):
    def __init__(self, column: str, code: str, reason: object) -> None:
        super().__init__(str(reason))
        self.column, self.code = column, code


def plan(
    placed: list[matching.Placed],
    report: Report,
    *,
    may_give: Iterable[Role],
    paths: Iterable[str],
    day: date,
) -> list[Change]:
    """The changes of the good rows, counted in `report`; the others are refused there.

    Args: `may_give`, the roles that the importer hands out; `paths`, the territories that the importer looks after.
    """
    known = matching.look_up(placed, day)
    giving, inside = frozenset(may_give), tuple(paths)
    seen: dict[tuple[Any, ...], int] = {}
    fresh: set[str] = set()
    changes = []
    for draft, school in placed:
        try:
            _refuse_twins(draft, school, seen)
            if beyond := [role for role in draft.roles if role not in giving]:
                words = "、".join(str(role.label) for role in beyond)
                reason = _("You cannot hand out this role: %(role)s. Ask the education administration.")
                raise _Refused("角色", "role-not-yours", reason % {"role": words})
            change = _compared(draft, school, known, inside, day)
        except _Refused as refusal:
            report.refuse(draft.sheet, draft.row, refusal.column, refusal.code, refusal)
            continue
        changes.append(change)
        makes_account = change.is_new and change.username not in fresh
        fresh.update([change.username] if change.is_new else [])
        report.created += makes_account
        report.unchanged += change.is_empty
        report.updated += not makes_account and not change.is_empty
    return [change for change in changes if not change.is_empty]


def _refuse_twins(draft: PersonDraft, school: Organisation, seen: dict[tuple[Any, ...], int]) -> None:
    """The same staff number or phone twice at one school, or one phone for two people."""
    keys: list[tuple[str, tuple[Any, ...]]] = []
    if draft.number:
        keys.append(("工号", ("number", school.pk, draft.number.upper())))
    if draft.phone:
        keys.append(("手机号", ("phone", school.pk, draft.phone)))
        other = next(
            (row for key, row in seen.items() if key[:2] == ("whose", draft.phone) and key[2] != draft.name), 0
        )
        if other:
            raise _Refused("手机号", "duplicate", _("Row %(row)d gives this number to somebody else.") % {"row": other})
        seen.setdefault(("whose", draft.phone, draft.name), draft.row)
    for column, key in keys:
        if key in seen:
            raise _Refused(column, "duplicate", _("The same stands in row %(row)d already.") % {"row": seen[key]})
    seen.update({key: draft.row for _column, key in keys})


def _compared(draft: PersonDraft, school: Organisation, known: Known, inside: tuple[str, ...], day: date) -> Change:
    user = _account(draft, school, known)
    username = matching.username(draft, school)
    if user is None and username in known.by_username:
        raise _Refused("工号", "number-taken", _("An account with this sign-in name exists already."))
    change = Change(draft, school, username, user)
    change.leaves = draft.status in GONE
    if user is None and change.leaves:
        raise _Refused("人员状态", "not-here", _("This person is not on the roster; there is nothing to end."))
    change.membership = known.current.get((school.pk, user.pk)) if user else None
    if user is not None:
        _compare_user(change, known, inside)
    _compare_membership(change, day)
    if not change.leaves:
        held = (
            {one.role for one in known.grants.get(user.pk, []) if one.organisation_id == school.pk} if user else set()
        )
        change.roles = tuple(role for role in draft.roles or (Role.TEACHER,) if role not in held)
    return change


def _account(draft: PersonDraft, school: Organisation, known: Known) -> Any:
    """Whose row this is: the school's staff number decides, else the phone; a number of somebody who has left and
    bears the same name brings that person back."""
    number = draft.number.upper()
    here = known.by_number.get((school.pk, number)) if draft.number else None
    phoned = known.by_phone.get(draft.phone) if draft.phone else None
    before = known.left.get((school.pk, number)) if draft.number and not here else None
    mine = draft.user_id or (here.user_id if here else 0)
    if draft.user_id and here and here.user_id != mine:
        raise _Refused("工号", "number-taken", _("Somebody else of this school has this staff number."))
    if mine and phoned and phoned.pk != mine:
        raise _Refused("手机号", "phone-taken", _("This phone number belongs to another account."))
    if draft.user_id:
        return known.by_id[draft.user_id]
    if here:
        return here.user
    if phoned:
        at_this_school = known.current.get((school.pk, phoned.pk))
        if phoned.name != draft.name and not at_this_school:
            raise _Refused("手机号", "phone-taken", _("This phone number belongs to another account."))
        return phoned
    if before and not draft.phone:
        if before.user.name != draft.name:
            reason = _("This staff number belonged to somebody who has left. Give the new person another one.")
            raise _Refused("工号", "number-taken", reason)
        return before.user
    return None


def _compare_user(change: Change, known: Known, inside: tuple[str, ...]) -> None:
    draft, user = change.draft, change.user
    wanted = {"name": draft.name, "phone": draft.phone or user.phone, "teacher_code": draft.teacher_code}
    wanted["teacher_code"] = wanted["teacher_code"] or user.teacher_code
    change.user_fields = {name: value for name, value in wanted.items() if value != getattr(user, name)}
    if draft.phone and user.username != draft.phone and "phone" in change.user_fields:
        if draft.phone in known.by_username:
            raise _Refused("手机号", "phone-taken", _("This phone number belongs to another account."))
        change.user_fields["username"] = draft.phone
    if change.user_fields and known.reaches_beyond(user.pk, inside):
        reason = _("This person also holds rights elsewhere; name and number can only be changed there.")
        raise _Refused("姓名", "not-yours", reason)


def _compare_membership(change: Change, day: date) -> None:
    draft, there = change.draft, change.membership
    if there is None:
        if change.leaves:
            change.leaves = False  # gone already
            return
        change.membership_fields = {
            "staff_number": draft.number,
            "teacher_kinds": [kind.value for kind in draft.kinds],
            "stages": [stage.value for stage in draft.stages],
            "status": draft.status or MembershipStatus.WORKING,
            "joined_on": draft.joined_on or day,
        }
        return
    same_number = draft.number.upper() in {"", there.staff_number.upper()}
    wanted = {
        "staff_number": there.staff_number if same_number else draft.number,
        "teacher_kinds": [kind.value for kind in draft.kinds] or there.teacher_kinds,
        "stages": [stage.value for stage in draft.stages] or there.stages,
        "status": draft.status or there.status,
        "joined_on": draft.joined_on or there.joined_on,
    }
    change.membership_fields = {name: value for name, value in wanted.items() if value != getattr(there, name)}
    if change.leaves:
        change.membership_fields["left_on"] = max(day, wanted["joined_on"])

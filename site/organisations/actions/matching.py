"""Which school and which account each row of a roster means. Reads; changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kit.imports import Report
from organisations.exchange.roster import PersonDraft
from organisations.models import Membership, Organisation, Role, RoleGrant

AT_ONCE = 500  # values in one statement
ROSTER_ROLES = frozenset({Role.TEACHER, Role.STUDENT, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD})

Placed = tuple[PersonDraft, Organisation]


@dataclass
class Known:
    """What the database holds about everybody whom the rows name."""

    current: dict[tuple[int, int], Membership] = field(default_factory=dict)  # by organisation and user
    by_number: dict[tuple[int, str], Membership] = field(default_factory=dict)  # by organisation and staff number
    left: dict[tuple[int, str], Membership] = field(default_factory=dict)
    by_phone: dict[str, Any] = field(default_factory=dict)
    by_username: dict[str, Any] = field(default_factory=dict)
    by_id: dict[int, Any] = field(default_factory=dict)
    grants: dict[int, list[RoleGrant]] = field(default_factory=dict)

    def reaches_beyond(self, user_id: int, paths: Iterable[str]) -> bool:
        """Whether a person holds a right that is no school's, or one outside these territories."""
        inside = tuple(paths)
        return any(
            grant.role not in ROSTER_ROLES or not grant.organisation.path.startswith(inside)
            for grant in self.grants.get(user_id, [])
        )


def place(
    drafts: list[PersonDraft], reach: "QuerySet[Organisation]", only: Organisation | None, report: Report
) -> list[Placed]:
    """Each row with its school among `reach`; a row that names none means `only`. An organisation that is not in
    reach is refused in the words of one that does not exist."""
    found: dict[str, list[Organisation]] = {}
    for attribute, column in (("uscc", "uscc"), ("school_code", "school_code"), ("school_name", "name")):
        for part in _parts({getattr(draft, attribute) for draft in drafts}):
            for one in reach.filter(**{f"{column}__in": part}, closed_on=None).select_related("parent"):
                found.setdefault(getattr(one, column), []).append(one)
    placed: list[Placed] = []
    for draft in drafts:
        meant = {key: found.get(key, []) for key in (draft.uscc, draft.school_code) if key}
        column = "统一社会信用代码" if draft.uscc else "学校标识码" if draft.school_code else "学校名称"
        if not meant and draft.school_name:
            meant = {draft.school_name: found.get(draft.school_name, [])}
        everybody = {one.pk: one for ones in meant.values() for one in ones}
        if not meant and only is not None:
            placed.append((draft, only))
        elif not meant:
            report.refuse(draft.sheet, draft.row, column, "missing", _("Name the school, or give one of its codes."))
        elif not all(meant.values()):
            reason = _("There is no such school among those that you look after.")
            report.refuse(draft.sheet, draft.row, column, "unknown-school", reason)
        elif len(everybody) > 1:
            code, reason = "differs", _("The two codes belong to different schools.")
            if column == "学校名称":
                code, reason = "ambiguous", _("Several schools bear this name. Give the code as well.")
            report.refuse(draft.sheet, draft.row, column, code, reason)
        else:
            placed.append((draft, next(iter(everybody.values()))))
    return placed


def look_up(placed: list[Placed], day: date) -> Known:
    known = Known()
    for part in _parts({school.pk for _draft, school in placed}):
        rows = Membership.objects.filter(organisation_id__in=part).select_related("user").order_by("pk")
        for one in rows.iterator(chunk_size=2000):
            _remember(known, one)
    users = get_user_model().objects
    for part in _parts({draft.phone for draft, _school in placed}):
        for user in users.filter(Q(phone__in=part) | Q(username__in=part)):
            known.by_phone[user.phone or user.username] = user
            known.by_username[user.username] = user
    for part in _parts({draft.user_id for draft, _school in placed}):
        known.by_id |= users.in_bulk(part)
    for part in _parts({username(draft, school) for draft, school in placed if not draft.phone}):
        known.by_username |= {user.username: user for user in users.filter(username__in=part)}
    _remember_grants(known, placed, day)
    return known


def username(draft: PersonDraft, school: Organisation) -> str:
    """The phone number, else the school's code and the staff number; a unit without code uses its parent's."""
    if draft.phone:
        return draft.phone
    unit: Organisation | None = school
    while unit is not None and not (unit.school_code or unit.uscc):
        unit = unit.parent
    return f"{(unit.school_code or unit.uscc) if unit else ''}-{draft.number}"


def _remember(known: Known, one: Membership) -> None:
    if one.left_on is None:
        known.current[one.organisation_id, one.user_id] = one
    if one.staff_number:
        kept = known.by_number if one.left_on is None else known.left
        kept[one.organisation_id, one.staff_number.upper()] = one


def _remember_grants(known: Known, placed: list[Placed], day: date) -> None:
    people = {user.pk for user in [*known.by_phone.values(), *known.by_username.values()]} | set(known.by_id)
    for draft, school in placed:
        for kept in (known.by_number, known.left):
            if one := kept.get((school.pk, draft.number.upper())):
                people.add(one.user_id)
    for part in _parts(people):
        for grant in RoleGrant.objects.valid_on(day).filter(user_id__in=part).select_related("organisation"):
            known.grants.setdefault(grant.user_id, []).append(grant)


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    wanted = sorted({value for value in values if value})
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]

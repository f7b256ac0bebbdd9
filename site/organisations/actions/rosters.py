"""Taking people in from a roster: all of it or, with one refused row, nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet

from kit import clock, spreadsheets
from kit.errors import BadInput
from kit.imports import Report
from organisations import registry, scopes
from organisations.actions import matching, planning
from organisations.actions.planning import Change
from organisations.exchange import roster
from organisations.models import Membership, Organisation, Role, RoleGrant
from trail.actions import audit

BATCH = 1000
FROM_THE_SERVER = (Role.TEACHER, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD)


@dataclass(frozen=True)
class Reach:
    """Whose rosters the importer keeps: the organisations, their territories' paths, and the roles to hand out.
    `only` is what a row means that names no school."""

    organisations: "QuerySet[Organisation]"
    paths: tuple[str, ...]
    may_give: tuple[Role, ...]
    only: Organisation | None = None


@dataclass
class Outcome:
    report: Report
    new_users: list[Any] = field(default_factory=list)


def reach_of(user: Any) -> Reach:
    """A school head keeps the roster of the school and its parts and hands out teaching and editing; an officer keeps
    those of the territory and appoints school heads too."""
    heads, officers = scopes.grants(user, Role.SCHOOL_HEAD), scopes.grants(user, Role.OFFICER)
    places = [grant.organisation for grant in (*heads, *officers)]
    mine = Organisation.objects.filter(scopes.within(user, Role.SCHOOL_HEAD, Role.OFFICER, field="path"))
    school = heads[0].organisation if len(heads) == 1 and not officers else None
    roles = FROM_THE_SERVER if officers else (Role.TEACHER, Role.SCHOOL_EDITOR)
    return Reach(mine, tuple(place.path for place in places), roles, school)


def everything() -> Reach:
    """What a command on the server may do."""
    return Reach(Organisation.objects.all(), ("",), FROM_THE_SERVER)


def take_in(
    file: IO[bytes],
    filename: str,
    reach: Reach,
    *,
    by: Any,
    at: datetime,
    dry_run: bool = False,
    partial: bool = False,
) -> Outcome:
    """Make who is new, change who has changed, end who is gone. Safe to run again: what is done is "unchanged".

    With `dry_run` the report says what would be done; with `partial` good rows go in beside refused ones.
    """
    report = Report()
    try:
        sheets = spreadsheets.read(file, filename)
    except BadInput as refusal:
        report.refuse("", None, "", refusal.code, refusal)
        return Outcome(report)
    return enter(roster.read(sheets, report), report, reach, by=by, at=at, dry_run=dry_run, partial=partial)


@transaction.atomic
def enter(
    drafts: list[roster.PersonDraft],
    report: Report,
    reach: Reach,
    *,
    by: Any,
    at: datetime,
    dry_run: bool = False,
    partial: bool = False,
) -> Outcome:
    """Do what the rows say, in one transaction."""
    day = clock.local(at).date()
    placed = matching.place(drafts, reach.organisations, reach.only, report)
    if not dry_run:  # two imports of one school wait for each other
        schools = sorted({school.pk for _draft, school in placed})
        list(Organisation.objects.select_for_update().filter(pk__in=schools).order_by("pk").values_list("pk"))
    changes = planning.plan(placed, report, may_give=reach.may_give, paths=reach.paths, day=day)
    if dry_run:
        return Outcome(report)
    if report.errors and not partial:
        report.created = report.updated = report.unchanged = 0
        return Outcome(report)
    new_users: list[Any] = []
    for start in range(0, len(changes), BATCH):
        new_users += _do(changes[start : start + BATCH], by, at)
    _record(changes, by, at)
    registry.tell_joined((one.school.pk for one in changes if one.membership is None and not one.leaves), at)
    return Outcome(report, new_users)


def _do(changes: list[Change], by: Any, at: datetime) -> list[Any]:
    new_users = _accounts(changes)
    _memberships(changes)
    day = clock.local(at).date()
    giver = by if getattr(by, "pk", None) else None
    RoleGrant.objects.bulk_create(
        RoleGrant(user=one.user, role=role, organisation=one.school, valid_from=day, granted_by=giver)
        for one in changes
        for role in one.roles
    )
    for one in changes:
        if one.leaves:
            RoleGrant.objects.filter(user=one.user, organisation=one.school, revoked_at=None).update(revoked_at=at)
    return new_users


def _accounts(changes: list[Change]) -> list[Any]:
    """Accounts without a password: the first sign-in is by a slip."""
    users = get_user_model().objects
    fresh: dict[str, Any] = {}
    for one in changes:
        if one.user is None:
            draft = one.draft
            fresh.setdefault(
                one.username,
                users.model(
                    username=one.username,
                    name=draft.name,
                    phone=draft.phone,
                    teacher_code=draft.teacher_code,
                    password=make_password(None),
                ),
            )
            one.user = fresh[one.username]
    made = users.bulk_create(fresh.values())
    for one in changes:
        if one.user_fields:
            users.filter(pk=one.user.pk).update(**one.user_fields)
    return made


def _memberships(changes: list[Change]) -> None:
    Membership.objects.bulk_create(
        Membership(user=one.user, organisation=one.school, **one.membership_fields)
        for one in changes
        if one.membership is None and one.membership_fields
    )
    for one in changes:
        if one.membership is not None and one.membership_fields:
            Membership.objects.filter(pk=one.membership.pk).update(**one.membership_fields)


def _record(changes: Iterable[Change], by: Any, at: datetime) -> None:
    """One event for each school, with counts and no names."""
    counts: dict[int, Counter[str]] = {}
    schools = {}
    for one in changes:
        schools[one.school.pk] = one.school
        kind = "left" if one.leaves else "joined" if one.membership is None else "changed"
        counts.setdefault(one.school.pk, Counter())[kind] += 1
    for key, school in schools.items():
        audit.record("roster.imported", school, by=by, at=at, path=school.path, **counts[key])

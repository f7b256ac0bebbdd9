"""A province's worth of fictitious schools and teachers, for tests of load. The same seed makes the same ones."""

import random
from datetime import date

from django.contrib.auth import get_user_model
from django.db import transaction

from kit import uscc
from organisations.actions import organisations
from organisations.models import (
    Division,
    DivisionLevel,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    RoleGrant,
    Stage,
)

BATCH = 1000
SINCE = date(2020, 9, 1)
FIRST_NUMBER = 100_000  # above the hand-made ones in the range of demo codes
STAGES = [[Stage.PRIMARY.value]] * 6 + [[Stage.JUNIOR.value]] * 3 + [[Stage.SENIOR.value], [Stage.KINDERGARTEN.value]]
KINDS = {Stage.KINDERGARTEN: "11", Stage.PRIMARY: "21", Stage.JUNIOR: "31", Stage.SENIOR: "34"}


def schools(total: int, *, seed: int, canary: str) -> None:
    """Bring the schools to `total`, spread over the province's counties, each under its county's bureau."""
    chance = random.Random(seed)  # noqa: S311 -- the same world each time, no secret
    missing = total - Organisation.objects.schools().count()
    if missing <= 0:
        return
    bureaus = _county_bureaus()
    first = FIRST_NUMBER + Organisation.objects.filter(uscc__contains="EX1").count()
    for start in range(0, missing, BATCH):
        made = [
            _school(first + number, chance.choice(bureaus), chance.choice(STAGES), canary)
            for number in range(start, min(start + BATCH, missing))
        ]
        with transaction.atomic():
            made = Organisation.objects.bulk_create(made)
            for one in made:
                one.path = organisations.path_of(one)
            Organisation.objects.bulk_update(made, ["path"])


def teachers(total: int, *, seed: int, canary: str, secret: str) -> None:
    """Bring the accounts to `total`; each new one teaches at some school. `secret` is their hashed password."""
    users = get_user_model()
    chance = random.Random(seed + 1)  # noqa: S311
    schools_there = list(Organisation.objects.schools().order_by("pk").values_list("pk", "school_code", "uscc"))
    there = users.objects.count()
    for start in range(there, total, BATCH):
        numbers = range(start, min(start + BATCH, total))
        places = [chance.choice(schools_there) for _number in numbers]
        with transaction.atomic():
            made = users.objects.bulk_create(
                users(
                    username=f"t{number:07d}",
                    name=f"示例教师{number}{_mark(canary, place[2] or place[1] or place[0])}",
                    password=secret,
                )
                for number, place in zip(numbers, places, strict=True)
            )
            both = list(zip(made, places, numbers, strict=True))
            Membership.objects.bulk_create(
                Membership(
                    user=user,
                    organisation_id=place[0],
                    staff_number=f"G{number}",
                    teacher_kinds=["subject"],
                    joined_on=SINCE,
                )
                for user, place, number in both
            )
            RoleGrant.objects.bulk_create(
                RoleGrant(user=user, role=Role.TEACHER, organisation_id=place[0], valid_from=SINCE)
                for user, place, _number in both
            )


def _school(number: int, bureau: Organisation, stages: list[str], canary: str) -> Organisation:
    code = uscc.make("12", bureau.division.code, f"EX{number:06d}")
    return Organisation(
        name=f"示例{bureau.division.name}第{number - FIRST_NUMBER + 1}学校{_mark(canary, code)}",
        kind=OrganisationKind.SCHOOL,
        uscc=code,
        school_code=f"{KINDS[Stage(stages[0])]}42{number:06d}",
        division=bureau.division,
        managing_authority=bureau,
        stages=stages,
        is_demo=True,
    )


def _county_bureaus() -> list[Organisation]:
    """The bureau of every county, made with those above it where it is missing."""
    province = Organisation.objects.get(managing_authority=None, level="province", is_demo=True)
    at = {one.division.code: one for one in Organisation.objects.filter(level__in=["city", "county"], is_demo=True)}
    today = Division.objects.filter(valid_to__isnull=True).order_by("code")
    for division in [*today.filter(level=DivisionLevel.CITY), *today.filter(level=DivisionLevel.COUNTY)]:
        if division.code in at:
            continue
        above = at.get(division.parent.code, province) if division.parent else province
        at[division.code] = organisations.create(
            name=f"示例{division.name}教育局",
            kind=OrganisationKind.ADMINISTRATION,
            level="city" if above == province else "county",
            uscc=uscc.make("11", division.code, f"EX9{division.pk:05d}"),
            division=division,
            managing_authority=above,
            is_demo=True,
        )
    return sorted((one for one in at.values() if one.division.level == DivisionLevel.COUNTY), key=lambda one: one.pk)


def _mark(canary: str, code: object) -> str:
    return f"{canary}-{code}" if canary else ""

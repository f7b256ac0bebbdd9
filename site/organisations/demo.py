"""The demonstration's organisations and people: plainly fictitious, with codes that are valid by their check digits.

The organisation part of every unified code lies in EX000000–EX999999 (`docs/demo-world.md`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from identity.actions import texts
from kit import uscc
from organisations import growth
from organisations.actions import divisions, grants, organisations
from organisations.models import Division, Membership, Organisation, OrganisationKind, Ownership, Role

PASSWORD = "Zhixin-demo-2026"  # noqa: S105 -- printed on purpose, refused in production
SINCE = date(2020, 9, 1)


@dataclass(frozen=True)
class Place:
    """One organisation of the demo world. `managed_by` and `part_of` name others by their key."""

    key: str
    name: str
    kind: str
    division: str
    managed_by: str = ""
    part_of: str = ""
    level: str = ""
    stages: tuple[str, ...] = ()
    school_code: str = ""
    registered: str = "12"
    ownership: str = Ownership.PUBLIC


BUREAUS = [
    Place("province", "示例省教育厅", OrganisationKind.ADMINISTRATION, "420000", level="province", registered="11"),
    Place(
        "huanggang",
        "示例黄冈市教育局",
        OrganisationKind.ADMINISTRATION,
        "421100",
        "province",
        level="city",
        registered="11",
    ),
    Place(
        "hongan",
        "示例红安县教育局",
        OrganisationKind.ADMINISTRATION,
        "421122",
        "huanggang",
        level="county",
        registered="11",
    ),
    Place(
        "luotian",
        "示例罗田县教育局",
        OrganisationKind.ADMINISTRATION,
        "421123",
        "huanggang",
        level="county",
        registered="11",
    ),
    Place(
        "qianjiang",
        "示例潜江市教育局",
        OrganisationKind.ADMINISTRATION,
        "429005",
        "province",
        level="city",
        registered="11",
    ),
]
_SCHOOL = OrganisationKind.SCHOOL
SCHOOLS = [
    Place(
        "hongan_school",
        "示例红安县知行学校",
        _SCHOOL,
        "421122",
        "hongan",
        stages=("primary", "junior"),
        school_code="3142900001",
    ),
    Place(
        "hongan_centre",
        "示例红安县青山镇中心学校",
        _SCHOOL,
        "421122",
        "hongan",
        stages=("primary",),
        school_code="2142900002",
    ),
    Place(
        "hongan_point",
        "示例青山镇柳林教学点",
        _SCHOOL,
        "421122",
        "hongan",
        part_of="hongan_centre",
        stages=("primary",),
        registered="",
    ),
    Place(
        "hongan_kindergarten",
        "示例红安县新苗幼儿园",
        _SCHOOL,
        "421122",
        "hongan",
        stages=("kindergarten",),
        school_code="1142900003",
    ),
    Place(
        "hongan_vocational",
        "示例红安县职业技术学校",
        _SCHOOL,
        "421122",
        "hongan",
        stages=("vocational",),
        school_code="3642900004",
    ),
    Place(
        "luotian_school",
        "示例罗田县求真小学",
        _SCHOOL,
        "421123",
        "luotian",
        stages=("primary",),
        school_code="2142900005",
    ),
    Place(
        "luotian_senior",
        "示例罗田县求实高级中学",
        _SCHOOL,
        "421123",
        "luotian",
        stages=("senior",),
        school_code="3442900006",
    ),
    Place(
        "huanggang_school",
        "示例黄冈市直属明德中学",
        _SCHOOL,
        "421102",
        "huanggang",
        stages=("junior", "senior"),
        school_code="3442900007",
    ),
    Place(
        "huanggang_special",
        "示例黄冈市特殊教育学校",
        _SCHOOL,
        "421102",
        "huanggang",
        stages=("special",),
        school_code="5142900008",
    ),
    Place(
        "qianjiang_school",
        "示例潜江市江汉小学",
        _SCHOOL,
        "429005",
        "qianjiang",
        stages=("primary",),
        school_code="2142900009",
    ),
    Place(
        "qianjiang_private",
        "示例潜江市诚毅民办高级中学",
        _SCHOOL,
        "429005",
        "qianjiang",
        stages=("senior",),
        school_code="3442900010",
        registered="52",
        ownership=Ownership.PRIVATE,
    ),
    Place(
        "university",
        "示例湖北知行大学",
        _SCHOOL,
        "421102",
        "province",
        stages=("university",),
        school_code="4142099011",
    ),
]

# username: (name, role, organisation)
PEOPLE: dict[str, tuple[str, str, str]] = {
    "teacher": ("林㛃（示例教师）", Role.TEACHER, "hongan_school"),
    "student": ("示例学生甲", Role.STUDENT, "university"),
    "editor": ("示例编辑甲", Role.SCHOOL_EDITOR, "hongan_school"),
    "head": ("示例经办人甲", Role.SCHOOL_HEAD, "hongan_school"),
    "county": ("示例县级审核员甲", Role.OFFICER, "hongan"),
    "city": ("示例市级审核员甲", Role.OFFICER, "huanggang"),
    "province": ("示例省级审核员甲", Role.OFFICER, "province"),
    "decider": ("示例发布人甲", Role.DECIDER, "province"),
    "expert": ("示例专家甲", Role.EXPERT, "province"),
    "feed": ("示例数据专员甲", Role.FEED_OPERATOR, "province"),
    "auditor": ("示例审计员甲", Role.AUDITOR, "province"),
    "security": ("示例安全员甲", Role.SECURITY_ADMIN, "province"),
    "operator": ("示例运维员甲", Role.OPERATOR, "province"),
}
PEOPLE |= {
    f"{username}2": (name.replace("甲", "乙").replace("林㛃", "周䶮"), role, at)
    for username, (name, role, at) in PEOPLE.items()
}
PEOPLE |= {
    "editor_other": ("示例编辑丙", Role.SCHOOL_EDITOR, "luotian_school"),
    "head_other": ("示例经办人丙", Role.SCHOOL_HEAD, "luotian_school"),
    "county_other": ("示例县级审核员丙", Role.OFFICER, "luotian"),
    "qianjiang": ("示例潜江审核员", Role.OFFICER, "qianjiang"),
    "head_qianjiang": ("示例经办人丁", Role.SCHOOL_HEAD, "qianjiang_school"),
    "head_university": ("示例经办人戊", Role.SCHOOL_HEAD, "university"),
}


def accounts() -> list[dict[str, str]]:
    """Every demo account: username, role, name of its organisation."""
    names = {place.key: place.name for place in [*BUREAUS, *SCHOOLS]}
    return [{"username": one, "role": str(role), "organisation": names[at]} for one, (_, role, at) in PEOPLE.items()]


def seed(world: dict[str, Any]) -> None:
    """Fill `world["organisations"]` by key and `world["users"]` by username. Safe to run again."""
    divisions.load()
    places: dict[str, Organisation] = {}
    world["organisations"] = places
    for number, place in enumerate([*BUREAUS, *SCHOOLS], start=1):
        places[place.key] = Organisation.objects.filter(name=place.name, is_demo=True).first() or _create(
            place, number, places
        )
    secret = make_password(PASSWORD)
    world["users"] = {username: _person(username, secret, places) for username in PEOPLE}
    texts.accept_for(world["users"].values(), at=world["now"])


def grow_schools(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    growth.schools(total, seed=seed, canary=canary)


def grow_teachers(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    """One hash for all of them: a hash each would take an hour."""
    growth.teachers(total, seed=seed, canary=canary, secret=make_password(PASSWORD))


def _create(place: Place, number: int, places: dict[str, Organisation]) -> Organisation:
    return organisations.create(
        name=place.name,
        kind=place.kind,
        uscc=uscc.make(place.registered, place.division, f"EX{number:06d}") if place.registered else "",
        school_code=place.school_code,
        division=Division.objects.get(code=place.division, valid_to__isnull=True),
        managing_authority=places.get(place.managed_by),
        parent=places.get(place.part_of),
        level=place.level,
        stages=list(place.stages),
        ownership=place.ownership,
        is_demo=True,
    )


def _person(username: str, secret: str, places: dict[str, Organisation]) -> Any:
    name, role, at = PEOPLE[username]
    user, created = get_user_model().objects.get_or_create(
        username=username, defaults={"name": name, "password": secret}
    )
    if created:
        Membership.objects.create(
            user=user,
            organisation=places[at],
            staff_number=f"S-{username}",
            teacher_kinds=["subject"] if role == Role.TEACHER else [],
            joined_on=SINCE,
        )
    grants.grant(user, role, places[at], valid_from=SINCE)
    if role in {Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD}:
        grants.grant(user, Role.TEACHER, places[at], valid_from=SINCE)
    return user

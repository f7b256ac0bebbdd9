"""The first day of a real deployment: divisions, bureaus, working days, the register of documents, and two people."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from campaigns.creditfeed.actions import destinations
from identity.actions import slips
from kit import clock
from kit.errors import Refusal
from official_documents.actions import register
from organisations.actions import divisions, grants, organisations
from organisations.actions.bodies import level_of
from organisations.models import Division, DivisionLevel, Membership, Organisation, OrganisationKind, Role
from trail.actions import audit
from workdays.actions import years


@dataclass(frozen=True)
class First:
    """One of the first people: who gives rights, and who runs the machines, are never the same person."""

    username: str
    name: str
    role: Role


@transaction.atomic
def create(people: list[First], *, at: datetime) -> dict[str, Any]:
    """Fill an empty platform; everything else comes through imports and the security administrator's desk.

    The accounts have no password: `slip` is shown this once, and lets each in to choose one.
    Raises: Refusal, when somebody or something is there already.
    """
    if Organisation.objects.exists() or get_user_model().objects.exists():
        raise Refusal("This database holds organisations or people already; a deployment begins with an empty one.")
    made: dict[str, Any] = {"divisions": divisions.load(), "working_years": years.load_shipped()}
    made["documents"] = register.load(Path(settings.ROOT) / "content" / "documents.yaml")
    province = _bureaus(clock.local(at).date())
    made["bureaus"] = Organisation.objects.count()
    made["destinations"] = destinations.follow_settings()
    made["accounts"] = [_enter(one, province, at) for one in people]
    audit.record("deployment.created", province, at=at, bureaus=made["bureaus"], people=len(people))
    return made


def _bureaus(day: Any) -> Organisation:
    """An education administration for every division of today, each under the one above; their unified codes come
    with the first import of organisations."""
    today = Division.objects.valid_on(day).select_related("parent")
    province = _bureau(today.get(code=settings.PROVINCE_CODE), None, "教育厅")
    at: dict[str, Organisation] = {}
    for division in today.filter(level=DivisionLevel.CITY).order_by("code"):
        at[division.code] = _bureau(division, province, "教育局")
    for division in today.filter(level=DivisionLevel.COUNTY).order_by("code"):
        above = at.get(division.parent.code) if division.parent else None
        _bureau(division, above or province, "教育局")
    return province


def _bureau(division: Division, above: Organisation | None, called: str) -> Organisation:
    return organisations.create(
        name=f"{division.name}{called}",
        kind=OrganisationKind.ADMINISTRATION,
        level=level_of(division),
        division=division,
        managing_authority=above,
    )


def _enter(one: First, province: Organisation, at: datetime) -> dict[str, str]:
    user = get_user_model().objects.create(username=one.username, name=one.name, password=make_password(None))
    Membership.objects.create(user=user, organisation=province, joined_on=clock.local(at).date())
    grants.grant(user, one.role, province, valid_from=clock.local(at).date())
    (slip,) = slips.issue([user], by=None, at=at).values()
    return {"username": user.username, "role": one.role.value, "slip": slip}

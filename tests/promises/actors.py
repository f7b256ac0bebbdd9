"""Who walks: each role at places in every relation to each other, a person without a role, and a stranger."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from organisations.models import Organisation, Role
from tests.factories.identity import UserFactory
from tests.factories.organisations import grant

SCHOOL_ROLES = (Role.TEACHER, Role.STUDENT, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD)
OFFICE_ROLES = tuple(role for role in Role if role not in SCHOOL_ROLES)
# A central school with a teaching point of its own, that point, and a school of the neighbouring county.
SCHOOLS = ("hongan_centre", "hongan_point", "luotian_school")
OFFICES = ("hongan", "huanggang", "province")


@dataclass
class Actor:
    """Somebody who is signed in as one role at one place; without a place the person has no role."""

    name: str
    role: str
    place: Organisation | None
    user: Any
    client: Client = field(default_factory=Client)

    def reaches(self, organisation: Organisation) -> bool:
        """Whether the organisation lies in the actor's territory: said here once more, apart from the code it tests."""
        return self.place is not None and organisation.path.startswith(self.place.path)

    @property
    def has_desk(self) -> bool:
        return self.place is not None and self.role not in {Role.TEACHER, Role.STUDENT}


def all_of_them(world: dict[str, Any], *, whole: bool) -> list[Actor]:
    """Every role at every one of the places; without `whole`, of the school's and of the county's side one each."""
    places = world["organisations"]
    found = [Actor("stranger", "", None, None)]
    schools, offices = (SCHOOLS, OFFICES) if whole else (SCHOOLS[:1], OFFICES[:1])
    pairs = [(role, key) for key in schools for role in SCHOOL_ROLES]
    pairs += [(role, key) for key in offices for role in OFFICE_ROLES]
    if not whole:
        pairs += [(Role.SCHOOL_HEAD, "hongan_point"), (Role.OFFICER, "huanggang"), (Role.OFFICER, "province")]
        pairs += [(role, "province") for role in (Role.DECIDER, Role.AUDITOR)]
    for role, key in pairs:
        user = UserFactory()
        grant(user, role, places[key])
        found.append(Actor(f"{role} of {key}", str(role), places[key], user))
    found.append(Actor("nobody in particular", "", None, UserFactory()))
    for actor in found:
        if actor.user is not None:
            actor.client.force_login(actor.user)
        actor.client.raise_request_exception = False
    return found

"""The canary: a text that stands, with the code of its owner, in the free texts of every organisation's things.

Whoever then meets it where that organisation's things should not be has found a leak. Each app plants its own in
`demo.plant_canary(world, text)`, for `world["owners"]`; here are the people, and what is addressed to them.
"""

import zlib
from collections.abc import Iterable
from types import ModuleType
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from identity.actions import texts
from kit.seeded import Owner, mark
from notifications.actions import messages
from organisations.actions import grants
from organisations.demo import SINCE
from organisations.models import Membership, Organisation, OrganisationKind, Role


def plant(world: dict[str, Any], text: str, parts: Iterable[ModuleType]) -> None:
    """Plant it for every organisation there is, from the ground up. Safe to run again."""
    every = Organisation.objects.filter(is_demo=True).select_related("division", "managing_authority").order_by("pk")
    with transaction.atomic():
        world["owners"] = [_owner(world, one, text) for one in every]
        texts.accept_for([owner.person for owner in world["owners"]], at=world["now"])
    for part in parts:
        if hasattr(part, "plant_canary"):
            with transaction.atomic():
                part.plant_canary(world, text)


def _owner(world: dict[str, Any], organisation: Organisation, text: str) -> Owner:
    """One person of the organisation, who can sign in as all of the demonstration can, with a message to read."""
    marked = mark(text, organisation.code or organisation.pk)
    person, created = get_user_model().objects.get_or_create(
        username=f"canary-{zlib.crc32(text.encode()):08x}-{organisation.pk}",
        defaults={"name": f"示例人员 {marked}"[:64], "password": world["users"]["teacher"].password},
    )
    owner = Owner(organisation, person, marked)
    if created:
        Membership.objects.create(
            user=person, organisation=organisation, staff_number=owner.says("示例", 32), joined_on=SINCE
        )
        if organisation.kind == OrganisationKind.SCHOOL:
            grants.grant(person, Role.TEACHER, organisation, valid_from=SINCE)
        messages.send(person, owner.says("示例消息", 120), owner.says("这条消息只给本人看。"), at=world["now"])
    return owner

"""The verb table of docs/roles.md against the addresses as they are: what they declare, and what they answer."""

import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from home import addresses
from organisations.models import Role
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

OF_SCHOOLS = {"teacher", "student", "school_editor", "school_head"}
LINES = re.findall(
    r"^\| ([^|]+) \| ([a-z_, ]+) \| (none|own|organisation|territory) \| ([^|]+) \|$",
    (Path(settings.ROOT) / "docs" / "roles.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
TABLE = {name: (frozenset(roles.split(", ")), whose) for _what, roles, whose, names in LINES for name in names.split()}
DECLARED = {one.name: (frozenset(one.roles), one.tenant) for one in addresses.all_addresses() if one.access == "role"}
VALUES = {"uuid": str(uuid.UUID(int=0)), "int": "0", "slug": "nothing", "str": "nothing", "path": "nothing"}


def filled(pattern):
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda place: VALUES.get(place[1] or "str", "nothing"), pattern)


def answers(client, address):
    """The status of asking for nothing that exists, by POST where the address knows no GET."""
    status = client.get(filled(address.pattern)).status_code
    return client.post(filled(address.pattern)).status_code if status == 405 else status


def test_the_table_names_every_address_of_a_role_with_exactly_its_roles():
    assert len(LINES) > 20
    assert TABLE == DECLARED


def test_each_address_stands_in_one_line():
    names = [name for *_rest, names in LINES for name in names.split()]

    assert sorted(names) == sorted(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_the_table_says_and_nothing_else(client, role):
    user = UserFactory()
    grant(user, role, SchoolFactory() if role in OF_SCHOOLS else BureauFactory())
    client.force_login(user)

    opened = {one.name for one in addresses.all_addresses() if one.access == "role" and answers(client, one) != 403}

    assert opened == {name for name, (roles, _whose) in TABLE.items() if role in roles}

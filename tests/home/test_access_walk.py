"""Every address of ours, walked by a stranger and by a person without any role: the first step of the access matrix."""

import re
import uuid

import pytest
from django.conf import settings

from home import addresses
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db

VALUES = {"uuid": str(uuid.UUID(int=0)), "int": "0", "slug": "nothing", "str": "nothing", "path": "nothing"}
OURS = [one for one in addresses.all_addresses() if one.access != "third-party"]
CLOSED = [one for one in OURS if one.access != "public"]


def filled(pattern):
    """The pattern with a value that exists nowhere in each of its places."""
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda place: VALUES.get(place[1] or "str", "nothing"), pattern)


def named(one):
    return f"{one.pattern} {one.name}"


@pytest.mark.parametrize("address", OURS, ids=named)
def test_no_address_fails_for_a_stranger_who_asks_for_nothing_that_exists(client, address):
    assert client.get(filled(address.pattern)).status_code in {200, 204, 302, 401, 403, 404, 405, 410}


@pytest.mark.parametrize("address", CLOSED, ids=named)
def test_a_stranger_sees_nothing_of_what_is_closed(client, address):
    answer = client.get(filled(address.pattern))

    if answer.status_code == 302:
        assert answer.url.startswith((settings.LOGIN_URL, "/desk/editor/"))
    else:
        assert answer.status_code in {401, 403, 404, 405}


def test_a_person_without_a_role_gets_nothing_that_belongs_to_roles(client):
    client.force_login(UserFactory())

    opened = {
        f"{method} {address.pattern}"
        for address in OURS
        if address.access == "role"
        for method in ("get", "post")
        if getattr(client, method)(filled(address.pattern)).status_code not in {403, 404, 405}
    }

    assert opened == set()

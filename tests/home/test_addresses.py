import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern
from ninja import NinjaAPI

from home import addresses
from kit.access import access


def plain(request):
    return HttpResponse()


@access("role", roles=("officer",), tenant="territory", writes=True)
def declared(request):
    return HttpResponse()


def walk(*patterns):
    return addresses.all_addresses(URLResolver(RegexPattern(r"^/"), list(patterns)))


def test_every_address_of_the_platform_declares_its_access():
    assert [address.pattern for address in addresses.unclassified(addresses.all_addresses())] == []


def test_a_view_of_ours_that_declares_nothing_is_unclassified():
    found = walk(path("desk/", include([path("new/", plain, name="new")])))

    assert [(one.pattern, one.access) for one in found] == [("desk/new/", "unclassified")]


def test_a_declared_view_is_listed_as_it_says():
    (found,) = walk(path("desk/", declared, name="desk"))

    assert found.as_dict() == {
        "pattern": "desk/",
        "name": "desk",
        "access": "role",
        "roles": ["officer"],
        "tenant": "territory",
        "writes": True,
    }


def test_our_view_below_the_addresses_of_others_must_declare_too():
    (found,) = walk(path("accounts/slip/", plain))

    assert found.access == "unclassified"


def test_each_operation_of_the_api_is_listed_by_its_method():
    api = NinjaAPI(urls_namespace="test-only")
    api.get("/things/")(declared)
    api.post("/things/")(plain)

    found = [one for one in walk(path("api/", api.urls)) if one.pattern == "api/things/"]

    assert [(one.name, one.access) for one in found] == [
        ("test-only:declared GET", "role"),
        ("test-only:plain POST", "unclassified"),
    ]


def test_list_urls_prints_one_document():
    out = StringIO()

    call_command("list_urls", "--json", stdout=out)

    kinds = {row["access"] for row in json.loads(out.getvalue())}
    assert kinds <= {"public", "signed-in", "role", "token", "third-party"}


def test_list_urls_fails_when_an_address_is_unclassified(monkeypatch):
    found = walk(path("forgotten/", plain))
    monkeypatch.setattr(addresses, "all_addresses", lambda: found)

    with pytest.raises(CommandError, match="forgotten/"):
        call_command("list_urls", stdout=StringIO())

import pytest
from django.urls import reverse

from campaigns.honours.models import Decision, HonourEntry
from kit import clock
from tests.factories.honours import (
    AFTER,
    PAPER,
    compiled,
    published,
)
from tests.factories.identity import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_december(settings):
    """The clock of the pages stands at noon of 2 December 2026, when the notices of these tests are over."""
    clock.move(round((AFTER - clock.real_now()).total_seconds()))
    yield
    clock.move(0)


def address(name, *args):
    return reverse(f"honours:{name}", args=args)


def test_an_officer_compiles_and_a_decider_releases(client):
    world = published(2)
    client.force_login(world.province_officer)
    client.post(address("compile", world.notice.code), {**PAPER, "document_number": "测教发[2026]7号"})
    decision = Decision.objects.get()
    client.force_login(world.decider)

    answer = client.post(address("release", decision.uuid), {"password": PASSWORD}, follow=True)

    decision.refresh_from_db()
    assert (decision.document_number, decision.state) == ("测教发〔2026〕7号", "released")
    assert [one.name for one in HonourEntry.objects.order_by("entry_no")] == [one.name for one in world.schools]
    assert all(one.code in answer.text for one in HonourEntry.objects.all())


def test_a_wrong_password_releases_nothing(client):
    world = compiled()
    client.force_login(world.decider)

    answer = client.post(address("release", world.decision.uuid), {"password": "Wrong-password-1"})

    world.decision.refresh_from_db()
    assert (world.decision.state, HonourEntry.objects.count()) == ("compiled", 0)
    assert answer.context["form"].errors["password"] == ["密码不对，决定没有发布。"]
    assert "Wrong-password-1" not in answer.text

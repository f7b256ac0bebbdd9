import pytest
from django.core.management import call_command

from campaigns.creditfeed import checks, destinations
from campaigns.creditfeed.actions import delivery
from campaigns.creditfeed.actions import destinations as places
from campaigns.creditfeed.errors import NoDestination
from campaigns.creditfeed.models import Destination, FeedRow
from kit import sweeps
from tests.campaigns.creditfeed.conftest import SECRET, put
from trail.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_URL", "https://credit.example")
    monkeypatch.setenv("FEED_PROVINCE_SECRET", SECRET)


def test_every_address_in_the_settings_becomes_a_destination_once(address, monkeypatch):
    monkeypatch.setenv("FEED_CITY_URL", "https://city.example")
    monkeypatch.setenv("FEED_PROVINCE_TITLE", "省信用平台")

    assert (places.follow_settings(), places.follow_settings()) == (["CITY", "PROVINCE"], [])

    assert list(Destination.objects.values_list("name", "title", "mode", "active")) == [
        ("CITY", "CITY", "service", True),
        ("PROVINCE", "省信用平台", "service", True),
    ]
    assert list(Event.objects.values_list("action", flat=True)) == ["feed.destination_set"] * 2


def test_a_destination_that_was_put_to_rest_works_again_with_its_address(address):
    Destination.objects.create(name="PROVINCE", title="省平台", mode="file", active=False)

    assert places.follow_settings() == ["PROVINCE"]

    assert list(Destination.objects.values_list("title", "mode", "active")) == [("省平台", "service", True)]


def test_a_folder_in_the_settings_becomes_a_destination_of_files(monkeypatch, tmp_path):
    monkeypatch.setenv("FEED_LOCAL_FOLDER", str(tmp_path))

    places.follow_settings()

    assert list(Destination.objects.values_list("name", "mode")) == [("LOCAL", "file")]


def test_the_sweep_makes_the_destinations_before_it_delivers(address):
    sweeps.registered()["creditfeed.deliver"][1]()

    assert Destination.objects.filter(name="PROVINCE", active=True).exists()


def test_without_any_destination_the_refusal_says_what_to_set(monkeypatch):
    monkeypatch.delenv("FEED_PROVINCE_URL", raising=False)

    with pytest.raises(NoDestination, match="FEED_PROVINCE_URL"):
        places.require_one()


def test_the_settings_are_enough_for_a_release_before_the_first_sweep(address):
    places.require_one()

    assert Destination.objects.get().name == "PROVINCE"


def test_an_address_without_a_secret_is_told_by_the_system_check(address, monkeypatch, settings):
    settings.DEMO = False
    assert checks.feed_settings() == []
    monkeypatch.delenv("FEED_PROVINCE_SECRET")

    assert [(one.id, "FEED_PROVINCE_SECRET" in one.msg) for one in checks.feed_settings()] == [
        ("creditfeed.E001", True)
    ]


def test_a_secret_that_is_not_written_as_one_is_told_by_the_system_check(address, monkeypatch, settings):
    settings.DEMO = False
    monkeypatch.setenv("FEED_PROVINCE_SECRET", "hunter2!")

    assert [one.id for one in checks.feed_settings()] == ["creditfeed.E001"]


def test_production_without_any_destination_is_warned(monkeypatch, settings):
    settings.DEMO = False
    monkeypatch.delenv("FEED_PROVINCE_URL", raising=False)

    assert [one.id for one in checks.feed_settings()] == ["creditfeed.W001"]


def test_a_destination_without_its_settings_holds_back_no_other(monkeypatch, settings, tmp_path):
    settings.DEMO = False
    monkeypatch.delenv("FEED_PROVINCE_URL", raising=False)
    monkeypatch.setenv("FEED_ZONE_FOLDER", str(tmp_path))
    Destination.objects.create(name="PROVINCE", title="省平台", mode="service")
    put()
    Destination.objects.create(name="ZONE", title="区", mode="file")
    row = FeedRow.objects.get()
    row.pk, row.destination = None, Destination.objects.get(name="ZONE")
    row.save()

    counts = delivery.deliver()

    assert (counts["sent"], counts["failed"]) == (2, 1)
    assert list(FeedRow.objects.values_list("destination__name", "state").order_by("pk")) == [
        ("PROVINCE", "waiting"),
        ("ZONE", "written"),
    ]


def test_a_new_deployment_knows_its_destination(address, capsys):
    call_command("create_deployment", "--json")

    assert '"destinations": ["PROVINCE"]' in capsys.readouterr().out
    assert destinations.named_in_settings() == {"PROVINCE": "service"}

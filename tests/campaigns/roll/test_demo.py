import pytest

from campaigns.creditfeed import demo as creditfeed_demo
from campaigns.creditfeed.models import FeedRow
from campaigns.honours import demo
from campaigns.honours.models import EntryEvent, HonourEntry, RollName
from campaigns.notices.models import PublicNotice
from kit import clock
from kit.codes import parse_code
from organisations import demo as organisations_demo
from workdays.actions import years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]


def seed():
    """What the roll's part of the demonstration stands on, then the part itself."""
    world = {"now": clock.now()}
    years.load_shipped()
    for part in (organisations_demo, creditfeed_demo, demo):
        part.seed(world)
    return world


def test_the_demo_world_has_a_roll_and_a_running_notice_once(client):
    for _time in range(2):
        seed()

    assert (HonourEntry.objects.count(), PublicNotice.objects.count()) == (6, 2)
    assert client.get("/").context["honours"].count == 6
    assert client.get("/").context["notices"].count == 1


def test_the_roll_grows_to_a_total_with_feed_records_that_wait():
    world = seed()

    for _time in range(2):
        demo.grow_honours(world, 40, seed=3, canary="鸟")

    rows = HonourEntry.objects.order_by("entry_no")
    assert list(rows.values_list("entry_no", flat=True)) == list(range(1, 41))
    assert [parse_code(code, "H") for code in rows.values_list("code", flat=True)]
    assert EntryEvent.objects.count() == 40
    assert FeedRow.objects.filter(state="waiting", event="award").count() == 80
    assert RollName.objects.count() == 12
    marked = EntryEvent.objects.get(entry__entry_no=40)
    assert marked.reason == f"鸟-{marked.entry.organisation.code or marked.entry.organisation_id}"


def test_the_same_seed_makes_the_same_codes():
    from django.db import transaction

    world = seed()
    found = []
    for _time in range(2):
        with transaction.atomic():
            demo.grow_honours(world, 20, seed=3, canary="")
            found.append(list(HonourEntry.objects.filter(entry_no__gt=6).values_list("code", "uuid")))
            transaction.set_rollback(True)

    assert found[0] == found[1]

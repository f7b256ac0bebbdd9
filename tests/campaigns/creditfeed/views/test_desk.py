"""The feed's desk: the operator at the province acts, the auditor reads, nobody else sees any of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.creditfeed.models import Destination, FeedRow
from campaigns.creditfeed.sections import parked
from kit import clock
from tests.campaigns.creditfeed.conftest import put
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, grant
from trail.models import Event

QUERIES = 15
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
DESK = "/en/desk/feed/"


def somebody(role="feed_operator", level="province"):
    user = UserFactory()
    grant(user, role, BureauFactory(level=level))
    return user


def refused(**changes):
    row = put(**changes)
    FeedRow.objects.filter(pk=row.pk).update(state="parked", reason="422: region_code: unknown")
    return row


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_shows_the_sums_and_the_refused_records_in_a_fixed_number_of_queries(
    client, province, count, django_assert_num_queries
):
    for number in range(count):
        refused(subject_name=f"学校{number}")
    put()
    client.force_login(somebody())
    client.get(DESK)

    with django_assert_num_queries(QUERIES):
        answer = client.get(DESK)

    (one,) = answer.context["destinations"]
    assert (one.waiting, one.written, one.receipted, one.parked) == (1, 0, 0, count)
    assert [row.body["data"]["subject_name"] for row in answer.context["page"]] == [f"学校{n}" for n in range(count)]
    assert answer.text.count("422: region_code: unknown") == count
    assert answer.text.count("/retry/") == count


def test_the_operator_sends_a_refused_record_again(client, province):
    row, operator = refused(), somebody()
    client.force_login(operator)
    assert parked(operator) == 1

    client.post(reverse("creditfeed:retry", args=[row.pk]))

    row.refresh_from_db()
    event = Event.objects.get(action="feed.retried")
    assert (row.state, event.actor, parked(operator)) == ("waiting", operator, 0)


def test_a_range_of_days_goes_again(client, province):
    row, operator = refused(), somebody()
    client.force_login(operator)
    day = clock.today().isoformat()

    answer = client.post(
        "/en/desk/feed/replay/",
        {"replay-destination": province.pk, "replay-first": day, "replay-last": day},
        follow=True,
    )

    row.refresh_from_db()
    event = Event.objects.get(action="feed.replayed")
    assert (row.state, event.actor) == ("waiting", operator)
    assert event.detail == {"first": day, "last": day, "queued": 1}
    assert "1 record is queued again." in answer.text


@pytest.mark.parametrize(
    ("first", "last"),
    [("0001-01-01", "2026-11-01"), ("2026-11-02", "2026-11-01"), ("2026-11-01", "9999-12-31"), ("", "x")],
)
def test_days_that_cannot_be_are_told_and_queue_nothing(client, province, first, last):
    row = refused()
    client.force_login(somebody())

    answer = client.post(
        "/en/desk/feed/replay/",
        {"replay-destination": province.pk, "replay-first": first, "replay-last": last},
    )

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (422, "parked")


def test_a_day_is_compared_and_mended(client, receiver, province):
    operator = somebody()
    row = put()
    FeedRow.objects.filter(pk=row.pk).update(state="receipted", receipt_id="r-1", received_at=clock.now())
    client.force_login(operator)
    told = {"reconcile-destination": province.pk, "reconcile-day": clock.today().isoformat()}

    compared = client.post("/en/desk/feed/reconcile/", told)
    row.refresh_from_db()
    before = row.state
    mended = client.post("/en/desk/feed/reconcile/", {**told, "reconcile-repair": "on"})

    row.refresh_from_db()
    assert (compared.context["result"]["missing"], before) == ([row.key], "receipted")
    assert (mended.context["result"]["repaired"], row.state) == ([row.key], "waiting")
    events = Event.objects.filter(action="feed.reconciled").order_by("pk")
    assert [(one.actor, one.detail["repaired"]) for one in events] == [(operator, 0), (operator, 1)]


def test_a_platform_that_does_not_answer_is_told_in_the_form(client, province, monkeypatch):
    monkeypatch.setenv("FEED_PROVINCE_URL", "http://127.0.0.1:9")
    client.force_login(somebody())
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    answer = client.post("/en/desk/feed/reconcile/", {"reconcile-destination": province.pk, "reconcile-day": yesterday})

    assert answer.status_code == 422
    assert "could not be asked: No answer" in answer.text


def test_the_auditor_reads_and_does_nothing(client, province):
    row, auditor = refused(), somebody("auditor")
    client.force_login(auditor)

    page = client.get(DESK)
    answers = [client.post(f"/desk/feed/{one}/") for one in (f"records/{row.pk}/retry", "replay", "reconcile")]

    assert "422: region_code: unknown" in page.text
    assert "<form" not in page.text.split("<main", 1)[1].split("</main", 1)[0]
    assert ([one.status_code for one in answers], parked(auditor)) == ([403] * 3, 0)


@pytest.mark.parametrize("role", ["feed_operator", "auditor"])
def test_below_the_province_nobody_sees_any_of_the_feed(client, province, role):
    row = refused()
    user = somebody(role, "city")
    client.force_login(user)

    page = client.get(DESK)
    answer = client.post(reverse("creditfeed:retry", args=[row.pk]))

    row.refresh_from_db()
    assert list(page.context["destinations"]) == list(page.context["page"]) == []
    assert (answer.status_code, row.state) == (404 if role == "feed_operator" else 403, "parked")


def test_an_auditor_of_the_province_does_not_act_by_the_right_of_a_county(client, province):
    row, user = refused(), somebody("auditor")
    grant(user, "feed_operator", BureauFactory(level="county"))
    client.force_login(user)

    assert client.post(reverse("creditfeed:retry", args=[row.pk])).status_code == 404
    assert Destination.objects.visible_to(user, "feed_operator").count() == 0

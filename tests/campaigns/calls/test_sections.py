"""What other pages of the platform show of calls, and that bad input never fails."""

import pytest
from django.urls import reverse

from campaigns.calls import sections
from kit import desks, face
from organisations.models import Role
from tests.factories import campaigns

pytestmark = pytest.mark.django_db


def test_the_search_finds_open_calls_by_every_word_and_no_drafts(world):
    call = campaigns.call_open(world, title="读书与守信创建")
    campaigns.call_draft(world, title="读书与守信草稿")

    assert [one.title for one in sections.search("守信 读书", 5)] == [call.title]
    assert sections.search("守信 没有这个词", 5) == []
    assert [one.title for one in sections.search(call.code.lower(), 5)] == [call.title]


def test_the_sitemap_lists_open_calls_only(world):
    call = campaigns.call_open(world)
    draft = campaigns.call_draft(world)

    listed = {path for path, _day in face.addresses()}

    assert f"/campaigns/{call.code}/" in listed
    assert f"/campaigns/{draft.code}/" not in listed


def test_the_desk_counts_what_waits(world):
    campaigns.application_in_review(world)
    campaigns.application_draft(world)
    campaigns.call_draft(world)

    assert sections.waiting(world.county_officer) == 1
    assert sections.waiting(world.city_officer) == 0
    assert sections.to_write(world.head) == 1
    assert sections.drafts(world.province_officer) == 1
    assert {"calls.reviews", "calls.calls"} <= {one.key for one in desks.sections_for({Role.OFFICER.value})}
    assert "calls.applications" in {one.key for one in desks.sections_for({Role.SCHOOL_HEAD.value})}


@pytest.mark.parametrize(
    "values",
    [
        {"x": "1"},
        {"form-TOTAL_FORMS": "999999", "form-INITIAL_FORMS": "0"},
        {"form-TOTAL_FORMS": "-1", "form-INITIAL_FORMS": "x"},
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-number": "1", "form-0-weight": "NaN"},
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-number": "1\0", "form-0-title": "a\0"},
    ],
)
def test_rows_that_make_no_sense_change_nothing(client, world, values):
    draft = campaigns.call_draft(world)
    client.force_login(world.province_officer)

    answer = client.post(reverse("calls:indicators", args=[draft.uuid]), values)

    assert answer.status_code == 200
    assert draft.indicators.count() == len(campaigns.INDICATORS)


@pytest.mark.parametrize(
    "values",
    [
        {"x": "1"},
        {"version": "9" * 5000},
        {"version": "1", "narrative": "长" * 4001},
        {"version": "1", "narrative": "a\0b"},
    ],
)
def test_an_application_that_makes_no_sense_is_not_saved(client, world, values):
    draft = campaigns.application_draft(world)
    client.force_login(world.head)

    assert client.post(reverse("calls:application", args=[draft.uuid]), values).status_code == 200

    draft.refresh_from_db()
    assert draft.narrative == "我们学校……"


@pytest.mark.parametrize("values", [{}, {"call": "x", "unit": "y"}, {"call": "'", "unit": "\0"}])
def test_a_start_that_names_nothing_finds_nothing(client, world, values):
    client.force_login(world.head)

    assert client.post(reverse("calls:start"), values).status_code == 404


@pytest.mark.parametrize("score", ["NaN", "1e999999", "-1", "100.001", "Infinity", "x"])
def test_a_score_that_makes_no_sense_recommends_nothing(client, world, score):
    application = campaigns.application_in_review(world)
    client.force_login(world.county_officer)
    values = {"version": application.version, "score": score, "reason": "属实"}

    answer = client.post(reverse("calls:recommend", args=[application.uuid]), values)

    assert answer.context["recommend"].errors["score"]
    assert not application.reviews.exists()


@pytest.mark.parametrize("code", ["x", "K" * 12, "Ｋ000", "K%00", "K-0-0", "🙂"])
def test_a_code_that_is_none_finds_nothing(client, db, code):
    assert client.get(f"/campaigns/{code}/").status_code == 404

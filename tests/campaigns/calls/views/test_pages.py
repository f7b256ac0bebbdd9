"""Who sees which page of calls and applications, and what waits there."""

import pytest
from django.urls import reverse

from campaigns.calls.models import Application, ApplicationState, Call
from tests.factories import campaigns
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

pytestmark = pytest.mark.django_db


def test_the_public_page_shows_open_calls_and_no_drafts(client, world):
    call = campaigns.call_open(world)
    campaigns.call_draft(world, title="草稿中的活动")

    page = client.get(reverse("calls:campaigns")).content.decode()

    assert call.title in page
    assert call.approval_number in page
    assert "草稿中的活动" not in page


def test_a_call_is_found_by_its_code_in_any_writing(client, world):
    call = campaigns.call_open(world)

    answer = client.get(reverse("calls:campaign", args=[call.code.lower()]))

    assert answer.status_code == 301
    assert client.get(answer.url).context["call"] == call


def test_a_draft_has_no_public_page(client, world):
    draft = campaigns.call_draft(world)

    assert client.get(reverse("calls:campaign", args=[draft.code])).status_code == 404
    assert client.get(reverse("calls:campaign", args=["K0000000000A"])).status_code == 404


def test_the_gate_names_what_is_missing(client, world):
    draft = campaigns.call_draft(world, no_fee=False, budget_line="")
    client.force_login(world.province_officer)

    context = client.get(reverse("calls:desk_call", args=[draft.uuid])).context

    assert context["unmet"] == 2
    client.post(reverse("calls:open_call", args=[draft.uuid]))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_an_officer_of_the_organiser_opens_and_closes(client, world):
    draft = campaigns.call_draft(world)
    client.force_login(world.province_officer)

    client.post(reverse("calls:open_call", args=[draft.uuid]))
    draft.refresh_from_db()
    assert draft.state == "open"
    client.post(reverse("calls:close_call", args=[draft.uuid]))

    draft.refresh_from_db()
    assert draft.state == "closed"


@pytest.mark.parametrize("name", ["open_call", "close_call", "import_indicators"])
def test_an_officer_of_another_bureau_changes_nothing(client, world, name):
    call = campaigns.call_open(world)
    draft = campaigns.call_draft(world)
    client.force_login(world.county_officer)

    assert client.post(reverse(f"calls:{name}", args=[draft.uuid])).status_code == 404
    client.post(reverse(f"calls:{name}", args=[call.uuid]))

    call.refresh_from_db()
    assert call.state == "open"


@pytest.mark.parametrize("name", ["desk_call", "change_call", "indicators"])
def test_anothers_draft_does_not_exist(client, world, name):
    draft = campaigns.call_draft(world)
    client.force_login(world.county_officer)

    assert client.get(reverse(f"calls:{name}", args=[draft.uuid])).status_code == 404


@pytest.mark.parametrize("name", ["change_call", "indicators"])
def test_an_open_call_is_not_written_any_more(client, world, name):
    call = campaigns.call_open(world)
    client.force_login(world.province_officer)
    address = reverse(f"calls:{name}", args=[call.uuid])

    for answer in (client.get(address), client.post(address, {})):
        assert answer.url == reverse("calls:desk_call", args=[call.uuid])


def test_an_officer_writes_a_call_and_its_indicators(client, world):
    client.force_login(world.province_officer)
    values = {
        **{name: value for name, value in campaigns.CALL.items() if name != "no_fee"},
        "no_fee": "on",
        "organiser": world.province.pk,
        "validity_years": 3,
    }

    client.post(reverse("calls:new_call"), values)
    call = Call.objects.get()
    rows = {
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "form-0-number": "1",
        "form-0-title": "组织",
        "form-1-number": "1.1",
        "form-1-title": "有人负责",
        "form-1-weight": "100",
        "form-1-stages": ["primary"],
    }
    client.post(reverse("calls:indicators", args=[call.uuid]), rows)

    assert [(one.number, one.weight, one.stages) for one in call.indicators.all()] == [
        ("1", 0, []),
        ("1.1", 100, ["primary"]),
    ]
    client.post(reverse("calls:change_call", args=[call.uuid]), {**values, "quota": "7"})
    call.refresh_from_db()
    assert call.quota == 7


def test_the_officer_cannot_name_an_organiser_that_is_not_theirs(client, world):
    client.force_login(world.county_officer)
    values = {**campaigns.CALL, "no_fee": "on", "organiser": world.province.pk, "validity_years": 3}

    answer = client.post(reverse("calls:new_call"), values)

    assert answer.context["form"].errors["organiser"]
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("head", True),
        ("other_head", False),
        ("county_officer", False),
    ],
)
def test_an_application_is_its_units_own(client, world, person, seen):
    draft = campaigns.application_draft(world)
    world.other_head = campaigns.head_of(SchoolFactory(managing_authority=world.county))
    client.force_login(getattr(world, person))

    answer = client.get(reverse("calls:application", args=[draft.uuid]))

    assert answer.status_code == (200 if seen else 403 if person == "county_officer" else 404)


@pytest.mark.parametrize("role", ["teacher", "school_editor", "expert"])
@pytest.mark.parametrize("name", ["applications", "reviews", "desk_calls"])
def test_other_roles_have_no_such_desk(client, world, role, name):
    person = UserFactory()
    grant(person, role, world.school)
    client.force_login(person)

    assert client.get(reverse(f"calls:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["review", "recommend", "return", "reject"])
def test_another_countys_officer_finds_no_application(client, world, name):
    application = campaigns.application_in_review(world)
    client.force_login(campaigns.officer_of(BureauFactory(managing_authority=world.city)))
    address = reverse(f"calls:{name}", args=[application.uuid])

    assert (client.get(address) if name == "review" else client.post(address)).status_code == 404


def test_a_draft_does_not_exist_for_its_reviewers(client, world):
    draft = campaigns.application_draft(world)
    client.force_login(world.county_officer)

    assert client.get(reverse("calls:review", args=[draft.uuid])).status_code == 404


def test_a_school_applies_and_every_level_recommends(client, world):
    call = campaigns.call_open(world)
    client.force_login(world.head)
    assert client.get(reverse("calls:applications")).context["possible"] == [(call, world.school)]
    client.post(reverse("calls:start"), {"call": call.uuid, "unit": world.school.uuid})
    application = Application.objects.get()
    address = reverse("calls:application", args=[application.uuid])
    asked = client.get(address).context["form"].asked
    values = {f"score-{one.pk}": "70" for one in asked} | {"version": "1", "narrative": "我们学校"}

    client.post(address, {**values, f"score-{asked[0].pk}": "", "then": "submit"})
    assert Application.objects.get().state == ApplicationState.DRAFT
    client.post(address, {**values, "version": "2", "then": "submit"})
    assert Application.objects.get().state == ApplicationState.IN_REVIEW

    for officer in (world.county_officer, world.city_officer, world.province_officer):
        client.force_login(officer)
        assert client.get(reverse("calls:reviews")).context["waiting"] == 1
        version = Application.objects.get().version
        client.post(
            reverse("calls:recommend", args=[application.uuid]),
            {"version": version, "score": "88.5", "reason": "属实"},
        )

    assert Application.objects.get().state == ApplicationState.RECOMMENDED
    assert world.head.messages.get().url == address


def test_two_tabs_the_later_one_keeps_its_words_and_overwrites_nothing(client, world):
    draft = campaigns.application_draft(world)
    client.force_login(world.head)
    address = reverse("calls:application", args=[draft.uuid])
    client.post(address, {"version": draft.version, "narrative": "第一个窗口"})

    answer = client.post(address, {"version": draft.version, "narrative": "第二个窗口"})

    assert "第二个窗口" in answer.content.decode()
    assert Application.objects.get().narrative == "第一个窗口"


def test_a_score_of_nought_is_shown_as_nought(client, world):
    application = campaigns.application_draft(world)
    application.answers.update(self_score=0)
    Application.objects.update(state="in_review", reviewer=world.county)
    client.force_login(world.county_officer)

    page = client.get(reverse("calls:review", args=[application.uuid])).content.decode()

    assert page.count('自评分">0</td>') == 3


def test_the_enter_key_saves_and_takes_no_file_away(client, world):
    draft = campaigns.application_draft(world)
    client.force_login(world.head)

    page = client.get(reverse("calls:application", args=[draft.uuid])).content.decode()

    form = page[page.index('enctype="multipart/form-data"') :]
    assert form[form.index("<button") :].startswith('<button class="visually-hidden" name="then" value=""')


def test_a_reviewer_who_belongs_to_the_unit_sees_why_not(client, world):
    application = campaigns.application_in_review(world)
    grant(world.county_officer, "teacher", world.school)
    client.force_login(world.county_officer)

    context = client.get(reverse("calls:review", args=[application.uuid])).context

    assert context["why_not"]


def test_a_return_needs_a_day_and_a_list(client, world):
    application = campaigns.application_in_review(world)
    client.force_login(world.county_officer)

    answer = client.post(reverse("calls:return", args=[application.uuid]), {"version": application.version})

    assert set(answer.context["back"].errors) == {"reason", "due_on"}
    assert Application.objects.get().state == ApplicationState.IN_REVIEW


def many(world, rows):
    call = campaigns.call_open(world)
    for number in range(rows):
        school = SchoolFactory(managing_authority=world.county, stages=["primary"])
        campaigns.application_in_review(world, call, school, campaigns.head_of(school))
        grant(world.head, "school_head", school)
        campaigns.call_open(world, title=f"活动{number}")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "person", "queries"),
    [
        ("campaigns", None, 2),
        ("desk_calls", "province_officer", 7),
        ("applications", "head", 8),
        ("reviews", "county_officer", 8),
    ],
)
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(
    client, world, rows, name, person, queries, django_assert_num_queries
):
    many(world, rows)
    if person:
        client.force_login(getattr(world, person))

    with django_assert_num_queries(queries):
        assert client.get(reverse(f"calls:{name}")).status_code == 200

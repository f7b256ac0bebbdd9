import pytest
from django.urls import reverse

from courses.models import Enrolment, Programme, Reminder
from organisations.models import Membership
from tests.factories.courses import NOON, enrol, make_programme, make_teacher
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from trail.actions import jobs
from trail.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return BureauFactory(name="测试甲县教育局")


@pytest.fixture
def officer(county):
    officer = UserFactory()
    grant(officer, "officer", county)
    return officer


@pytest.fixture
def programme(curriculum, county):
    return make_programme(curriculum["M1"], county)


def fill(programme, county, schools, teachers=2):
    for _school in range(schools):
        school = SchoolFactory(managing_authority=county)
        for _teacher in range(teachers):
            enrol(make_teacher(school), programme)


def test_the_numbers_by_school_are_those_of_the_rows(client, programme, county, officer):
    fill(programme, county, 2)
    first = Enrolment.objects.order_by("pk").first()
    first.completed_at = NOON
    first.save()
    gone = Enrolment.objects.order_by("pk").last()
    Membership.objects.filter(pk=gone.membership_id).update(left_on="2026-10-01")
    client.force_login(officer)

    context = client.get(reverse("courses:by_school", args=[programme.uuid])).context

    assert [(row.total, row.done, row.left) for row in context["rows"]] == [(2, 1, 1), (1, 0, 1)]
    assert (context["total"], context["done"]) == (3, 1)


def test_schools_stand_in_the_order_of_their_codes_whatever_their_numbers(client, programme, county, officer):
    late = SchoolFactory(managing_authority=county, school_code="9999999999")
    early = SchoolFactory(managing_authority=county, school_code="1111111111")
    point = SchoolFactory(managing_authority=None, parent=late, school_code="", uscc="")
    for school in (late, point, early):
        enrol(make_teacher(school), programme)
    client.force_login(officer)

    rows = client.get(reverse("courses:by_school", args=[programme.uuid])).context["rows"]

    assert [row.organisation for row in rows] == [early, late, point]


@pytest.mark.parametrize("name", ["by_school", "left", "people", "remind"])
def test_another_countys_officer_finds_nothing(client, programme, county, name):
    fill(programme, county, 1)
    other = UserFactory()
    grant(other, "officer", BureauFactory())
    client.force_login(other)
    school = Enrolment.objects.first().membership.organisation
    args = [programme.uuid, school.uuid] if name == "people" else [programme.uuid]
    address = reverse(f"courses:{name}", args=args)

    assert (client.post(address) if name == "remind" else client.get(address)).status_code == 404
    assert Reminder.objects.count() == Job.objects.count() == 0


def test_a_school_head_sees_the_own_school_and_no_other(client, programme, county):
    fill(programme, county, 2)
    mine, other = (one.membership.organisation for one in Enrolment.objects.order_by("pk")[::2])
    head = UserFactory()
    grant(head, "school_head", mine)
    client.force_login(head)

    rows = client.get(reverse("courses:by_school", args=[programme.uuid])).context["rows"]

    assert [row.organisation for row in rows] == [mine]
    assert client.get(reverse("courses:people", args=[programme.uuid, mine.uuid])).status_code == 200
    assert client.get(reverse("courses:people", args=[programme.uuid, other.uuid])).status_code == 404


def test_a_teacher_has_no_such_desk(client, programme, county):
    fill(programme, county, 1)
    client.force_login(Enrolment.objects.first().learner)

    assert client.get(reverse("courses:completion")).status_code == 403
    assert client.get(reverse("courses:by_school", args=[programme.uuid])).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("completion", 6), ("by_school", 9), ("left", 10), ("programmes", 8)])
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(
    client, curriculum, county, officer, programme, rows, name, queries, django_assert_num_queries
):
    if name in {"completion", "programmes"}:
        for number in range(rows):
            fill(make_programme(curriculum["M1"], county, title=f"培训{number}"), county, 1)
        args = []
    else:
        fill(programme, county, rows)
        args = [programme.uuid]
    client.force_login(officer)

    with django_assert_num_queries(queries):
        assert client.get(reverse(f"courses:{name}", args=args)).status_code == 200


def test_only_the_organisers_officer_opens_a_programme(client, programme, county, officer):
    city = UserFactory()
    grant(city, "officer", BureauFactory(level="city"))
    client.force_login(city)
    assert client.post(reverse("courses:assign", args=[programme.uuid])).status_code == 404

    client.force_login(officer)
    client.post(reverse("courses:assign", args=[programme.uuid]))

    assert Programme.objects.get().state == "open"
    assert Job.objects.get().kind == "courses.assign"


def test_an_officer_makes_a_draft_and_assigns_it(client, curriculum, county, officer):
    teacher = make_teacher(SchoolFactory(managing_authority=county))
    client.force_login(officer)
    values = {
        "year": 2026,
        "title": "新培训",
        "organiser": county.pk,
        "opens_on": "2026-09-01",
        "closes_on": "2099-06-30",
        "modules": [curriculum["M1"].pk],
        "organisation_kinds": ["school"],
        "certificate_title": "合格证书",
        "certificate_years": 3,
    }

    wrong = client.post(reverse("courses:new_programme"), {**values, "closes_on": "2026-08-01"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["closes_on"]
    client.post(reverse("courses:new_programme"), values)
    made = Programme.objects.get()
    client.post(reverse("courses:assign", args=[made.uuid]))
    jobs.run(Job.objects.get().pk)

    assert (made.territory, made.modules.get().hours) == (county, 3)
    assert Enrolment.objects.get().learner == teacher

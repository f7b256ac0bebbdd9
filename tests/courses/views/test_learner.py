import pytest
from django.urls import reverse

from courses.models import HoursEntry, SectionProgress
from tests.factories.courses import enrol, make_programme, make_teacher
from tests.factories.organisations import BureauFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(curriculum):
    return make_programme(curriculum["M1"])


@pytest.fixture
def teacher(programme, client):
    teacher = make_teacher()
    enrol(teacher, programme)
    client.force_login(teacher)
    return teacher


def test_a_teacher_studies_a_module_from_the_first_section_to_the_certificate(client, programme, teacher):
    page = client.get(reverse("courses:mine"))
    assert [(one.done, one.total) for one in page.context["standings"][0].modules] == [(0, 2)]

    first = client.get(reverse("courses:module", args=[programme.uuid, "M1"]), follow=True)
    assert first.request["PATH_INFO"].endswith("/M1/s1/")
    check = programme.modules.get().lesson.sections()[0].checks[0]
    address = reverse("courses:check", args=[programme.uuid, "M1", "s1"])
    assert f"tried={check.id}" in client.post(address, {"check": check.id, "answer": ["B"]})["Location"]
    assert "tried" not in client.post(address, {"check": check.id, "answer": ["A", "C"]})["Location"]
    second = client.post(reverse("courses:finish", args=[programme.uuid, "M1", "s1"]))
    assert second["Location"].endswith("/M1/lists/")
    client.post(reverse("courses:finish", args=[programme.uuid, "M1", "lists"]))

    held = client.get(reverse("courses:certificates")).content.decode()
    code = teacher.certificates.get().code
    assert code in held
    assert HoursEntry.objects.get().hours == 3
    assert client.get(f"/me/certificates/{code}.png").headers["Content-Type"] == "image/png"
    assert client.get(f"/me/certificates/{code}.pdf").content.startswith(b"%PDF-")


def test_the_module_opens_where_the_learner_stopped(client, programme, teacher):
    lesson = programme.modules.get().lesson
    now = "2026-11-24T04:00:00Z"
    SectionProgress.objects.create(
        learner=teacher, programme=programme, lesson=lesson, section="s1", begun_at=now, finished_at=now
    )

    there = client.get(reverse("courses:module", args=[programme.uuid, "M1"]))

    assert there["Location"].endswith("/M1/lists/")


def test_the_study_page_gives_no_key_away_before_the_check_is_done(client, programme, teacher):
    html = client.get(reverse("courses:section", args=[programme.uuid, "M1", "s1"])).content.decode()

    assert "哪些对？" in html
    assert "甲和丙。" not in html
    assert "data-check" not in html


def test_a_section_cannot_be_finished_around_its_self_check(client, programme, teacher):
    client.post(reverse("courses:finish", args=[programme.uuid, "M1", "s1"]))

    assert not SectionProgress.objects.filter(finished_at__isnull=False).exists()


@pytest.mark.parametrize("name", ["programme", "module", "section"])
def test_what_is_not_assigned_to_me_does_not_exist(client, programme, teacher, curriculum, name):
    other = make_programme(curriculum["M1"], title="别处的培训")
    enrol(make_teacher(), other)
    args = {"programme": [], "module": ["M1"], "section": ["M1", "s1"]}[name]

    assert client.get(reverse(f"courses:{name}", args=[programme.uuid, *args])).status_code in {200, 302}
    assert client.get(reverse(f"courses:{name}", args=[other.uuid, *args])).status_code == 404


@pytest.mark.parametrize("name", ["mine", "certificates"])
def test_a_stranger_is_sent_to_sign_in(client, name):
    assert "/accounts/login/" in client.get(reverse(f"courses:{name}"))["Location"]


@pytest.mark.parametrize("rows", [1, 3])
def test_my_training_takes_the_same_queries_for_one_and_for_three(
    client, curriculum, teacher, programme, rows, django_assert_num_queries
):
    for number in range(rows - 1):
        enrol(teacher, make_programme(curriculum["M1"], title=f"培训{number}"))

    with django_assert_num_queries(9):
        client.get(reverse("courses:mine"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_takes_the_same_queries_for_one_and_for_three(
    client, curriculum, rows, django_assert_num_queries
):
    for number in range(rows):
        make_programme(curriculum["M1"], BureauFactory(), title=f"培训{number}", state="open")

    with django_assert_num_queries(3):
        assert client.get("/training/").content.decode().count("<article") == rows


def test_a_draft_is_not_on_the_public_list(client, curriculum):
    make_programme(curriculum["M1"])

    assert "教师信用培训</h2>" not in client.get("/training/").content.decode()

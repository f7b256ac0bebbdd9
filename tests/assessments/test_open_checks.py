"""What is still to be verified is seen by officers and auditors, with what waits for it."""

from pathlib import Path

import pytest
from django.conf import settings

from courses.actions import content
from courses.models import LessonPage
from tests.factories.assessments import question
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

pytestmark = pytest.mark.django_db

ADDRESS = "/desk/questions/open-checks/"


@pytest.fixture
def lesson():
    content.load(Path(settings.ROOT) / "tests" / "courses" / "curriculum")
    return LessonPage.objects.filter(hours=0).get()


@pytest.fixture
def reader(client):
    def enter(role):
        user = UserFactory()
        grant(user, role, BureauFactory() if role in {"officer", "auditor"} else SchoolFactory())
        client.force_login(user)
        return client

    return enter


def rows(answer):
    return {row["check"].number: row for row in answer.context["rows"]}


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_officers_and_auditors_see_each_check_with_what_rests_on_its_facts(reader, role, lesson):
    waits = question(facts=["A01", "F25"], number="F-901")
    retired = question(facts=["F26"], number="F-902")
    type(retired).objects.filter(pk=retired.pk).update(state="retired")
    question(facts=["A01"], number="F-903")
    LessonPage.objects.filter(pk=lesson.pk).update(facts="F01 F26")

    answer = reader(role).get(ADDRESS)

    found = rows(answer)
    assert list(found) == list(range(1, 13))
    assert found[4]["questions"] == [waits]
    assert found[4]["lessons"] == [(lesson.title, lesson.get_url())]
    assert [row["questions"] + row["lessons"] for number, row in found.items() if number != 4] == [[]] * 11
    page = answer.content.decode()
    assert "F-901" in page
    assert "F-902" not in page
    assert lesson.get_url() in page


def test_the_lesson_says_itself_what_is_to_be_verified(client, lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(facts="F01 F26")

    assert LessonPage.objects.get(pk=lesson.pk).waiting == ["F26"]
    assert '<dd class="code">F26</dd>' in client.get(lesson.get_url()).content.decode()


@pytest.mark.parametrize("role", ["teacher", "school_editor", "school_head"])
def test_nobody_else_does(reader, role):
    assert reader(role).get(ADDRESS).status_code == 403


def test_the_bank_leads_there(reader):
    assert f'href="{ADDRESS}"' in reader("officer").get("/desk/questions/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_more_questions_are_no_more_queries(reader, lesson, django_assert_num_queries, count):
    for _number in range(count):
        question(facts=["F25"])
    client = reader("officer")
    client.get(ADDRESS)

    with django_assert_num_queries(6):
        client.get(ADDRESS)

from datetime import date, datetime
from pathlib import Path

import pytest

from courses.actions import content
from courses.models import LessonPage
from home import front_page
from kit import clock, face
from kit.face import Card, Front
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db
CURRICULUM = Path(__file__).parents[1] / "courses" / "curriculum"


def test_an_empty_platform_has_a_first_page_that_says_so(client):
    page = client.get("/").content.decode()

    assert page.count("tier--later") == len(front_page.TIERS)
    assert "还没有作出表彰或命名决定" in page or "No honour has been decided yet" in page


def test_the_first_page_counts_the_lessons_that_are_open(client):
    content.load(CURRICULUM)

    shown = client.get("/").context

    assert shown["lessons"] == 1
    assert {tier["slug"]: tier["lessons"] for tier in shown["tiers"] if tier["lessons"]} == {"primary-lower": 1}


def test_a_lesson_that_was_taken_down_is_not_counted(client):
    content.load(CURRICULUM)
    for lesson in LessonPage.objects.all():
        lesson.unpublish()

    assert client.get("/").context["lessons"] == 0


@pytest.fixture
def registered(monkeypatch):
    for name in ("_fronts", "_searches", "_addresses", "_holdings"):
        monkeypatch.setattr(face, name, {})


def test_the_first_page_shows_what_the_apps_add_to_it(client, registered):
    closes = datetime(2026, 11, 30, 23, 59, tzinfo=clock.SHANGHAI)
    face.register_front("honours", lambda now: Front(41, [Card("示例小学", "/honours/H1/", "命名", number="第 41 号")]))
    face.register_front(
        "notices", lambda now: Front(1, [Card("示例公示", "/notices/N1/", until=closes, act_url="/x/")])
    )
    face.register_front("activities", lambda now: Front(1, [Card("诚信班会", "/activities/A1/", "示例小学")]))

    page = client.get("/").content.decode()

    assert [text in page for text in ("/honours/H1/", "第 41 号", "2026年11月30日 23:59", "/x/", "诚信班会")] == [
        True
    ] * 5


def test_search_asks_every_app(client, registered):
    face.register_search("documents", "公文", lambda words, at_most: [Card(f"关于{words}的通知", "/documents/1/")])

    groups = client.get("/search/?q=诚信").context["groups"]

    assert [(group.title, [hit.title for hit in group.hits]) for group in groups] == [("公文", ["关于诚信的通知"])]


def test_the_sitemap_lists_what_the_apps_add(client, registered):
    face.register_addresses("honours", lambda: [("/honours/H1/", date(2026, 11, 23))])

    assert "/honours/H1/</loc><lastmod>2026-11-23" in client.get("/sitemap.xml").content.decode()


def test_a_person_sees_and_takes_away_what_the_apps_hold_and_nobody_elses(client, registered):
    mine, foreign = UserFactory(), UserFactory()
    face.register_holdings("hours", "学时", lambda user: [{"学时": "2.5"}] if user == mine else [])

    taken = []
    for user in (mine, foreign):
        client.force_login(user)
        taken.append(client.get("/rights/export/").json())

    assert [data.get("hours") for data in taken] == [[{"学时": "2.5"}], None]
    assert [
        person.username in data["account"][0].values() for person, data in zip((mine, foreign), taken, strict=True)
    ] == [
        True,
        True,
    ]

"""What anybody may read, and that there is nothing else to be found."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.activities.actions import activities
from campaigns.activities.views import public
from kit.codes import new_code
from media.actions import pictures
from media.models import PublicCopy
from tests.factories.activities import add_picture, consent_of, draft, published, submitted
from tests.factories.campaigns import NOON
from tests.factories.organisations import DivisionFactory


def of(answer):
    return [one.title for one in answer.context["activities"]]


def test_the_list_shows_what_is_published_newest_first(client, world):
    for number in range(3):
        published(world, at=NOON + timedelta(minutes=number), title=f"第{number}次班会", pictures=0)
    submitted(world, title="还没有审")
    draft(world, title="还没有写完")

    page = client.get("/activities/")

    assert of(page) == ["第2次班会", "第1次班会", "第0次班会"]
    assert "还没有" not in page.text


FILTERS = [
    ("territory=421100", True),
    ("territory=420100", False),
    ("tier=primary-upper", True),
    ("tier=junior", False),
    ("kind=class_meeting", True),
    ("kind=pledge", False),
    ("year=2026", True),
    ("year=2025", False),
    ("school={code}", True),
    ("school=0000000000", False),
    ("school=%00", True),
    ("territory=x&tier=x&kind=x&year=x", True),
    ("year=99999999999999999999&after=%00", True),
]


@pytest.mark.parametrize(("query", "there"), FILTERS)
def test_the_filters(client, world, query, there):
    for code, name in (("421100", "黄冈市"), ("420100", "武汉市")):
        DivisionFactory(code=code, name=name, level="city")
    published(world, pictures=0)

    page = client.get(f"/activities/?{query.format(code=world.school.code)}")

    assert (page.status_code, bool(of(page))) == (200, there)


def test_one_leafs_through_the_whole_list(client, world, monkeypatch):
    monkeypatch.setattr(public, "ON_A_PAGE", 2)
    for number in range(5):
        published(world, at=NOON + timedelta(minutes=number // 2), title=f"第{number}次班会", pictures=0)

    seen, address = [], "/activities/"
    while address:
        page = client.get(address)
        seen += of(page)
        address = page.context["next"] and f"/activities/?{page.context['next']}"

    assert sorted(seen) == [f"第{number}次班会" for number in range(5)]
    assert len(seen) == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_statements_and_an_activity_four(client, world, rows):
    for _row in range(rows):
        found = published(world, pictures=2)
    counts = []
    for address in ("/activities/", f"/activities/{found.code}/", "/activities.rss"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts == [4, 4, 4]


def test_an_activity_shows_its_words_and_the_copies_of_its_pictures(client, world):
    found = published(world, pictures=2)

    page = client.get(f"/activities/{found.code.lower()}/")

    assert all(text in page.text for text in (found.title, found.body, world.school.name, world.county.name))
    for copy in PublicCopy.objects.all():
        assert f"/uploads/{copy.name}" in page.text
        answer = client.get(f"/uploads/{copy.name}")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        answer.close()


def test_a_missing_activity_is_a_missing_page_byte_by_byte(client, world):
    taken_down = published(world, pictures=0)
    activities.withdraw(taken_down, "写错了", by=world.editor, at=NOON)
    codes = [draft(world).code, submitted(world).code, taken_down.code, new_code("A"), new_code("N"), "A12"]

    answers = [client.get(f"/activities/{code}/") for code in codes]

    assert {one.status_code for one in answers} == {404}
    assert len({one.content for one in answers}) == 1


def test_pages_may_be_kept_for_a_minute_and_answer_304(client, world):
    found = published(world, pictures=0)
    for address in ("/activities/", f"/activities/{found.code}/", "/activities.rss"):
        page = client.get(address)
        assert page.headers["Cache-Control"] == "public, max-age=60"
        assert client.get(address, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_the_feed_is_rss_with_a_fixed_name_for_each(client, world):
    found = published(world, pictures=0, title="诚信 & 承诺 <一>")

    channel = ElementTree.fromstring(client.get("/activities.rss").content).find("channel")

    [item] = channel.findall("item")
    assert item.findtext("title") == "诚信 & 承诺 <一>"
    assert item.findtext("guid") == f"urn:uuid:{found.uuid}"
    assert item.findtext("link").endswith(f"/activities/{found.code}/")


def test_first_page_search_and_sitemap_know_it_while_it_is_published(client, world):
    found = published(world, pictures=0, title="没有管理员的书架")
    address = f"/activities/{found.code}/"
    places = ("/", "/search/?q=没有管理员的书架", "/sitemap.xml", "/activities/", "/activities.rss")
    assert [address in client.get(place).text for place in places] == [True] * 5

    activities.withdraw(found, "写错了", by=world.editor, at=NOON)

    assert [address in client.get(place).text for place in places] == [False] * 5


def test_html_in_the_words_stays_words(client, world):
    found = published(
        world, pictures=0, body="<script>alert(1)</script><img src=x onerror=alert(1)> 这是一段足够长的文字。"
    )

    page = client.get(f"/activities/{found.code}/").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_code_on_a_slip_takes_the_picture_off_every_page(client, world, settings, django_capture_on_commit_callbacks):
    found = published(world, pictures=2)
    gone = found.pictures.get(place=1).picture
    addresses = [copy.url for copy in gone.copies.all()]
    client.force_login(world.editor)
    slip = client.post(reverse("media:make_code", args=[gone.uuid]))
    code = slip.context["code"]
    assert slip.headers["Cache-Control"] == "no-store"
    client.logout()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/rights/withdraw/", {"code": code})

    assert answer.status_code == 200
    assert {client.get(address).status_code for address in addresses} == {404}
    for page in ("/activities/", f"/activities/{found.code}/"):
        assert all(address not in client.get(page).text for address in addresses)
    client.force_login(world.county_officer)
    assert client.get(reverse("activities:picture", args=[found.uuid, 1])).status_code == 404
    assert client.post("/rights/withdraw/", {"code": code}).status_code == 422
    pictures.delete_leaving_files()
    assert len([one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]) == 2  # the other picture's copies


def test_codes_cannot_be_tried_for_ever(client, db, settings):
    from django.core.cache import cache

    cache.clear()
    settings.PUBLIC_POSTS_PER_HOUR = 3

    answers = [client.post("/rights/withdraw/", {"code": "0" * 16}).status_code for _try in range(5)]

    assert answers == [422, 422, 422, 429, 429]
    cache.clear()


@pytest.mark.parametrize("name", ["nothing.webp", "..%2fsecret", "0" * 32 + ".webp", "0" * 32 + ".jpg", "%00"])
def test_the_public_store_hands_out_its_copies_and_nothing_else(client, db, name):
    assert client.get(f"/uploads/{name}").status_code == 404


def test_a_page_with_recognisable_people_says_whom_to_ask(client, world):
    found = draft(world, pictures=0)
    add_picture(world, found, ground="consent", consent=consent_of(world))
    found.refresh_from_db()
    found = activities.submit(found, by=world.editor, at=NOON, version=found.version)
    activities.publish(found, by=world.county_officer, at=NOON, version=found.version)

    assert client.get(f"/activities/{found.code}/").context["contacts"] == ["教导处 0713-0000000"]


def test_an_author_sees_that_it_is_held_who_wrote_it(client, world):
    draft(world, title="我写的一条")
    client.force_login(world.editor)

    assert "我写的一条" in client.get("/rights/").text
    client.force_login(world.head)
    assert "我写的一条" not in client.get("/rights/").text

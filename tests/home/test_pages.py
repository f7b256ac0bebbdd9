import pytest
from django.urls import reverse

from kit import desks
from kit.desks import Section
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/en/", "/search/", "/search/?q=诚信", "/rights/", "/help/", "/help/demo/", "/styleguide/", "/offline/"]


@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_may_open_a_public_page(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/me/", "/desk/", "/desk/jobs/", "/rights/export/"])
def test_a_personal_page_asks_a_stranger_to_sign_in(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={address}")


def test_a_public_page_is_the_same_for_everybody(client):
    strange = client.get("/help/").content

    client.force_login(UserFactory())

    assert client.get("/help/").content == strange


def test_the_head_says_who_is_signed_in_only_when_asked_apart(client):
    assert client.get("/me/menu/").status_code == 204

    client.force_login(UserFactory(name="黄小诚"))

    answer = client.get("/me/menu/")
    assert "黄小诚" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_way_to_the_desk_stands_there_for_who_has_one(client):
    teacher, officer = UserFactory(), UserFactory()
    grant(teacher, "teacher", SchoolFactory())
    grant(officer, "officer", BureauFactory())

    found = []
    for user in (teacher, officer):
        client.force_login(user)
        found.append(reverse("home:desk") in client.get("/me/menu/").content.decode())

    assert found == [False, True]


@pytest.mark.parametrize("size", ["large", "normal"])
def test_the_size_of_type_is_remembered_and_leads_back(client, size):
    client.get("/type/large/")

    answer = client.get(f"/type/{size}/", headers={"referer": "http://testserver/help/"})

    assert answer.url == "http://testserver/help/"
    assert ('class="large"' in client.get("/").content.decode()) is (size == "large")


def test_the_size_of_type_never_leads_to_another_site(client):
    answer = client.get("/type/large/", headers={"referer": "https://elsewhere.example/"})

    assert answer.url == "/"


def test_unknown_addresses_all_look_alike(client):
    addresses = ["/nothing/", "/honours/H000/", "/desk/jobs/0190b0c0-0000-7000-8000-000000000000/", "/type/huge/"]
    client.force_login(UserFactory())

    answers = [client.get(address) for address in addresses]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


@pytest.fixture
def sections(monkeypatch):
    kept = {}
    monkeypatch.setattr(desks, "_sections", kept)
    return kept


def test_the_desk_shows_the_lines_of_the_users_roles_with_their_counts(client, sections):
    officer = UserFactory()
    grant(officer, "officer", BureauFactory())
    desks.register(Section("a.review", "To review", "home:jobs", frozenset({"officer"}), lambda user: 7))
    desks.register(Section("a.feed", "Feed", "home:jobs", frozenset({"feed_operator"}), lambda user: 3))
    desks.register(Section("me.study", "Study", "home:jobs", frozenset(), lambda user: 1))
    client.force_login(officer)

    desk = client.get("/desk/")
    mine = client.get("/me/")

    assert [(line.title, line.count) for line in desk.context["lines"]] == [("To review", 7)]
    assert [(line.title, line.count) for line in mine.context["lines"]] == [("Study", 1)]


def test_a_person_with_two_desks_can_look_at_one_of_them(client, sections):
    person, school, bureau = UserFactory(), SchoolFactory(), BureauFactory()
    grant(person, "school_head", school)
    grant(person, "officer", bureau)
    desks.register(Section("a", "Roster", "home:jobs", frozenset({"school_head"})))
    desks.register(Section("b", "To review", "home:jobs", frozenset({"officer"})))
    client.force_login(person)

    both = client.get("/desk/").context["lines"]
    one = client.get(f"/desk/?at={school.uuid}").context["lines"]

    assert [line.title for line in both] == ["Roster", "To review"]
    assert [line.title for line in one] == ["Roster"]


def test_every_line_that_an_app_puts_on_a_desk_leads_somewhere():
    for section in desks._sections.values():
        assert reverse(section.url_name, kwargs=section.url_kwargs)


def test_a_search_for_nonsense_answers(client):
    for words in ("\x00", "“”", "AND OR (", "*" * 500, "%", "诚信' --"):
        assert client.get("/search/", {"q": words}).status_code == 200


def test_who_may_not_edit_is_told_so_instead_of_being_sent_round(client):
    stranger = client.get("/cms/", follow=True)
    client.force_login(UserFactory())
    person = client.get("/cms/", follow=True)

    assert stranger.redirect_chain[-1][0] == "/accounts/login/?next=/cms/"
    assert (person.status_code, person.templates[0].name) == (403, "home/editor_door.html")


def test_every_link_of_the_head_leads_somewhere(client):
    from courses.actions import content
    from home.context import navigation

    content.learn_index()

    assert [item["url"] for item in navigation("/") if client.get(item["url"]).status_code != 200] == []

"""What the public site says about itself: both languages whole, damaged files refused by name."""

import shutil

import pytest
import yaml
from django.conf import settings as live
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from home import articles
from organisations.models import Role

pytestmark = pytest.mark.django_db
FOLDER = live.ROOT / "content" / "articles"
SLUGS = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.yaml")})


def shape(article):
    """What must not differ between the languages."""
    return (
        article.kind,
        article.order,
        article.checked,
        [address for _title, address in article.links],
        [
            (part.id, part.facts, [(block.is_list, len(block.lines)) for block in part.body])
            for part in article.sections
        ],
    )


def test_there_is_help_for_every_role_and_for_those_without_one():
    told = {slug.removeprefix("help-") for slug in SLUGS if slug.startswith("help-")}

    assert told == {role.replace("_", "-") for role in Role.values} | {"visitor", "class-teacher"}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_article_has_the_same_sections_in_both_languages(slug):
    chinese, english = (articles.read(FOLDER / f"{slug}.{language}.yaml") for language in ("zh", "en"))

    assert shape(chinese) == shape(english)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(("root", "language"), [("/", "zh"), ("/en/", "en")])
def test_an_article_answers_in_its_language_without_asking_the_database(client, slug, root, language):
    told = articles.read(FOLDER / f"{slug}.{language}.yaml")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(f"{root}articles/{slug}/")

    assert (answer.status_code, answer.context["article"], len(queries)) == (200, told, 0)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_of_an_article_leads_to_a_page_of_the_platform(slug):
    links = articles.read(FOLDER / f"{slug}.zh.yaml").links

    dead = [to for _title, to in links if to != "learn/" and resolve(f"/{to}").url_name == "wagtail_serve"]

    assert dead == []


def test_every_fact_stands_in_the_form_of_the_fact_base():
    facts = {fact for one in articles.everything() for part in one.sections for fact in part.facts}

    assert [fact for fact in sorted(facts) if not (fact[0] in "ABCDEFGHIJK" and fact[1:].isdigit())] == []


@pytest.mark.parametrize("address", ["/articles/", "/en/articles/", "/help/", "/en/help/"])
def test_the_lists_lead_to_the_help_of_each_role(client, address):
    page = client.get(address).content.decode()

    assert [slug for slug in SLUGS if slug.startswith("help-") and f"/articles/{slug}/" not in page] == []


@pytest.mark.parametrize("address", ["/articles/nothing/", "/en/articles/nothing/"])
def test_an_article_that_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_foot_of_every_page_leads_to_about_and_accessibility(client):
    page = client.get("/en/help/").content.decode()

    assert ['href="/en/articles/"' in page, 'href="/en/articles/accessibility/"' in page] == [True, True]


def test_the_sitemap_lists_articles_in_both_languages(client):
    cache.clear()
    page = client.get("/sitemap.xml").content.decode()

    assert ["/articles/about/</loc>" in page, "/en/articles/about/</loc>" in page] == [True, True]


@pytest.mark.parametrize(
    ("root", "words", "slug"), [("/", "回执码", "objecting"), ("/en/", "receipt code", "objecting")]
)
def test_the_search_finds_words_inside_an_article(client, root, words, slug):
    groups = client.get(f"{root}search/", {"q": words}).context["groups"]

    assert f"{root}articles/{slug}/" in [hit.url for group in groups for hit in group.hits]


DAMAGES = {
    "kind": ("poster", "article or role"),
    "title": ("", "text that is not empty"),
    "summary": (7, "text"),
    "order": ("first", "a whole number"),
    "checked": ("soon", "a date such as 2026-11-25"),
    "sections": ([], "at least one section"),
    "sections[0].id": (None, "text"),
    "sections[0].heading": (None, "text"),
    "sections[0].body": ([[]], "paragraphs (text) and lists of text"),
    "sections[0].facts": ("A01", "a list of ids such as B09"),
    "links[0]": ("notices/", "a title and an address, such as [Notices, notices/]"),
}


@pytest.mark.parametrize("field", DAMAGES)
def test_a_damaged_file_is_refused_by_file_and_field(tmp_path, field):
    told = yaml.safe_load((FOLDER / "about.zh.yaml").read_text())
    value, expected = DAMAGES[field]
    if field.startswith("sections["):
        told["sections"][0][field.rpartition(".")[2]] = value
    elif field == "links[0]":
        told["links"][0] = value
    else:
        told[field] = value
    path = tmp_path / "about.zh.yaml"
    path.write_text(yaml.safe_dump(told, allow_unicode=True))

    with pytest.raises(articles.DamagedArticle) as refusal:
        articles.read(path)

    assert str(refusal.value) == f'{path}: field "{field}"; expected {expected}.'


@pytest.mark.parametrize("text", ["title: [", "- a list"])
def test_a_file_that_is_no_article_at_all_is_refused(tmp_path, text):
    path = tmp_path / "about.zh.yaml"
    path.write_text(text)

    with pytest.raises(articles.DamagedArticle, match="the whole file"):
        articles.read(path)


def test_a_file_without_a_known_language_is_refused(tmp_path):
    path = tmp_path / "about.fr.yaml"
    shutil.copy(FOLDER / "about.en.yaml", path)

    with pytest.raises(articles.DamagedArticle, match="file name"):
        articles.read(path)


@pytest.mark.parametrize("kind", ["privacy", "terms"])
def test_the_english_reading_follows_the_chinese_text_and_says_which_decides(client, settings, kind):
    settings.NOTICES_DIR = live.ROOT / "content" / "notices"
    chinese, english = (client.get(f"{root}{kind}/").context["text"] for root in ("/", "/en/"))

    assert [text.language for text in (chinese, english)] == ["zh", "en"]
    assert [len(lines) for _heading, lines in chinese.sections] == [len(lines) for _heading, lines in english.sections]
    assert (chinese.version, chinese.valid_from) == (english.version, english.valid_from)
    assert "The Chinese text is decisive." in client.get(f"/en/{kind}/").content.decode()

"""Chinese search: words are found inside sentences, on both databases, whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from home.searching import pages
from kit.pairs import for_index, for_query

TITLES = [
    "师德与诚信：教师怎样为人师表",
    "南京市长江大桥",
    "学术规范与科研诚信",
    "㛃老师的信用课",
    "The word credit in foo bar",
]


@pytest.fixture
def titles(db):
    root = Page.objects.filter(depth=2).first()
    for number, title in enumerate(TITLES):
        page = root.add_child(instance=Page(title=title, slug=f"p{number}"))
        get_search_backend().add(page)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("师德", [0]),
        ("诚信", [0, 2]),
        ("科研 诚信", [2]),
        ("长江大桥", [1]),
        ("㛃", [3]),
        ("老师的", [3]),
        ("credit", [4]),
        ("信德", []),
        ("师表教师", []),
    ],
)
def test_words_are_found_inside_sentences(titles, words, found):
    assert sorted(card.title for card in pages(words, 20)) == sorted(TITLES[number] for number in found)


@pytest.mark.parametrize(
    "dirt", ['foo"bar', '"', "诚信 AND", "NOT", "*", "诚信*", "a:b", "'; --", "诚\x00信", "(", "^诚"]
)
def test_nothing_that_is_typed_breaks_the_search(titles, dirt):
    pages(dirt, 20)


def test_a_title_that_says_it_twice_stands_before_one_that_says_it_once(titles):
    root = Page.objects.filter(depth=2).first()
    page = root.add_child(instance=Page(title="诚信教师讲诚信", slug="twice"))
    get_search_backend().add(page)

    assert pages("诚信", 20)[0].title == "诚信教师讲诚信"


def test_the_number_of_queries_does_not_grow_with_the_hits(titles, django_assert_max_num_queries):
    pages("诚信", 20)  # content types are remembered from here on
    with django_assert_max_num_queries(8):
        assert len(pages("诚信", 20)) == 2


@given(st.text(alphabet="诚信师德㛃𬭊ab1 ,。", max_size=30), st.integers(0, 30), st.integers(1, 6))
def test_every_part_of_a_run_is_among_what_is_indexed(text, start, length):
    part = text[start : start + length]
    if part and not set(part) & set("ab1 ,。"):
        assert set(for_query(part).split()) <= set(for_index(text).split())

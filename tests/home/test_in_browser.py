"""What only a browser can tell: nothing is wider than the screen, the strict policy holds, the keyboard is enough."""

import os

import pytest

from tests.factories.identity import PASSWORD, UserFactory
from tests.factories.organisations import BureauFactory, grant

# Playwright runs its own loop in this thread; Django's guard against that is meant for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = ["/", "/search/", "/rights/", "/help/", "/help/demo/", "/styleguide/", "/accounts/login/", "/offline/"]


@pytest.fixture
def watched(page):
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    return page


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_the_screen(watched, live_server, width):
    watched.set_viewport_size({"width": width, "height": 700})
    wide = {}
    for address in PUBLIC:
        watched.goto(live_server.url + address)
        wide[address] = watched.evaluate("document.documentElement.scrollWidth")

    assert {address: found for address, found in wide.items() if found > width} == {}
    assert watched.said == []


def test_large_type_fits_a_small_phone(page, live_server):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(live_server.url + "/help/")

    page.click("footer a[href='/type/large/']")

    assert page.url == live_server.url + "/help/"
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_first_key_leads_past_the_head(page, live_server):
    page.goto(live_server.url + "/help/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_person_signs_in_finds_the_desk_and_signs_out(watched, live_server):
    grant(UserFactory(username="13800000000"), "officer", BureauFactory())
    watched.goto(live_server.url + "/desk/")

    watched.fill("#username", "13800000000")
    watched.fill("#password", PASSWORD)
    watched.click("main button[type=submit]")

    assert watched.url == live_server.url + "/desk/"
    watched.locator(".account button").click()
    watched.wait_for_url(live_server.url + "/")
    assert watched.locator(".account a").count() == 1
    assert watched.said == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_page_weighs_little(page, live_server, address):
    weights = []
    page.on("response", lambda answer: weights.append(len(answer.body())) if answer.status == 200 else None)

    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")

    assert sum(weights) < 150_000


def test_every_button_and_link_is_big_enough_for_a_thumb(page, live_server):
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto(live_server.url + "/")

    small = page.evaluate(
        """() => Array.from(document.querySelectorAll("header a, header button, footer a, main .btn, main .tier"))
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 36)
            .map(one => one.textContent.trim())"""
    )

    assert small == []

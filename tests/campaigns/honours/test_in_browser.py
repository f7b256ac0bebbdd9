"""From the recommendation to the receipt, through the pages: published, decided, released, reported."""

import os

import pytest

from campaigns.creditfeed.actions import delivery
from campaigns.creditfeed.models import FeedRow
from campaigns.honours.models import HonourEntry
from kit import clock
from tests.campaigns.creditfeed.conftest import province, receiver  # noqa: F401 -- fixtures
from tests.factories.campaigns import NOON
from tests.factories.honours import AFTER, PAPER, WORDS, notice_world
from tests.factories.identity import PASSWORD

# Playwright runs its own loop in this thread; Django's guard against that is meant for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(autouse=True)
def the_clock_goes_back():
    yield
    clock.move(0)


def stand_at(instant):
    clock.move(round((instant - clock.real_now()).total_seconds()))


def sign_in(page, base, person):
    page.goto("about:blank")  # whatever the page before still asks for must not bring its cookie back
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.fill("#username", person.username)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(f"{base}/desk/")


def looked_at(page, name):
    """Nothing is wider than the screen; with PICTURES=folder it is also kept as a picture."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_notice_to_the_receipt(page, live_server, receiver, province, width):  # noqa: F811 -- fixtures
    world = notice_world(2)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 800})

    stand_at(NOON)
    sign_in(page, live_server.url, world.province_officer)
    looked_at(page, f"desk-{width}")
    page.locator("main .todo a", has_text="公示").first.click()
    page.click("text=准备公示")
    looked_at(page, f"publish-{width}")
    for name, value in WORDS.items():
        page.fill(f"#id_{name}", value)
    page.click("main form.form button")
    page.click(f"text={WORDS['title']}")
    looked_at(page, f"notice-{width}")

    stand_at(AFTER)
    sign_in(page, live_server.url, world.province_officer)
    page.locator("main .todo a", has_text="荣誉决定").click()
    looked_at(page, f"honours-{width}")
    page.click("text=拟制决定")
    for name, value in PAPER.items():
        page.fill(f"#id_{name}", str(value))
    looked_at(page, f"compile-{width}")
    page.click("main form.form button")

    sign_in(page, live_server.url, world.decider)
    page.goto(f"{live_server.url}/desk/honours/")
    page.click(f"text={PAPER['document_number']}")
    page.click("text=发布…… ")
    page.fill("#id_password", "This-is-not-it-1")
    page.click("main form.form button")
    assert not HonourEntry.objects.exists()
    page.fill("#id_password", PASSWORD)
    looked_at(page, f"release-{width}")
    page.click("main form.form button")
    page.wait_for_url("**/desk/honours/decisions/*/")
    assert page.locator("td .chip", has_text="待报送").count() == 2

    assert delivery.deliver()["receipted"] == 2
    page.reload()

    assert page.locator("td .chip", has_text="已回执").count() == 2
    receipts = list(FeedRow.objects.order_by("pk").values_list("receipt_id", flat=True))
    assert [page.locator("main").inner_text().count(one) for one in receipts] == [1, 1]
    looked_at(page, f"released-{width}")
    page.click(f"text={world.schools[0].name}")
    looked_at(page, f"entry-{width}")
    assert said == []

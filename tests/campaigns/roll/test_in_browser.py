"""On a phone: from the tile of a territory to an entry, and an objection sent with its receipt."""

import os

import pytest

from campaigns.notices.models import Objection
from tests.factories.roll import decided, running_notice

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at")]


@pytest.fixture
def phone(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    return page


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_visitor_finds_an_entry_by_territory(phone, live_server, world):
    decided(world, "测试一所名字很长很长很长很长很长很长很长的中心学校")
    phone.goto(live_server.url + "/honours/")
    assert fits(phone)

    phone.click(".places a:has-text('黄冈')")
    assert fits(phone)
    phone.click(".register__name a")

    assert phone.locator("h1").inner_text().startswith("测试一所")
    assert phone.locator(".qr svg").is_visible()
    assert fits(phone)
    assert phone.said == []


def test_a_citizen_objects_on_a_phone_and_keeps_the_receipt(phone, live_server, world):
    notice = running_notice(world, "测试第一小学")
    phone.goto(f"{live_server.url}/notices/{notice.code}/")
    assert fits(phone)

    phone.click("main a.btn >> nth=0")
    assert fits(phone)
    phone.select_option("select[name=candidate]", label="测试第一小学")
    phone.fill("textarea", "去年十月的材料与实际不符。")
    phone.check("input[value=anonymous]")
    phone.click("main form button")

    assert phone.locator(".receipt").inner_text() == Objection.objects.get().code
    assert fits(phone)
    assert phone.said == []

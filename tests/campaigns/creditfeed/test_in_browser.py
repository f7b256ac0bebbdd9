"""The feed's desk as the operator meets it, on a phone and on a desk: refused, tried again, compared."""

import os

import pytest

from campaigns.creditfeed.actions import delivery
from campaigns.creditfeed.models import FeedRow
from tests.campaigns.creditfeed.conftest import put
from tests.campaigns.creditfeed.views.test_desk import somebody
from tests.campaigns.honours.test_in_browser import looked_at, sign_in

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_refused_record_is_found_tried_again_and_the_day_compared(page, live_server, receiver, province, width):
    put(subject_name="示例县实验小学")
    refused = put(subject_name="示例县第一中学", region_code="nowhere")
    delivery.deliver()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 800})

    sign_in(page, live_server.url, somebody())
    page.locator("main .todo a", has_text="信用信息报送").click()
    looked_at(page, f"feed-{width}")
    page.locator("main tr", has_text="示例县第一中学").get_by_role("button").click()
    refused.refresh_from_db()
    state = refused.state
    page.locator("main form[action$='reconcile/'] input[type=date]").fill(today(page))
    page.locator("main form[action$='reconcile/'] button").click()
    looked_at(page, f"feed-compared-{width}")

    assert "双方记录一致" in page.locator("main").inner_text()
    assert (state, FeedRow.objects.filter(state="receipted").count(), said) == ("waiting", 1, [])


def today(page):
    """The day in Shanghai, which the field takes as its latest."""
    return page.locator("main form[action$='replay/'] input[type=date]").last.input_value()

"""A school head applies from a phone, and the officers read it."""

import os

import pytest

from campaigns.calls.models import Application, ApplicationState, Evidence
from tests.factories import campaigns
from tests.factories.identity import PASSWORD

# Playwright runs its own loop in this thread; Django's guard against that is meant for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PICTURES = os.environ.get("PICTURES", "")


def sign_in(page, base, person):
    page.goto("about:blank")  # whatever the page before still asks for must not bring its cookie back
    page.goto(f"{base}/accounts/login/")
    page.fill("#username", person.username)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


def looked_at(page, name):
    """Nothing is wider than the screen; with PICTURES=folder it is also kept as a picture."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name


def test_a_school_head_applies_on_a_phone(page, live_server):
    world = campaigns.campaign_world()
    call = campaigns.call_open(world)
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/campaigns/")
    looked_at(page, "list")
    page.click(f"text={call.title}")
    looked_at(page, "call")
    sign_in(page, live_server.url, world.head)
    page.goto(f"{live_server.url}/desk/applications/")
    looked_at(page, "possible")
    page.click("main article button")

    page.locator("input[name^=score-]").first.fill("90")
    page.locator("input[name^=file-]").first.set_input_files(
        {"name": "分工.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.click("button[value=submit]")
    looked_at(page, "missing")
    assert Application.objects.get().state == ApplicationState.DRAFT
    assert Evidence.objects.get().name == "分工.pdf"
    for field in page.locator("input[name^=score-]").all():
        field.fill("80")
    page.locator("textarea[name=narrative]").fill("我们学校把说到做到写进班规。")
    page.click("button[value=submit]")
    page.wait_for_selector(".steps")
    looked_at(page, "handed-in")

    assert Application.objects.get().state == ApplicationState.IN_REVIEW
    assert said == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_desks_pages_fit_the_screen(page, live_server, width):
    world = campaigns.campaign_world()
    draft = campaigns.call_draft(world, budget_line="", no_fee=False)
    application = campaigns.application_in_review(world)
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server.url, world.province_officer)
    for name, address in [
        ("calls", "calls/"),
        ("gate", f"calls/{draft.uuid}/"),
        ("indicators", f"calls/{draft.uuid}/indicators/"),
        ("change", f"calls/{draft.uuid}/change/"),
        ("queue", "reviews/?all=1"),
        ("not-yet", f"reviews/{application.uuid}/"),
    ]:
        page.goto(f"{live_server.url}/desk/{address}")
        looked_at(page, f"{name}-{width}")
    page.context.clear_cookies()
    sign_in(page, live_server.url, world.county_officer)

    page.goto(f"{live_server.url}/desk/reviews/{application.uuid}/")

    looked_at(page, f"review-{width}")
    assert page.locator("form[action$='/recommend/']").count() == 1

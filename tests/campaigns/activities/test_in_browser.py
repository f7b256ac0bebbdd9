"""A school posts an activity from a telephone, its county publishes it, a family takes a picture down."""

import os

import pytest

from campaigns.activities.models import Activity
from media.models import Picture, PublicCopy
from tests.factories.activities import WORDS
from tests.factories.identity import PASSWORD
from tests.factories.pictures import SECRETS, bytes_of

# Playwright runs its own loop in this thread; Django's guard against that is meant for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES", "")
CONSENT = {
    "class_name": "三年级（2）班",
    "school_year": "2026-2027",
    "paper_at": "教导处二号柜",
    "contact": "教导处 0713-0000000",
}


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(request, browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=request.param, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def sign_in(page, base, person):
    page.goto("about:blank")  # whatever the page before still asks for must not bring its cookie back
    page.context.clear_cookies()
    page.goto(f"{base}/accounts/login/")
    page.fill("#username", person.username)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(lambda url: "/login/" not in url)


def looked_at(page, name):
    """With PICTURES=folder a picture is kept."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def photo(name, **options):
    return {"name": name, "mimeType": "image/jpeg", "buffer": bytes_of(**options)}


def fill_in(page):
    page.fill("#id_title", WORDS["title"])
    page.select_option("#id_kind", WORDS["kind"])
    page.check("input[value=primary-upper]")
    page.fill("#id_body", WORDS["body"])
    broken = {"name": "坏了.jpg", "mimeType": "image/jpeg", "buffer": bytes_of()[:600]}
    page.set_input_files("#id_photos", [photo("一.jpg", size=(1400, 900)), broken, photo("三.jpg", size=(900, 1200))])
    page.fill("#id_lines", "黑板上写着班会的题目\n坏了的一张\n后墙上贴着的承诺")
    page.select_option("#id_ground", label="三年级（2）班 2026-2027已同意")


def test_from_the_telephone_to_the_public_and_back(phone, live_server, world, settings):
    base, page = live_server.url, phone
    sign_in(page, base, world.editor)
    page.goto(f"{base}/desk/consents/new/")
    for name, value in CONSENT.items():
        page.fill(f"#id_{name}", value)
    page.click("main form.form button")
    page.goto(f"{base}/desk/activities/new/")
    fill_in(page)
    page.click("button[name=submit]")
    looked_at(page, "activity-kept")

    # The day is missing and one file is broken; what was typed and uploaded is there.
    assert "坏了.jpg" in page.inner_text("main")
    assert page.input_value("#id_title") == WORDS["title"]
    assert page.locator(".album img").count() == 2
    page.fill("#id_held_on", "2026-11-20")
    page.click("button[name=submit]")
    assert page.url == f"{base}/desk/activities/"

    sign_in(page, base, world.county_officer)
    page.goto(f"{base}/desk/activities/review/")
    page.click("main table a")
    looked_at(page, "activity-review")
    page.click("main form[action$='/publish/'] button")
    found = Activity.objects.get()
    assert found.state == "published"

    page.context.clear_cookies()
    page.goto(f"{base}/activities/{found.code}/")
    looked_at(page, "activity-public")
    pictures = page.locator("main img")
    assert pictures.count() == 2
    for copy in PublicCopy.objects.all():
        answer = page.request.get(f"{base}{copy.url}")
        assert (answer.status, [one for one in SECRETS if one in answer.body()]) == (200, [])

    sign_in(page, base, world.editor)
    page.goto(f"{base}/desk/activities/{found.uuid}/")
    page.locator("main form[action$='/code/'] button").first.click()
    looked_at(page, "activity-slip")
    code = page.inner_text(".receipt")
    page.context.clear_cookies()
    page.goto(f"{base}/rights/withdraw/")
    page.fill("#id_code", code)
    page.click("main form.form button")
    looked_at(page, "activity-withdrawn")
    page.goto(f"{base}/activities/{found.code}/")
    assert page.locator("main img").count() == 1
    assert Picture.objects.standing().count() == 1
    assert len([one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]) == 2

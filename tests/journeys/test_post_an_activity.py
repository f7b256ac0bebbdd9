"""A school posts an activity from a telephone; the bureau sends it back, then publishes it; a guardian's code takes
its picture down everywhere."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import looked_at

pytestmark = pytest.mark.browser
TITLE = "图书角的无人借阅"


def photo():
    """A telephone's picture: turned on its side, with place, device and a comment."""
    picture = Image.new("RGB", (1600, 1200), (120, 160, 150))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRET-PHONE"
    exif.get_ifd(0x8825)[2] = (30.0, 33.0, 12.0)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=exif, comment=b"SECRET-COMMENT", quality=85)
    assert b"SECRET-PHONE" in kept.getvalue()
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}


def write(page, body):
    page.goto("/desk/activities/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_held_on", "2026-10-15")
    page.select_option("#id_kind", index=1)
    page.locator("input[name=tiers]").first.check()
    page.fill("#id_body", body)
    page.set_input_files("#id_photos", files=[photo()])
    page.fill("#id_lines", "图书角的书架和登记本")
    page.select_option("#id_ground", label=page.locator("#id_ground option", has_text="同意").first.inner_text())
    looked_at(page, "activity-form")


def file_consent(page):
    """With a phone number where a name or number of a person must not stand, then rightly."""
    page.goto("/desk/consents/new/")
    for field, text in (("class_name", "四年级（1）班"), ("school_year", "2026-2027"), ("paper_at", "教导处二号柜")):
        page.fill(f"#id_{field}", text)
    page.fill("#id_contact", "家长王某 420102199003070010")
    with page.expect_navigation():
        page.click("main .form__end button")
    expect(page.locator("main .errors, main .errorlist").first).to_be_visible()
    page.fill("#id_contact", "学校办公室 0713-0000000")
    with page.expect_navigation():
        page.click("main .form__end button")
    expect(page.locator("main")).to_contain_text("四年级（1）班")
    looked_at(page, "consents")


def hand_in(page):
    with page.expect_navigation():
        page.click("main button[name=submit]")


def only_the_bureau_decides(person, editor, address):
    """Who wrote it does not publish it, and another county or school does not see it."""
    assert editor.locator(f"form[action='{address}publish/']").count() == 0
    token = editor.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "version": "2"}
    assert editor.request.post(f"{address}publish/", form=form, headers={"Referer": editor.url}).status == 403
    for stranger in ("county_other", "editor_other"):
        assert person(stranger).goto(address).status == 404


def send_back(county):
    county.goto("/desk/activities/review/")
    looked_at(county, "activities-queue")
    county.click(f"main a:has-text('{TITLE}')")
    looked_at(county, "activity-review")
    county.locator("main details summary", has_text="退回").click()
    county.locator("main details textarea").first.fill("标题里请写明是哪个班。")
    with county.expect_navigation():
        county.locator("main details form button").first.click()


def public_pictures(visitor):
    """The copies that anybody may fetch; none holds what the telephone wrote into the file."""
    found = re.findall(r"/uploads/\S+?\.webp", visitor.locator("main figure img").first.evaluate("i => i.outerHTML"))
    assert found
    for one in found:
        data = visitor.request.get(one).body()
        seen = Image.open(io.BytesIO(data))
        assert b"SECRET" not in data
        assert (dict(seen.getexif()), seen.height > seen.width) == ({}, True)  # turned as it was held
    return found


def use_code(visitor, code):
    visitor.goto("/rights/withdraw/")
    visitor.fill("#id_code", code.lower())
    with visitor.expect_navigation():
        visitor.click("main .form__end button")


def test_from_the_telephone_to_the_public_page_and_down_again(person):
    editor = person("editor")
    file_consent(editor)
    write(editor, "同学们自己登记，自己归还，一个学期没有丢过书。联系人电话13800000199。")
    hand_in(editor)
    expect(editor.locator("main")).to_contain_text("手机号")  # the linter has found it; nothing is handed in
    looked_at(editor, "activity-findings")
    editor.fill("#id_body", "同学们自己登记，自己归还，一个学期没有丢过书。")
    hand_in(editor)
    editor.goto("/desk/activities/")
    looked_at(editor, "activities-own")
    editor.click(f"main a:has-text('{TITLE}')")
    address = re.search(r"/desk/activities/[0-9a-f-]+/", editor.url)[0]
    only_the_bureau_decides(person, editor, address)

    county = person("county", width=1280)
    send_back(county)
    editor.goto(address)
    expect(editor.locator("main")).to_contain_text("标题里请写明是哪个班。")
    looked_at(editor, "activity-returned")
    editor.fill("#id_title", f"四年级（1）班：{TITLE}")
    hand_in(editor)
    county.goto(address)
    with county.expect_navigation():
        county.locator(f"form[action='{address}publish/'] button").click()

    visitor = person()
    visitor.goto("/activities/")
    looked_at(visitor, "activities-public")
    visitor.click(f"main a:has-text('{TITLE}')")
    looked_at(visitor, "activity-public")
    public, pictures = visitor.url, public_pictures(visitor)

    editor.goto(address)
    with editor.expect_navigation():
        editor.locator("form[action*='/code/'] button").first.click()
    code = editor.locator(".receipt").inner_text()
    use_code(visitor, code)
    looked_at(visitor, "withdrawn")
    assert {visitor.request.get(one).status for one in pictures} == {404}
    assert (visitor.goto(public).status, visitor.locator("main figure img").count()) == (200, 0)
    use_code(visitor, code)  # once is once
    expect(visitor.locator("main .errors, main .errorlist, main .notice--error").first).to_be_visible()

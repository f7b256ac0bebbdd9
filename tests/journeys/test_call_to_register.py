"""From a school's application to the receipt of the credit platform, by the people who do it."""

import json
import os
import random
import re
import signal

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, looked_at, until

pytestmark = pytest.mark.browser
CALL = "示例省第三批中小学诚信示范学校创建"
SCHOOL = "示例红安县知行学校"
TEN_DAYS = 10 * 24 * 3600


def press(page, button):
    """Press and wait for the page that answers: going elsewhere too soon would take the press back."""
    with page.expect_navigation():
        (page.locator(button).first if isinstance(button, str) else button).click()


def apply(page):
    page.goto("/desk/applications/")
    press(page, page.locator("main article", has_text=CALL).get_by_role("button"))
    for field in page.locator("input[name^=score-]").all():
        field.fill("88")
    for field in page.locator("textarea[name^=text-]").all():
        field.fill("有分工、有课表、有记录，随时可以来看。")
    page.locator("textarea[name=narrative]").fill("我们把“答应的事要做到”写进班规，由学生自己商量。")
    press(page, "button[value=submit]")
    looked_at(page, "applied")


def recommend_all(page):
    """Recommend whatever waits for this officer's bureau."""
    page.goto("/desk/reviews/")
    waiting = page.locator("main a[href*='/desk/reviews/0']")
    assert waiting.count()
    while waiting.count():
        press(page, waiting.first)
        recommend(page)
        page.goto("/desk/reviews/")


def recommend(page):
    form = page.locator("form[action$='/recommend/']")
    form.locator("[name=score]").fill("90")
    form.locator("[name=reason]").fill("材料属实，现场看过，同意推荐。")
    press(page, form.get_by_role("button"))


def close_and_publish(page):
    page.goto("/desk/calls/")
    press(page, page.locator("main").get_by_role("link", name=re.compile(CALL)).first)
    page.locator("details", has=page.locator("form[action$='/close/']")).locator("summary").click()
    press(page, "form[action$='/close/'] button")
    page.goto("/desk/notices/")
    press(page, "a[href*='/desk/notices/publish/']")
    page.fill("[name=phone]", "027-00000000")
    page.fill("[name=address]", "示例省示例市示例路1号")
    page.fill("[name=hours]", "工作日 8:30—12:00")
    looked_at(page, "publish")
    press(page, "main form.form button")
    page.goto("/desk/notices/")
    link = page.locator("main a[href*='/desk/notices/N']", has_text="关于“示例省诚信示范学校”").first
    return re.search(r"N[0-9A-Z]{11}", link.get_attribute("href"))[0]


def object_to(page, notice):
    page.goto(f"/notices/{notice}/")
    looked_at(page, "notice")
    assert SCHOOL in page.locator("main").inner_text()
    page.goto(f"/notices/{notice}/object/")
    page.get_by_label("本人实名").check()
    page.locator("main form select").select_option(label=SCHOOL)
    page.locator("textarea").first.fill("班规里有一条惩罚没有写申诉的办法，请核实。")
    page.get_by_label("姓名").fill("示例异议人")
    page.get_by_label("联系方式").fill("027-00000000")
    looked_at(page, "object")
    press(page, page.locator("main form button.btn").last)
    looked_at(page, "objected")
    return re.search(r"R[0-9A-Z]{11}", page.locator("main").inner_text())[0]


def answer_objection(page):
    page.goto("/desk/notices/objections/")
    press(page, page.locator("main a[href*='/desk/notices/objections/']").first)
    page.fill("[name=summary]", "有人反映班规中一条惩罚没有写明申诉办法，请学校说明。")
    press(page, "form[action$='/summary/'] button")
    page.select_option("[name=upheld]", "no")
    page.fill("[name=outcome]", "经核实，班规第九条写明了申诉办法，所反映的情况不成立。")
    press(page, "form[action$='/answer/'] button")


def compile_decision(page, notice, platform, number):
    page.goto(f"/desk/honours/compile/{notice}/")
    page.fill("[name=document_number]", f"示教发[2026]第{number}号")
    today = platform.manage("shell", "-c", "from kit import clock; print(clock.today())").strip().splitlines()[-1]
    page.fill("[name=decided_on]", today)
    page.fill("[name=meeting_number]", "2026年第9次厅党组会议（示例）")
    for name in ("legality_opinion", "discipline_opinion", "secrecy_opinion"):
        page.fill(f"[name={name}]", "同意（示例）")
    press(page, "main form.form button")
    looked_at(page, "decision")
    return page.url


def release(page, number):
    """Release the decision with this number; the first password is mistyped. Returns the decision's address."""
    page.goto("/desk/honours/")
    press(page, page.get_by_role("link", name=re.compile(f"〔2026〕{number}号")).first)
    address = page.url
    press(page, "a[href$='/release/']")
    page.fill("[name=password]", "nonsense-nonsense")
    press(page, "main form.form button")
    expect(page.locator("main .errors").first).to_be_visible()
    page.fill("[name=password]", PASSWORD)
    press(page, "main form.form button")
    looked_at(page, "released")
    return address


def feed(platform):
    """Every record of the feed to the province's platform."""
    rows = json.loads(platform.manage("feed_status", "--records", "--json"))
    return [row for row in rows if row["destination"] == "PROVINCE"]


def test_an_application_becomes_a_receipt_though_worker_and_receiver_die_on_the_way(platform, person):
    apply(person("head"))
    for officer in ("county", "city", "province"):
        recommend_all(person(officer, width=1280))
    province = person("province", width=1280)
    notice = close_and_publish(province)
    receipt = object_to(person(), notice)

    platform.manage("demo_clock", "--by", str(TEN_DAYS))
    visitor = person()
    until(lambda: visitor.goto(f"/notices/{notice}/").status == 410)
    refused = compile_decision(province, notice, platform, 77)
    assert "/compile/" in refused  # an objection is open
    expect(province.locator("main")).to_contain_text("异议")
    answer_objection(person("province2", width=1280))
    visitor.goto("/notices/receipt/")
    visitor.locator("main form input[type=text], main form input[type=search]").first.fill(receipt)
    press(visitor, visitor.locator("main form button.btn").last)
    expect(visitor.locator("main")).to_contain_text("不成立")

    before = {row["record_id"] for row in feed(platform)}
    compile_decision(province, notice, platform, 77)
    decider = person("decider", width=1280)
    victims = [*platform.children("celery"), *platform.children("credit_platform")]
    address = release(decider, 77)
    for victim in random.sample(victims, len(victims)):
        os.kill(victim, signal.SIGKILL)

    def arrived():
        new = [row for row in feed(platform) if row["record_id"] not in before]
        return new if new and all(row["state"] == "receipted" for row in new) else None

    rows = until(arrived, 120)
    assert [row["version"] for row in rows] == [1, 1]  # the two units that were recommended, each exactly once
    decider.goto(address)
    press(decider, decider.get_by_role("link", name=re.compile(SCHOOL)).first)
    text = decider.locator("main").inner_text()
    assert any(row["receipt_id"] in text for row in rows)
    looked_at(decider, "receipt")

    code = re.search(r"H[0-9A-Z]{11}", decider.locator("main").inner_text())[0]
    assert visitor.goto(f"/honours/{code.lower()}/").status == 200
    assert SCHOOL in visitor.locator("main").inner_text()
    assert "示教发〔2026〕77号" in visitor.locator("main").inner_text()
    looked_at(visitor, "entry")
    day = platform.manage("shell", "-c", "from kit import clock; print(clock.today())").strip().splitlines()[-1]
    found = json.loads(platform.manage("feed_reconcile", "--json", "--day", day, "--destination", "PROVINCE"))
    assert (found["missing"], found["extra"], found["differing"]) == ([], [], [])

"""A school imports its roster; a new teacher comes in with a slip, studies, sits the final; anybody checks the
certificate."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from assessments import shipped
from kit import spreadsheets
from tests.journeys.conftest import looked_at, until

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
MODULE = yaml.safe_load((ROOT / "content" / "modules" / "M1.yaml").read_text(encoding="utf-8"))
CHECKS = {block["question"]: block for block in MODULE["body"] if block["type"] == "check"}
LETTERS = "ABCDEFGH"


def plain(text):
    return re.sub(r"\s+", "", text)


def study(page):
    """Read every section and answer its self-checks, the first one wrongly at first."""
    wrong_once = True
    page.click("main .btn--big.btn--learn")
    while "/M1/" in page.url:
        for _check in range(page.locator(".selfcheck form").count()):
            form = page.locator(".selfcheck form").first
            asked = next(block for text, block in CHECKS.items() if plain(text) in plain(form.inner_text()))
            if wrong_once:
                form.locator("input[type=radio]").nth((asked["answer"] + 1) % 4).check()
                with page.expect_navigation():
                    form.locator("button").click()
                assert "再" in page.locator(".selfcheck .notice--warn").first.inner_text()
                wrong_once = False
                form = page.locator(".selfcheck form").first
            form.locator("input[type=radio]").nth(asked["answer"]).check()
            with page.expect_navigation():
                form.locator("button").click()
        with page.expect_navigation():
            page.click(".lesson__foot form button")


def answer(page, questions):
    """Answer the question on the screen as somebody who has learnt it."""
    stem = plain(page.locator("h1.exam__stem").inner_text())
    asked = next(one for one in questions if plain(one.get("stem", "")) == stem)
    if asked["type"] in {"single", "multiple"}:
        for letter in asked["answer"]:
            right = asked["options"][LETTERS.index(letter)]
            page.locator(
                ".exam__row", has=page.locator(".exam__text", has_text=re.compile(f"^{re.escape(str(right))}$"))
            ).click()
    elif asked["type"] == "truefalse":
        page.locator(".exam__row").nth(0 if asked["answer"] == "√" else 1).click()


def import_roster(page, folder):
    """A school head takes in a spreadsheet of three people, one row of which is wrong at first; their slips."""
    rows = [["林㛃", "T01", "13800000101"], ["示例教师乙", "T02", ""], ["示例教师丙", "T03", "1.38E+10"]]
    headings = ["教师姓名", "工号", "手机"]
    page.goto("/desk/roster/")
    page.click("main a:has-text('导入花名册')")
    for phone in ("1.38E+10", "13800000103"):
        rows[2][2] = phone
        spreadsheets.write(folder / "花名册.xlsx", [("教师", headings, rows)])
        page.set_input_files("input[type=file]", folder / "花名册.xlsx")
        with page.expect_navigation():
            page.click("main .form__end button")
        looked_at(page, f"roster-preview-{'damaged' if 'E' in phone else 'good'}")
        refused = page.locator("main tbody tr")
        assert refused.count() == (1 if "E" in phone else 0)
    page.click("main .btn--big")
    expect(page.locator("main")).to_contain_text("已导入或更新3人")
    looked_at(page, "roster")
    page.click("main button:has-text('给他们打印登录条')")
    expect(page.locator(".slip")).to_have_count(3)
    looked_at(page, "slips")
    printed = page.locator(".slip", has_text="林㛃")
    return [text.strip() for text in printed.locator("dd.code").all_inner_texts()]


def come_in(page, username, slip):
    """With a slip typed as people type, a password of one's own, and the texts read."""
    page.goto("/accounts/login/")
    page.fill("#username", username)
    page.fill("#password", slip.lower().replace("-", " "))
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("设置密码")
    looked_at(page, "first-password")
    for name in ("new_password1", "new_password2"):
        page.fill(f"[name={name}]", "Zhi-xing-he-yi-9")
    page.click("main .btn--wide")
    expect(page.locator("h1")).to_have_text("请先阅读")
    looked_at(page, "first-texts")
    page.click("main .btn--wide")
    page.wait_for_url("**/me/")
    looked_at(page, "me")


def import_questions(person, folder):
    """The shipped spreadsheet with one question more: one officer brings it in, another puts it into use."""
    shipped.workbook(folder / "题库.xlsx")
    with (folder / "题库.xlsx").open("rb") as file:
        (sheet,) = spreadsheets.read(file, "题库.xlsx")
    rows = [[row.cells.get(name, "") for name in sheet.headings] for row in sheet.rows]
    more = {"题号": "X-1", "题型": "判断题", "题干": "撤回同意后，照片应当从所有页面撤下。", "答案": "√", "难度": "易"}
    more |= {"知识点": rows[0][sheet.headings.index("知识点")], "解析": "撤回同意对所有页面同时生效。"}
    rows.append([more.get(name, "") for name in sheet.headings])
    spreadsheets.write(folder / "题库.xlsx", [("题库", sheet.headings, rows)])
    page = person("province", width=1280)
    page.goto("/desk/questions/import/")
    page.set_input_files("input[type=file]", folder / "题库.xlsx")
    with page.expect_navigation():
        page.click("main .form__end button")
    told = dict(zip(page.locator("dl dt").all_inner_texts(), page.locator("dl dd").all_inner_texts(), strict=True))
    assert (told["新题"], told["没有变化"]) == ("1", str(len(shipped.questions())))
    looked_at(page, "question-preview")
    page.click("main .btn--big")
    reviewer = person("province2", width=1280)
    reviewer.goto("/desk/questions/?state=draft")
    expect(reviewer.locator("main tbody")).to_contain_text("撤回同意后")
    with reviewer.expect_navigation():
        reviewer.click("main form.notice button")
    expect(reviewer.locator("main")).to_contain_text("已启用")


def has_training(page):
    page.goto("/me/training/")
    return page.locator("main a:has-text('教师信用知识培训')").count() > 0


def test_from_the_roster_to_a_checked_certificate(person, tmp_path):
    questions = shipped.questions()
    import_questions(person, tmp_path)
    username, slip = import_roster(person("head"), tmp_path)
    page = person()
    come_in(page, username, slip)
    until(lambda: has_training(page))
    looked_at(page, "training")
    page.click("main a:has-text('教师信用知识培训')")
    study(page)
    assert "测评" in page.locator("main .lead").inner_text()
    looked_at(page, "programme")

    page.click("main .btn--big.btn--learn")
    looked_at(page, "paper")
    page.check("#pledge")
    page.click("main .form__end button")
    page.wait_for_selector("h1.exam__stem")
    looked_at(page, "exam")
    for number in range(1, 21):
        expect(page.locator("main .eyebrow")).to_contain_text(f"第{number}题")
        answer(page, questions)
        if number == 3:
            page.reload()  # a begun exam survives it, with what was saved
            page.wait_for_selector("h1.exam__stem")
            page.locator("details summary").click()
            assert page.locator(".exam__sheet .is-answered").count() >= 3
            page.locator(".exam__sheet button").nth(2).click()
        if number < 20:
            page.locator(".exam__bar .btn").last.click()
    expect(page.locator("[data-state]")).to_have_text("答案均已保存")
    page.locator(".exam__bar .btn").last.click()
    page.click("main .btn--learn")
    page.wait_for_selector("h1.song")
    looked_at(page, "receipt")
    page.click("main a.btn")
    assert "合格" in page.locator("main").inner_text()
    looked_at(page, "result")

    page.goto("/me/certificates/")
    looked_at(page, "certificates")
    code = re.search(r"\bC[0-9A-Z]{11}\b", page.locator("main").inner_text())[0]
    picture = page.request.get(f"/me/certificates/{code}.png")
    assert (picture.status, picture.body()[:4]) == (200, b"\x89PNG")

    visitor = person()
    visitor.goto(f"/verify/{code.lower()}/")
    looked_at(visitor, "verify")
    assert "林㛃" in visitor.locator("main").inner_text()
    assert visitor.goto("/verify/C0000000000A/").status == 404

    officer = person("county", width=1280)
    officer.goto("/desk/completion/")
    officer.click("main a:has-text('教师信用知识培训')")
    assert "1" in officer.locator("main progress, main .progress").first.inner_text()
    looked_at(officer, "completion")

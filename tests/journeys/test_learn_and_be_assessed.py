"""A teacher studies the module on a phone, sits the final, and anybody checks the certificate."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from assessments import shipped
from tests.journeys.conftest import looked_at

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


def test_from_the_first_section_to_a_checked_certificate(person):
    questions = shipped.questions()
    page = person("teacher")
    page.goto("/me/training/")
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

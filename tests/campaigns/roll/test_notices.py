import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.notices import sealing
from campaigns.notices.actions import notices, objections
from campaigns.notices.models import Candidate, Objection, SealedIdentity
from kit.codes import new_code
from tests.factories.roll import decided, noon, running_notice

pytestmark = pytest.mark.usefixtures("at")
FACTS = "去年十月的材料与实际不符，可向教务处核实。"


@pytest.fixture
def notice(world):
    return running_notice(world, "测试第一小学", "测试第二小学")


def form_of(client, notice):
    """What the form would send when everything is filled in rightly."""
    html = client.get(f"/notices/{notice.code}/object/").content.decode()
    return {
        "lane": "person",
        "candidate": notice.candidates.first().pk,
        "substance": FACTS,
        "unit": "",
        "name": "张三丰",
        "contact": "13900000000",
        "website": "",
        "once": re.search(r'name="once" value="([^"]+)"', html)[1],
    }


def send(client, notice, **changes):
    return client.post(f"/notices/{notice.code}/object/", {**form_of(client, notice), **changes})


def test_the_list_shows_what_runs_and_nothing_else(client, world, notice):
    over = decided(world, "测试第三小学").notice

    page = client.get("/notices/")

    assert page.context["notices"] == [notice]
    assert over.code not in page.content.decode()


def test_without_a_notice_the_list_says_so(client, world):
    assert client.get("/notices/").context["notices"] == []


def test_a_notice_names_units_days_and_three_doors(client, world, notice):
    html = client.get(f"/notices/{notice.code.lower()}/").content.decode()

    days = ("2026年11月25日", "2026年11月26日", "2026年11月27日", "2026年11月30日", "2026年12月1日")
    for text in ("测试第一小学", "测试第二小学", *days, "测试处室", "027-1", "12345", "12388"):
        assert text in html


def test_a_unit_that_was_removed_is_shown_no_longer(client, world, notice):
    Candidate.objects.filter(name="测试第一小学").update(removed_at=noon(2026, 11, 24), removed_because="R1")

    assert "测试第一小学" not in client.get(f"/notices/{notice.code}/").content.decode()
    assert "测试第一小学" not in client.get(f"/notices/{notice.code}/object/").content.decode()


@pytest.mark.parametrize("swept", [False, True])
@pytest.mark.parametrize("place", ["", "object/"])
def test_after_its_last_instant_it_is_gone_and_names_no_unit(client, world, notice, at, swept, place):
    at(2026, 12, 2)
    if swept:
        notices.take_down(notice, at=noon(2026, 12, 2))

    page = client.get(f"/notices/{notice.code}/{place}")

    assert page.status_code == 410
    assert "公示已于2026年12月1日结束" in page.content.decode()
    assert "测试第一小学" not in page.content.decode()
    assert client.get("/notices/").context["notices"] == []


def test_search_engines_keep_no_notice(client, world, notice):
    assert client.get(f"/notices/{notice.code}/").headers["X-Robots-Tag"].startswith("noindex, noarchive")
    for address in ("/notices/", f"/notices/{notice.code}/object/", "/notices/receipt/"):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex, noarchive"
    assert "/notices/" not in client.get("/sitemap.xml").content.decode()
    assert "/notices" not in client.get("/robots.txt").content.decode()


def test_a_copy_is_kept_no_longer_than_the_notice_runs(client, world, notice, at, settings):
    from kit import clock

    clock.move(int((notice.closes_at - clock.real_now()).total_seconds()) - 20)

    kept = int(client.get(f"/notices/{notice.code}/").headers["Cache-Control"].rpartition("=")[2])

    assert kept <= 20


def test_a_missing_notice_is_a_missing_page_byte_by_byte(client, world, notice):
    objection = objections.raise_objection(
        notice, notice.candidates.first(), lane="anonymous", substance=FACTS, identity={}, at=noon(2026, 11, 24)
    )

    codes = [new_code("N"), "N12", objection.code, notice.call.code]
    answers = [client.get(f"/notices/{code}/{place}") for code in codes for place in ("", "object/")]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_list_costs_one_statement_and_a_notice_two(client, world, notice):
    counts = []
    for address in ("/notices/", f"/notices/{notice.code}/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts == [1, 2]


def test_the_first_page_and_the_search_know_a_running_notice_only(client, world, notice, at):
    front = client.get("/").context["notices"]
    assert (front.count, [card.title for card in front.cards]) == (1, [notice.title])
    assert f"/notices/{notice.code}/" in client.get("/search/?q=第一小学").content.decode()

    at(2026, 12, 2)
    assert client.get("/").context["notices"].count == 0
    assert notice.code not in client.get("/search/?q=第一小学").content.decode()


def test_an_objection_is_taken_in_and_its_receipt_shown_once(client, world, notice):
    sent = send(client, notice)

    assert (sent.status_code, sent.headers["Location"]) == (302, "/notices/receipt/")
    code = Objection.objects.get().code
    first, second = client.get("/notices/receipt/"), client.get("/notices/receipt/")
    assert (code in first.content.decode(), code in second.content.decode()) == (True, False)
    assert "no-store" in first.headers["Cache-Control"]


def test_who_objects_is_sealed_and_stands_nowhere_else(client, world, notice):
    send(client, notice)

    sealed = bytes(SealedIdentity.objects.get().sealed)
    assert sealing.unseal(sealed) == {"name": "张三丰", "contact": "13900000000"}
    assert "张三丰".encode() not in sealed
    assert "张三丰" not in str(Objection.objects.values().get())


def test_an_anonymous_lead_keeps_nothing_of_who_wrote_it(client, world, notice):
    send(client, notice, lane="anonymous")

    assert Objection.objects.get().lane == "anonymous"
    assert not SealedIdentity.objects.exists()


def test_a_unit_signs_with_its_name(client, world, notice):
    send(client, notice, lane="unit", unit="测试邻校")

    assert sealing.unseal(SealedIdentity.objects.get().sealed)["unit"] == "测试邻校"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lane": ""}, "lane"),
        ({"lane": "queen"}, "lane"),
        ({"candidate": ""}, "candidate"),
        ({"candidate": "abc"}, "candidate"),
        ({"candidate": 10**30}, "candidate"),
        ({"substance": ""}, "substance"),
        ({"substance": "  太短  "}, "substance"),
        ({"substance": "长" * 4001}, "substance"),
        ({"substance": "有空\x00字符的一段足够长的话"}, "substance"),
        ({"name": ""}, "name"),
        ({"contact": "  "}, "contact"),
        ({"lane": "unit", "unit": ""}, "unit"),
        ({"website": "http://spam.example"}, "website"),
        ({"once": "not-a-uuid"}, "once"),
        ({"once": ""}, "once"),
    ],
)
def test_bad_input_is_named_keeps_the_text_and_does_nothing(client, world, notice, changes, field):
    answer = send(client, notice, **changes)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Objection.objects.exists()
    if field != "substance":
        assert FACTS in answer.content.decode()


def test_a_unit_of_another_notice_cannot_be_objected_to_here(client, world, notice):
    foreign = running_notice(world, "测试第九小学").candidates.get()

    assert send(client, notice, candidate=foreign.pk).status_code == 422
    assert not Objection.objects.exists()


def test_one_click_too_many_is_one_objection(client, world, notice):
    filled = form_of(client, notice)

    for _time in range(2):
        client.post(f"/notices/{notice.code}/object/", filled)

    assert Objection.objects.count() == 1


def test_a_form_sent_after_the_last_instant_is_gone(client, world, notice, at):
    filled = form_of(client, notice)
    at(2026, 12, 2)

    assert client.post(f"/notices/{notice.code}/object/", filled).status_code == 410
    assert not Objection.objects.exists()


def test_an_address_that_sends_too_much_is_asked_to_wait(client, world, notice, settings):
    settings.PUBLIC_POSTS_PER_HOUR = 2

    answers = [send(client, notice) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert Objection.objects.count() == 2


def test_a_form_without_its_token_changes_nothing(world, notice, client):
    from django.test import Client

    filled = form_of(client, notice)

    assert Client(enforce_csrf_checks=True).post(f"/notices/{notice.code}/object/", filled).status_code == 403
    assert not Objection.objects.exists()


@pytest.mark.parametrize("upheld", [None, True, False])
def test_a_receipt_answers_with_state_and_finding_and_nothing_about_anybody(client, world, notice, upheld):
    send(client, notice)
    objection = Objection.objects.get()
    if upheld is not None:
        objections.answer(
            objection, upheld=upheld, outcome="已到校核实。", by=world.province_officer, at=noon(2026, 11, 25)
        )
    typed = f" {objection.code[:4].lower()}-{objection.code[4:]} "

    html = client.post("/notices/receipt/", {"code": typed}).content.decode()

    assert ("已到校核实。" in html) == (upheld is not None)
    for secret in ("张三丰", "13900000000", FACTS, "测试第一小学", world.province_officer.name):
        assert secret not in html


@pytest.mark.parametrize(("typed", "status"), [("", 422), ("R123", 422), ("x" * 100, 422), ("R\x00", 422)])
def test_a_mistyped_receipt_is_told_as_such(client, world, typed, status):
    assert client.post("/notices/receipt/", {"code": typed}).status_code == status


def test_an_unknown_receipt_is_answered_as_unknown(client, world):
    answer = client.post("/notices/receipt/", {"code": new_code("R")})

    assert (answer.status_code, "unknown" in answer.context) == (200, True)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_no_other_method_is_open(client, world, notice, method):
    for address in (f"/notices/{notice.code}/", f"/notices/{notice.code}/object/", "/notices/receipt/"):
        assert getattr(client, method)(address).status_code == 405

"""The desk of notices, by role; and that no page of it says who objected."""

import logging

import pytest
from django.urls import reverse

from campaigns.notices.actions import objections
from campaigns.notices.models import Objection, PublicNotice
from kit import clock
from tests.factories.campaigns import NOON, officer_of
from tests.factories.honours import (
    AFTER,
    OBJECTOR,
    SUBSTANCE,
    WORDS,
    closed_call,
    decider_of,
    notice_world,
    object_to,
    publish,
    published,
)
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, grant
from workdays.models import OfficialYear

pytestmark = pytest.mark.django_db
ENTERED = {"channel": "telephone", "lane": "person", "substance": SUBSTANCE, **OBJECTOR}


@pytest.fixture(autouse=True)
def noon():
    """The clock of the pages stands at noon of 24 November 2026."""
    clock.move(round((NOON - clock.real_now()).total_seconds()))
    yield
    clock.move(0)


def address(name, *args):
    return reverse(f"notices:{name}", args=args)


def auditor_of(bureau):
    auditor = UserFactory()
    grant(auditor, "auditor", bureau)
    return auditor


def test_an_officer_sees_units_and_days_and_publishes(client):
    world = notice_world(2)
    client.force_login(world.province_officer)
    overview = client.get(address("desk"))
    assert [(call.recommended, call.in_review) for call in overview.context["ready"]] == [(2, 0)]

    form = client.get(address("publish", world.call.uuid))
    answer = client.post(address("publish", world.call.uuid), WORDS)

    assert all(text in form.text for text in ("2026年11月25日", "2026年12月1日", world.schools[1].name))
    assert answer.url == address("desk")
    assert PublicNotice.objects.get().office == WORDS["office"]


@pytest.mark.parametrize("missing", WORDS)
def test_every_word_of_the_notice_is_asked_for(client, missing):
    world = notice_world()
    client.force_login(world.province_officer)

    answer = client.post(address("publish", world.call.uuid), {**WORDS, missing: " "})

    assert list(answer.context["form"].errors) == [missing]
    assert not PublicNotice.objects.exists()


def test_a_window_in_a_year_not_announced_is_refused_with_its_sentence(client):
    world = notice_world()
    OfficialYear.objects.all().delete()
    client.force_login(world.province_officer)

    shown = client.get(address("publish", world.call.uuid))
    answer = client.post(address("publish", world.call.uuid), WORDS)

    for page in (shown, answer):
        assert "2026" in page.context["refusal"]
        assert page.context["refusal"] in page.text
        assert "发布公示</button>" not in page.text
    assert not PublicNotice.objects.exists()


@pytest.mark.parametrize("who", ["county_officer", "city_officer", "stranger"])
def test_the_call_of_another_organiser_does_not_exist(client, who):
    world = notice_world()
    world.stranger = officer_of(BureauFactory(level="province"))
    client.force_login(getattr(world, who))

    assert client.get(address("publish", world.call.uuid)).status_code == 404
    assert client.post(address("publish", world.call.uuid), WORDS).status_code == 404


def pages(world, objection):
    return [
        ("get", address("desk_notice", world.notice.code)),
        ("get", address("enter", world.notice.code)),
        ("get", address("objection", objection.uuid)),
        ("post", address("summarise", objection.uuid)),
        ("post", address("answer", objection.uuid)),
    ]


@pytest.mark.parametrize("place", ["county", "city", "foreign"])
def test_notice_and_objection_of_another_organiser_do_not_exist(client, place):
    world = published()
    objection = object_to(world)
    world.foreign = BureauFactory(level="province")
    client.force_login(officer_of(getattr(world, place)))

    assert {getattr(client, method)(url).status_code for method, url in pages(world, objection)} == {404}
    assert list(client.get(address("desk")).context["rows"]) == []
    assert list(client.get(address("objections")).context["page"]) == []


def test_a_school_head_has_no_such_desk(client):
    world = published()
    objection = object_to(world)
    client.force_login(world.heads[0])

    assert {getattr(client, method)(url).status_code for method, url in pages(world, objection)} == {403}


@pytest.mark.parametrize("make", [decider_of, auditor_of])
def test_deciders_and_auditors_read_and_change_nothing(client, make):
    world = published()
    objection = object_to(world)
    client.force_login(make(world.province))

    codes = [getattr(client, method)(url).status_code for method, url in pages(world, objection)]

    assert codes == [200, 403, 200, 403, 403]


def test_what_an_objection_says_is_shown_to_who_may_handle_it_and_to_nobody_else(client):
    world = published()
    objection = object_to(world)
    shown = {}
    for name, reader in {
        "handler": world.handler,
        "recommended": world.province_officer,
        "decider": world.decider,
        "auditor": auditor_of(world.province),
    }.items():
        client.force_login(reader)
        shown[name] = SUBSTANCE in client.get(address("objection", objection.uuid)).text

    assert shown == {"handler": True, "recommended": False, "decider": False, "auditor": False}


def test_an_officer_enters_summarises_and_answers(client):
    world = published()
    candidate = world.notice.candidates.get()
    client.force_login(world.handler)

    client.post(address("enter", world.notice.code), {**ENTERED, "candidate": candidate.pk})
    objection = Objection.objects.get()
    client.post(address("summarise", objection.uuid), {"summary": "请说明记录。"})
    client.post(address("answer", objection.uuid), {"upheld": "yes", "outcome": "查实。"})

    objection.refresh_from_db()
    candidate.refresh_from_db()
    assert (objection.channel, objection.summary, objection.state) == ("telephone", "请说明记录。", "upheld")
    assert candidate.removed_at is not None


@pytest.mark.parametrize("sent", [{}, {"upheld": "", "outcome": "有理由"}, {"upheld": "yes", "outcome": ""}])
def test_an_answer_without_finding_or_reason_changes_nothing(client, sent):
    world = published()
    objection = object_to(world)
    client.force_login(world.handler)

    answer = client.post(address("answer", objection.uuid), sent)

    objection.refresh_from_db()
    assert (answer.status_code, bool(answer.context["answer_form"].errors), objection.state) == (200, True, "open")


@pytest.mark.parametrize("wrong", [{"candidate": "0"}, {"channel": "online"}, {"lane": "x"}, {"contact": ""}])
def test_a_wrong_entry_is_refused_and_what_was_sealed_is_not_echoed(client, wrong):
    world = published()
    client.force_login(world.handler)
    sent = {**ENTERED, "candidate": world.notice.candidates.get().pk, **wrong}

    answer = client.post(address("enter", world.notice.code), sent)

    assert list(answer.context["form"].errors) == list(wrong)
    assert [OBJECTOR["name"] in answer.text, OBJECTOR["contact"] in answer.text] == [False, False]
    assert not Objection.objects.exists()


def test_nothing_is_entered_after_the_notice_is_over(client):
    world = published()
    clock.move(round((AFTER - clock.real_now()).total_seconds()))
    client.force_login(world.handler)

    answer = client.post(
        address("enter", world.notice.code), {**ENTERED, "candidate": world.notice.candidates.get().pk}
    )

    assert "公示期已" in answer.text or "已结束" in answer.text
    assert not Objection.objects.exists()


def test_the_objector_stands_in_no_page_of_anybody_and_in_no_log(client, caplog):
    world = published()
    caplog.set_level(logging.DEBUG)
    client.force_login(world.handler)
    client.post(
        address("enter", world.notice.code), {**ENTERED, "candidate": world.notice.candidates.get().pk}, follow=True
    )
    objection = Objection.objects.get()
    client.post(address("summarise", objection.uuid), {"summary": "请说明记录。"})
    found = []
    readers = [world.handler, world.province_officer, world.decider, auditor_of(world.province), world.heads[0]]
    for reader in readers:
        client.force_login(reader)
        for name, args in [
            ("desk", []),
            ("objections", []),
            ("desk_notice", [world.notice.code]),
            ("objection", [objection.uuid]),
            ("ours", []),
        ]:
            answer = client.get(address(name, *args), follow=True)
            found += [name for secret in OBJECTOR.values() if secret in answer.text]
        found += [secret for secret in OBJECTOR.values() if secret in client.get("/notifications/", follow=True).text]

    assert found == []
    assert not [secret for secret in OBJECTOR.values() if secret in caplog.text]


def test_the_unit_s_head_reads_the_summary_and_neither_the_words_nor_the_receipt(client):
    world = published(2)
    objection = object_to(world)
    client.force_login(world.heads[0])
    before = client.get(address("ours")).text
    objections.summarise(objection, "请说明培训记录。", by=world.handler, at=NOON)

    after = client.get(address("ours")).text

    assert ["请说明培训记录。" in before, "请说明培训记录。" in after] == [False, True]
    assert [SUBSTANCE in after, objection.code in after, str(objection.uuid) in after] == [False] * 3
    client.force_login(world.heads[1])
    assert "请说明培训记录。" not in client.get(address("ours")).text


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("desk", 7), ("desk_notice", 9), ("objections", 6), ("publish", 8)])
def test_a_page_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, name, queries, units
):
    world = published(units)
    for place in range(units):
        object_to(world, place)
    shown = world.notice
    publish(closed_call(world, units))
    waiting = closed_call(world, units).call
    args = {"desk_notice": [shown.code], "publish": [waiting.uuid]}.get(name, [])
    client.force_login(world.province_officer)
    client.get(address("desk"))

    with django_assert_num_queries(queries):
        assert client.get(address(name, *args)).status_code == 200


def test_the_desk_counts_what_waits(client):
    world = notice_world()
    client.force_login(world.handler)

    def counts():
        lines = client.get("/desk/").context["lines"]
        return {line.url: line.count for line in lines if "/notices/" in line.url}

    waiting = counts()
    publish(world)
    object_to(world)

    assert waiting == {address("desk"): 1, address("objections"): 0}
    assert counts() == {address("desk"): 0, address("objections"): 1}


@pytest.mark.parametrize("typed", ["nothing", "%00", "N" * 300, "N0000000000%"])
def test_a_code_that_is_none_is_a_page_that_does_not_exist(client, typed):
    client.force_login(published().handler)

    for where in ("/desk/notices/{}/", "/desk/notices/{}/enter/", "/desk/honours/compile/{}/"):
        assert client.get(where.format(typed)).status_code == 404


def test_a_code_is_read_however_it_was_typed(client):
    world = published()
    client.force_login(world.handler)

    assert client.get(address("desk_notice", world.notice.code.lower())).status_code == 200

"""The desk of honours, by role: compiling, releasing with the password again, and what became of the entries."""

import pytest
from django.urls import reverse

from campaigns.creditfeed.models import Destination, FeedRow
from campaigns.honours.actions import entries
from campaigns.honours.models import Decision, HonourEntry
from kit import clock
from tests.factories.campaigns import officer_of
from tests.factories.honours import (
    AFTER,
    PAPER,
    closed_call,
    compile_paper,
    compiled,
    decider_of,
    object_to,
    publish,
    published,
    released,
)
from tests.factories.identity import PASSWORD, UserFactory
from tests.factories.organisations import BureauFactory, grant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def second_of_december():
    """The clock of the pages stands at noon of 2 December 2026, when the notices of these tests are over."""
    clock.move(round((AFTER - clock.real_now()).total_seconds()))
    yield
    clock.move(0)


def address(name, *args):
    return reverse(f"honours:{name}", args=args)


def test_an_officer_compiles_and_a_decider_releases(client):
    world = published(2)
    client.force_login(world.province_officer)
    client.post(address("compile", world.notice.code), {**PAPER, "document_number": "测教发[2026]7号"})
    decision = Decision.objects.get()
    client.force_login(world.decider)

    answer = client.post(address("release", decision.uuid), {"password": PASSWORD}, follow=True)

    decision.refresh_from_db()
    assert (decision.document_number, decision.state) == ("测教发〔2026〕7号", "released")
    assert [one.name for one in HonourEntry.objects.order_by("entry_no")] == [one.name for one in world.schools]
    assert all(one.code in answer.text for one in HonourEntry.objects.all())


def test_a_wrong_password_releases_nothing(client):
    world = compiled()
    client.force_login(world.decider)

    answer = client.post(address("release", world.decision.uuid), {"password": "Wrong-password-1"})

    world.decision.refresh_from_db()
    assert (world.decision.state, HonourEntry.objects.count()) == ("compiled", 0)
    assert answer.context["form"].errors["password"] == ["密码不对，决定没有发布。"]
    assert "Wrong-password-1" not in answer.text


@pytest.mark.parametrize("wrong", [{"document_number": "第七号"}, {"decided_on": "2026-13-01"}, {"meeting_number": ""}])
def test_a_wrong_paper_is_refused_at_its_place(client, wrong):
    world = published()
    client.force_login(world.province_officer)

    answer = client.post(address("compile", world.notice.code), {**PAPER, **wrong})

    assert list(answer.context["form"].errors) == list(wrong)
    assert not Decision.objects.exists()


def test_a_day_before_the_end_of_the_notice_is_refused_with_its_sentence(client):
    world = published()
    client.force_login(world.province_officer)

    answer = client.post(address("compile", world.notice.code), {**PAPER, "decided_on": "2026-12-01"})

    assert "决定日期应在公示期最后一天之后" in answer.text
    assert not Decision.objects.exists()


def test_while_an_objection_is_open_the_desk_says_so_and_offers_nothing(client):
    world = published()
    object_to(world, at=world.notice.published_at)
    client.force_login(world.province_officer)

    page = client.get(address("desk")).text
    answer = client.post(address("compile", world.notice.code), PAPER)

    assert ["1 件异议未办结" in page, address("compile", world.notice.code) in page] == [True, False]
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_too_many_wrong_passwords_shut_out_the_right_one_for_a_minute(client):
    world = compiled()
    client.force_login(world.decider)
    url = address("release", world.decision.uuid)
    for _try in range(10):
        client.post(url, {"password": "Wrong-password-1"})

    answer = client.post(url, {"password": PASSWORD})

    assert answer.context["form"].errors["password"] == ["尝试次数过多。请等一分钟再试。"]
    assert not HonourEntry.objects.exists()


def test_whoever_compiled_is_refused_at_the_release(client):
    world = compiled()
    grant(world.province_officer, "decider", world.province)
    client.force_login(world.province_officer)

    page = client.get(address("decision", world.decision.uuid))
    client.post(address("release", world.decision.uuid), {"password": PASSWORD})

    assert page.context["may_release"] is False
    assert not HonourEntry.objects.exists()


def everything(world):
    entry = world.entries[0]
    return [
        ("get", address("decision", world.decision.uuid)),
        ("get", address("release", world.decision.uuid)),
        ("post", address("release", world.decision.uuid)),
        ("post", address("discard", world.decision.uuid)),
        ("get", address("desk_entry", entry.uuid)),
        ("get", address("act", entry.uuid, "revoke")),
        ("post", address("act", entry.uuid, "revoke")),
    ]


@pytest.mark.parametrize("place", ["county", "city", "foreign"])
def test_decision_and_entry_of_another_organ_do_not_exist(client, place):
    world = released()
    world.foreign = BureauFactory(level="province")
    person = officer_of(getattr(world, place))
    grant(person, "decider", getattr(world, place))
    client.force_login(person)

    codes = [getattr(client, method)(url).status_code for method, url in everything(world)]

    assert set(codes) == {404}
    assert list(client.get(address("desk")).context["page"]) == []
    assert client.get(address("desk_entries"), {"q": world.entries[0].code}).context["rows"] == []


def test_a_school_head_has_no_such_desk(client):
    world = released()
    client.force_login(world.heads[0])

    codes = [getattr(client, method)(url).status_code for method, url in everything(world)]

    assert set(codes) == {403}


def test_an_auditor_reads_and_changes_nothing(client):
    world = released()
    auditor = UserFactory()
    grant(auditor, "auditor", world.province)
    client.force_login(auditor)

    codes = [getattr(client, method)(url).status_code for method, url in everything(world)]

    assert codes == [200, 403, 403, 403, 200, 403, 403]


def test_a_discarded_decision_offers_its_notice_again(client):
    world = compiled()
    client.force_login(world.province_officer)
    assert list(client.get(address("desk")).context["undecided"]) == []

    client.post(address("discard", world.decision.uuid))

    assert list(client.get(address("desk")).context["undecided"]) == [world.notice]


def test_each_entry_shows_what_became_of_it_at_the_credit_platforms(client):
    for name in ("PROVINCE", "LOCAL"):
        Destination.objects.create(name=name, title=f"平台{name}", mode="service")
    world = released()
    FeedRow.objects.filter(destination__name="PROVINCE").update(
        state="receipted", receipt_id="R-0001", received_at=AFTER
    )
    FeedRow.objects.filter(destination__name="LOCAL").update(state="parked", reason="422: region_code")
    client.force_login(world.decider)

    for url in (address("decision", world.decision.uuid), address("desk_entry", world.entries[0].uuid)):
        page = client.get(url).text
        assert all(text in page for text in ("已回执", "R-0001", "2026年12月2日 12:00", "已搁置", "422: region_code"))


def test_a_decider_suspends_restores_and_revokes_each_with_its_reason(client):
    world = released()
    (entry,) = world.entries
    client.force_login(world.decider)
    seen = []

    for act, sent in [
        ("suspend", {"reason": "核查中", "review_on": "2027-03-01"}),
        ("restore", {"reason": "无问题"}),
        ("revoke", {"reason": "查实"}),
    ]:
        assert client.get(address("act", entry.uuid, act)).status_code == 200
        client.post(address("act", entry.uuid, act), sent)
        entry.refresh_from_db()
        seen.append((entry.status, entry.status_reason))

    assert seen == [("suspended", "核查中"), ("valid", "无问题"), ("revoked", "查实")]
    page = client.get(address("desk_entry", entry.uuid)).text
    assert all(text in page for text in ("核查中", "无问题", "查实"))


@pytest.mark.parametrize(("act", "sent"), [("suspend", {"reason": "核查中"}), ("revoke", {"reason": " "})])
def test_an_act_without_what_it_needs_changes_nothing(client, act, sent):
    world = released()
    client.force_login(world.decider)

    answer = client.post(address("act", world.entries[0].uuid, act), sent)

    assert (answer.status_code, bool(answer.context["form"].errors)) == (200, True)
    assert HonourEntry.objects.get().version == 1


def test_an_act_that_is_none_does_not_exist(client):
    world = released()
    client.force_login(world.decider)

    assert client.get(address("act", world.entries[0].uuid, "delete")).status_code == 404


def test_an_entry_is_found_by_code_number_and_name(client):
    world = released(2)
    first = world.entries[0]
    client.force_login(world.decider)

    for typed in (first.code.lower(), str(first.entry_no), first.name, first.subject_code):
        rows = client.get(address("desk_entries"), {"q": typed}).context["rows"]
        assert [one for one, _status in rows] == [first], typed
    for typed in ("nothing", "9" * 40, "%", "\x00"):
        assert client.get(address("desk_entries"), {"q": typed}).context["rows"] == []


def test_suspended_entries_whose_day_has_come_are_counted_on_the_desk(client):
    world = released()
    review = AFTER.date().replace(day=3)
    entries.suspend(world.entries[0], reason="核查中", review_on=review, by=world.decider, at=AFTER)
    client.force_login(world.decider)

    def due():
        lines = client.get("/desk/").context["lines"]
        return next(line.count for line in lines if line.url == address("desk_entries"))

    before = due()
    clock.move(round((AFTER - clock.real_now()).total_seconds()) + 24 * 3600)

    assert (before, due()) == (0, 1)


@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("desk", 7), ("decision", 9), ("desk_entries", 5), ("release", 6)])
def test_a_page_takes_the_same_queries_for_one_row_and_for_three(
    client, django_assert_num_queries, name, queries, units
):
    Destination.objects.create(name="PROVINCE", title="省平台", mode="service")
    world = released(units)
    done = world.decision
    publish(closed_call(world, units))
    waiting = compile_paper(world, document_number="测教发〔2026〕8号")
    for entry in world.entries:
        entries.suspend(
            entry, reason="核查中", review_on=AFTER.date().replace(day=9), by=decider_of(world.province), at=AFTER
        )
    args = {"decision": [done.uuid], "release": [waiting.uuid]}.get(name, [])
    client.force_login(world.decider)
    client.get(address("desk"))

    with django_assert_num_queries(queries):
        assert client.get(address(name, *args)).status_code == 200

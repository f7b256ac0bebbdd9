"""A decided call with its roll entries, and a running notice, by the real actions."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from campaigns.calls.actions import calls
from campaigns.calls.models import Application, CallKind
from campaigns.honours.actions import decisions
from campaigns.notices.actions import notices
from tests.factories.campaigns import NOON, call_open, campaign_world
from tests.factories.honours import some_platform
from tests.factories.identity import UserFactory
from tests.factories.organisations import DivisionFactory, SchoolFactory, grant
from workdays.actions import years

WORDS = {
    "title": "关于拟认定名单的公示",
    "basis": "测试办法第七条",
    "office": "测试处室",
    "phone": "027-1",
    "address": "测试路1号",
    "hours": "工作日",
}
FACTS = {
    "meeting_number": "第1次会议",
    "legality_opinion": "合法",
    "discipline_opinion": "无不同意见",
    "secrecy_opinion": "不涉密",
}
_numbers = iter(range(1, 100_000))


def noon(year, month, day):
    return datetime(year, month, day, 4, tzinfo=UTC)


def roll_world():
    """The world of calls with a decider at the province and the working days of the shipped years."""
    years.load_shipped()
    world = campaign_world()
    city = DivisionFactory(code="421100", name="黄冈市", level="city")
    county = DivisionFactory(parent=city)
    county.parent = city
    county.save()
    world.decider = UserFactory()
    grant(world.decider, "decider", world.province)
    return world


def closed_with(world, call, names):
    """The call, closed, with applications as they stand when every bureau has recommended them."""
    schools = [SchoolFactory(name=name, managing_authority=world.county, stages=["primary"]) for name in names]
    for school in schools:
        Application.objects.create(call=call, organisation=school, state="recommended", started_by=world.head)
    return calls.close(call, by=world.province_officer, at=NOON)


def running_notice(world, *names, at=None):
    """A notice from `at` on, with a unit for each name."""
    call = closed_with(world, call_open(world), names or ["测试第一小学"])
    return notices.publish(call, by=world.province_officer, at=at or noon(2026, 11, 24), **WORDS)


def decided(world, *names, day=date(2026, 3, 16), kind=CallKind.MODEL_UNIT):
    """Entries for units of these names, decided and released on `day` after a notice that was over."""
    call = closed_with(world, call_open(world, kind=kind, quota=100), names)
    notice = notices.publish(
        call, by=world.province_officer, at=noon(day.year, day.month, day.day) - timedelta(days=30), **WORDS
    )
    some_platform()
    released = noon(day.year, day.month, day.day)
    notices.take_down(notice, at=released)
    notice.refresh_from_db()
    decision = decisions.compile_decision(
        notice,
        by=world.province_officer,
        at=released,
        document_number=f"测教发〔{day.year}〕{next(_numbers)}号",
        decided_on=day,
        **FACTS,
    )
    entries = decisions.release(decision, by=world.decider, at=released)
    return SimpleNamespace(call=call, notice=notice, decision=decision, entries=entries)

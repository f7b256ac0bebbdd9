"""Notices, objections, decisions and entries, made by the real actions on the small world of `campaigns`."""

from datetime import UTC, date, datetime

from campaigns.calls.actions import calls
from campaigns.creditfeed.models import Destination
from campaigns.honours.actions import decisions
from campaigns.notices.actions import notices, objections
from tests.factories.campaigns import NOON, call_open, campaign_world, head_of, officer_of, recommended
from tests.factories.identity import UserFactory
from tests.factories.organisations import SchoolFactory, grant
from workdays.actions import years

LAST_DAY = date(2026, 12, 1)  # 25, 26, 27, 30 November and 1 December
AFTER = datetime(2026, 12, 2, 4, 0, tzinfo=UTC)
WORDS = {
    "title": "测试省诚信示范学校拟认定名单公示",
    "basis": "测示创〔2026〕3号",
    "office": "测试省教育厅创建办公室",
    "phone": "000-00000000",
    "address": "测试路1号",
    "hours": "工作日8:30—17:30",
}
PAPER = {
    "document_number": "测教发〔2026〕7号",
    "decided_on": date(2026, 12, 2),
    "meeting_number": "厅党组会2026年第21次",
    "legality_opinion": "政策法规处，同意",
    "discipline_opinion": "机关纪委，无异议",
    "secrecy_opinion": "保密办，可公开",
}
OBJECTOR = {"name": "异议人赵密封", "contact": "13900000077"}
SUBSTANCE = "2026年10月，学校培训记录与实际到场人数不符，可查签到表。"


def decider_of(bureau, **fields):
    decider = UserFactory(**fields)
    grant(decider, "decider", bureau)
    return decider


def notice_world(units=1, **fields):
    """A closed call with so many recommended units, an officer who took no part, and a decider."""
    years.announce(2026, [], [], source="测试")
    world = campaign_world()
    world.handler, world.decider = officer_of(world.province), decider_of(world.province)
    world.schools, world.heads = [], []
    return closed_call(world, units, **fields)


def closed_call(world, units=1, **fields):
    """One more call with new units, closed; it becomes the world's call."""
    world.call = call_open(world, **fields)
    for _unit in range(units):
        school = SchoolFactory(managing_authority=world.county, stages=["primary"])
        head = head_of(school)
        recommended(world, world.call, school, head)
        world.schools.append(school)
        world.heads.append(head)
    world.call = calls.close(world.call, by=world.province_officer, at=NOON)
    return world


def some_platform():
    """Whoever releases a decision needs one to tell."""
    if not Destination.objects.exists():
        Destination.objects.create(name="ANY", title="测试信用平台", mode="file")


def publish(world, at=NOON, **words):
    some_platform()
    world.notice = notices.publish(world.call, by=world.province_officer, at=at, **{**WORDS, **words})
    return world.notice


def published(units=1, **fields):
    world = notice_world(units, **fields)
    publish(world)
    return world


def object_to(world, place=0, lane="person", at=NOON, **fields):
    """Somebody objects to the unit at `place` of the notice."""
    candidate = world.notice.candidates.all()[place]
    identity = {} if lane == "anonymous" else OBJECTOR
    return objections.raise_objection(
        world.notice, candidate, **{"lane": lane, "substance": SUBSTANCE, "identity": identity, "at": at, **fields}
    )


def compile_paper(world, at=AFTER, **facts):
    world.decision = decisions.compile_decision(world.notice, by=world.province_officer, at=at, **{**PAPER, **facts})
    return world.decision


def compiled(units=1, **fields):
    """The notice is over, nobody objected, the decision is compiled and waits for the decider."""
    world = published(units, **fields)
    compile_paper(world)
    return world


def released(units=1, **fields):
    world = compiled(units, **fields)
    world.entries = decisions.release(world.decision, by=world.decider, at=AFTER)
    return world

"""Calls and applications in a small world of province, city, county and school, made by the real actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

from campaigns.calls import rules
from campaigns.calls.actions import applications, calls
from campaigns.calls.models import CallKind
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in Shanghai

INDICATORS = [
    {"number": "1", "title": "组织与制度"},
    {"number": "1.1", "title": "有人负责", "method": "看文件", "evidence": "分工文件", "weight": Decimal(40)},
    {"number": "1.2", "title": "奖惩有依据", "method": "抽查", "evidence": "校规", "weight": Decimal(40)},
    {"number": "2", "title": "家校协同", "weight": Decimal(20), "stages": ["primary", "junior"]},
    {"number": "3", "title": "弄虚作假", "method": "以认定为准", "veto": True},
]
CALL = {
    "title": "测试省诚信示范学校创建",
    "honour_name": "测试省诚信示范学校",
    "kind": CallKind.MODEL_UNIT,
    "approving_authority": "测试省创建示范活动协调小组",
    "approval_number": "测示创〔2026〕3号",
    "permitted_list_entry": "2026年度目录第12项",
    "cycle": "三年一次",
    "quota": 20,
    "budget_line": "测试预算项目",
    "no_fee": True,
    "summary": "看诚信教育是否进课堂。",
    "opens_on": date(2020, 1, 1),
    "closes_on": date(2099, 12, 31),
}


def officer_of(bureau, **fields):
    officer = UserFactory(**fields)
    grant(officer, "officer", bureau)
    return officer


def head_of(school, **fields):
    head = UserFactory(**fields)
    grant(head, "school_head", school)
    return head


def campaign_world():
    """Province, city, county and school, each with its person: `world.province`, `world.province_officer` …"""
    province = BureauFactory(level="province")
    city = BureauFactory(level="city", managing_authority=province)
    county = BureauFactory(level="county", managing_authority=city)
    school = SchoolFactory(managing_authority=county, stages=["primary"])
    return SimpleNamespace(
        province=province,
        city=city,
        county=county,
        school=school,
        province_officer=officer_of(province),
        city_officer=officer_of(city),
        county_officer=officer_of(county),
        head=head_of(school),
    )


def call_draft(world, indicators=INDICATORS, **fields):
    """A draft that meets every rule of the gate, unless `fields` or `indicators` say otherwise."""
    call = calls.create(by=world.province_officer, at=NOON, **{"organiser": world.province, **CALL, **fields})
    calls.set_indicators(call, indicators, by=world.province_officer, at=NOON)
    return call


def call_open(world, **fields):
    return calls.open_call(call_draft(world, **fields), by=world.province_officer, at=NOON)


def application_draft(world, call=None, school=None, head=None):
    """Every indicator that applies is answered with 80; not handed in."""
    school, head = school or world.school, head or world.head
    started = applications.start(call or call_open(world), school, by=head, at=NOON)
    answers = {
        one.pk: (80, "做法见附件。")
        for one in rules.leaves(started.call)
        if one.applies_to(school.stages) and not one.veto
    }
    return applications.save(started, answers, "我们学校……", by=head, at=NOON, version=started.version)


def application_in_review(world, call=None, school=None, head=None):
    """Handed in, with the lowest bureau."""
    draft = application_draft(world, call, school, head)
    return applications.submit(draft, by=head or world.head, at=NOON)


def recommended(world, call=None, school=None, head=None):
    """Recommended by county, city and province; a school of another county needs an officer of its own there."""
    application = application_in_review(world, call, school, head)
    officers = {
        world.county.pk: world.county_officer,
        world.city.pk: world.city_officer,
        world.province.pk: world.province_officer,
    }
    while application.reviewer_id is not None:
        by = officers.get(application.reviewer_id) or officer_of(application.reviewer)
        application = applications.recommend(
            application, by=by, at=NOON, score=Decimal(85), reason="材料属实。", version=application.version
        )
    return application

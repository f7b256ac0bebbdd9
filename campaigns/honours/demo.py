"""The demonstration's roll: an earlier decision with its entries, and a notice that is running now."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.calls.actions import calls
from campaigns.calls.demo import INDICATORS
from campaigns.calls.models import Application, ApplicationState, Call, CallKind, Review, Verdict
from campaigns.calls.rules import chain
from campaigns.honours import canary, growth
from campaigns.honours.actions import decisions
from campaigns.notices.actions import notices
from campaigns.notices.errors import CannotPublish
from kit import clock

EARLIER = "示例省第二批中小学诚信示范学校创建"
RUNNING = "示例省首批诚信文化校园创建"
HONOURED = (
    "hongan_centre",
    "luotian_senior",
    "huanggang_school",
    "huanggang_special",
    "qianjiang_school",
    "university",
)
SHOWN = ("hongan_vocational", "hongan_kindergarten", "luotian_school", "qianjiang_private")
OFFICERS = {"hongan": "county", "luotian": "county_other", "huanggang": "city", "province": "province"}
OFFICE = {
    "office": "示例省教育厅政策法规处",
    "phone": "027-00000000（示例）",
    "address": "示例省示例市示例路1号",
    "hours": "工作日 8:30—12:00，14:00—17:30",
}


def seed(world: dict[str, Any]) -> None:
    """One decision of 2025 and one notice from today. Safe to run again."""
    if not Call.objects.filter(title=EARLIER).exists():
        _decided(world)
    if not Call.objects.filter(title=RUNNING).exists():
        _under_notice(world)


def grow_honours(world: dict[str, Any], total: int, *, seed: int, canary: str) -> None:
    growth.honours(world, total, seed=seed, canary=canary)


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)


def _decided(world: dict[str, Any]) -> None:
    """Call, notice, decision and entries by the real actions, at instants of 2025."""
    officer, decider = world["users"]["province"], world["users"]["decider"]
    call = _call(
        world,
        EARLIER,
        "示例省诚信示范学校",
        "示创协〔2025〕1号",
        date(2025, 2, 17),
        date(2025, 4, 18),
        "看诚信教育是否进课堂、校规是否可申诉、学生信息是否有同意。学校自愿申报，逐级推荐，不收取任何费用。",
    )
    for key in HONOURED:
        _recommended(world, call, key, _noon(2025, 4, 25))
    call = calls.close(call, by=officer, at=_noon(2025, 4, 28))
    notice = notices.publish(
        call,
        by=officer,
        at=_noon(2025, 5, 12),
        title="关于示例省第二批诚信示范学校拟认定名单的公示",
        basis="示创协〔2025〕1号《示例省中小学诚信示范学校创建办法》第九条",
        **OFFICE,
    )
    notices.take_down(notice, at=_noon(2025, 5, 21))
    notice.refresh_from_db()
    decision = decisions.compile_decision(
        notice,
        by=officer,
        at=_noon(2025, 6, 3),
        document_number="示教发〔2025〕16号",
        decided_on=date(2025, 6, 3),
        meeting_number="2025年第11次厅党组会议（示例）",
        legality_opinion="合法，示例省教育厅政策法规处",
        discipline_opinion="无不同意见，示例省教育厅机关纪委",
        secrecy_opinion="不涉密，可公开，示例省教育厅办公室",
    )
    decisions.release(decision, by=decider, at=_noon(2025, 6, 3))


def _under_notice(world: dict[str, Any]) -> None:
    """A list that anybody may object to, from now for five working days.

    Where these days touch a year without announced holidays nothing is shown: the rule holds for demonstrations too.
    """
    now, today = clock.now(), clock.today()
    call = _call(
        world,
        RUNNING,
        "示例省诚信文化校园",
        f"示创协〔{today.year}〕2号",
        today - timedelta(days=90),
        today - timedelta(days=12),
        "看校园里说到做到的日常：失物怎样归还、承诺怎样兑现、错了怎样改。学校自愿申报，不收取任何费用。",
    )
    for key in SHOWN:
        _recommended(world, call, key, now - timedelta(days=5))
    call = calls.close(call, by=world["users"]["province"], at=now - timedelta(days=4))
    with suppress(CannotPublish):
        notices.publish(
            call,
            by=world["users"]["province"],
            at=now,
            title="关于示例省首批诚信文化校园拟认定名单的公示",
            basis=f"示创协〔{today.year}〕2号《示例省诚信文化校园创建办法》第七条",
            **OFFICE,
        )


def _call(
    world: dict[str, Any], title: str, honour: str, approval: str, opens_on: date, closes_on: date, summary: str
) -> Call:
    officer, at = world["users"]["province"], _noon(opens_on.year, opens_on.month, opens_on.day)
    call = calls.create(
        by=officer,
        at=at,
        title=title,
        honour_name=honour,
        kind=CallKind.MODEL_UNIT,
        organiser=world["organisations"]["province"],
        approving_authority="示例省创建示范活动协调小组",
        approval_number=approval,
        permitted_list_entry=f"{opens_on.year}年度省级创建示范活动目录第12项（示例）",
        cycle="三年一次",
        quota=20,
        budget_line="省级部门预算“教育综合管理”项目（示例）",
        no_fee=True,
        summary=summary,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    calls.set_indicators(call, INDICATORS, by=officer, at=at)
    return calls.open_call(call, by=officer, at=at)


def _recommended(world: dict[str, Any], call: Call, key: str, at: datetime) -> None:
    """An application as it is after every bureau has recommended it.

    Written straight into the tables: most demo schools have no account that could hand one in, and the road through
    forms and desks is walked by the tests.
    """
    people = world["users"]
    head = people["head" if key.startswith("hongan") else "head_other"]
    application = Application.objects.create(
        call=call,
        organisation=world["organisations"][key],
        state=ApplicationState.RECOMMENDED,
        narrative="我们把“答应的事要做到”写进班级公约，由学生自己商量、自己检查。（示例）",
        started_by=head,
        submitted_by=head,
        submitted_at=at,
        version=5,
    )
    at_bureau = {world["organisations"][place].pk: people[name] for place, name in OFFICERS.items()}
    for bureau in chain(application):
        by = at_bureau.get(bureau.pk)
        if by is not None:
            Review.objects.create(
                application=application,
                organisation=bureau,
                by=by,
                verdict=Verdict.RECOMMEND,
                reason="材料属实，同意推荐。（示例）",
                at=at,
            )


def _noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=clock.SHANGHAI)

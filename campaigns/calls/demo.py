"""The demonstration's open call, with a small indicator tree and one application on its way."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from campaigns.calls import canary, rules
from campaigns.calls.actions import applications, calls
from campaigns.calls.models import Call, CallKind
from kit import clock

TITLE = "示例省第三批中小学诚信示范学校创建"
INDICATORS: list[dict[str, Any]] = [
    {"number": "1", "title": "组织与制度"},
    {
        "number": "1.1",
        "title": "学校有人负责诚信教育，职责写得清楚",
        "method": "看文件与访谈",
        "evidence": "工作分工文件",
        "weight": Decimal(10),
    },
    {
        "number": "1.2",
        "title": "班规校规中的奖惩有依据、可申诉",
        "method": "抽查两份班规",
        "evidence": "校规及申诉办法",
        "weight": Decimal(15),
    },
    {"number": "2", "title": "教育与教学"},
    {
        "number": "2.1",
        "title": "教师完成年度信用知识培训",
        "method": "取平台数据",
        "evidence": "平台自动带入",
        "weight": Decimal(20),
    },
    {
        "number": "2.2",
        "title": "诚信课进入课表，各年级有适龄内容",
        "method": "随堂听课",
        "evidence": "课表与一份教案",
        "weight": Decimal(20),
    },
    {
        "number": "2.3",
        "title": "家校协同，给家长的说明通俗可行",
        "method": "访谈家长",
        "evidence": "家长说明一份",
        "weight": Decimal(10),
        "stages": ["kindergarten", "primary", "junior", "senior", "special"],
    },
    {"number": "3", "title": "权益与氛围"},
    {
        "number": "3.1",
        "title": "学生信息与照片使用有同意、可撤回",
        "method": "核对台账",
        "evidence": "班级同意书登记",
        "weight": Decimal(15),
    },
    {
        "number": "3.2",
        "title": "考试与作业诚信有正面引导，不贴标签",
        "method": "看校园环境",
        "evidence": "活动方案一份",
        "weight": Decimal(10),
    },
    {
        "number": "4",
        "title": "一票否决：近三年有经查实的弄虚作假",
        "method": "以主管部门认定为准，学校可书面答复",
        "veto": True,
    },
]


def seed(world: dict[str, Any]) -> None:
    """One open call of the province, and one application that its city has recommended. Safe to run again."""
    if Call.objects.filter(title=TITLE).exists():
        return
    officer, province, today = world["users"]["province"], world["organisations"]["province"], clock.today()
    call = calls.create(
        by=officer,
        at=clock.now(),
        title=TITLE,
        honour_name="示例省诚信示范学校",
        kind=CallKind.MODEL_UNIT,
        organiser=province,
        approving_authority="示例省创建示范活动协调小组",
        approval_number="示创协〔2026〕3号",
        permitted_list_entry="2026年度省级创建示范活动目录第12项（示例）",
        cycle="三年一次",
        quota=20,
        budget_line="省级部门预算“教育综合管理”项目（示例）",
        no_fee=True,
        summary="面向全省中小学、幼儿园、中职和高校，看诚信教育是否进课堂、学生权益是否有保障。由学校自愿申报，县、市、省逐级推荐，不收取任何费用。",
        opens_on=today - timedelta(days=7),
        closes_on=today + timedelta(days=60),
    )
    calls.set_indicators(call, INDICATORS, by=officer, at=clock.now())
    call = calls.open_call(call, by=officer, at=clock.now())
    _apply(world, call)


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)


def _apply(world: dict[str, Any], call: Call) -> None:
    """A school of the directly administered city: two levels, and the province's turn now."""
    head, school, at = world["users"]["head_qianjiang"], world["organisations"]["qianjiang_school"], clock.now()
    one = applications.start(call, school, by=head, at=at)
    answers: dict[int, tuple[int | None, str]] = {
        leaf.pk: (score, "已落实，材料在学校留存，可随时查看。")
        for leaf, score in zip(rules.asked_of(call, school.stages), (90, 80, 85, 90, 75, 80, 85), strict=False)
    }
    narrative = "学校把“说到做到”写进班规，班规由学生讨论、可以申诉；每学期给家长一封说明信。（示例）"
    one = applications.save(one, answers, narrative, by=head, at=at, version=one.version)
    one = applications.submit(one, by=head, at=at)
    applications.recommend(
        one,
        by=world["users"]["qianjiang"],
        at=at,
        score=Decimal("86.5"),
        reason="实地看过，自评与实际相符。（示例）",
        version=one.version,
    )

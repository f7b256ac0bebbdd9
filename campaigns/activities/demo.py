"""The demonstration's activities: four that anybody can read, one that waits for its officer, one draft."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from campaigns.activities import canary, demo_pictures
from campaigns.activities.actions import activities, illustrating
from campaigns.activities.demo_pictures import Scene, blackboard, bookshelf, letter
from campaigns.activities.models import Activity, Kind, Tier
from kit import clock
from kit.uuids import uuid7
from media.actions import consents
from media.models import ClassConsent, Ground

CLASS = "三年级（2）班"


@dataclass(frozen=True)
class Told:
    """One activity. Without `officer` it waits for review; without `handed_in` it is a draft."""

    school: str
    writer: str
    title: str
    kind: str
    tiers: tuple[str, ...]
    days_ago: int
    body: str
    pictures: tuple[tuple[Scene, str, str], ...] = ()
    officer: str = ""
    handed_in: bool = True
    by_consent: bool = False


ACTIVITIES = [
    Told(
        "university",
        "head_university",
        "学术诚信第一课：引用从第一条注释开始",
        Kind.LECTURE,
        (Tier.UNIVERSITY,),
        34,
        "开学第三周，全校新生上了一堂学术诚信课。老师拿出两段几乎一样的文字，请大家判断哪一段该加注释、注释该怎么写。\n\n"
        "课后每个小组互查一篇短文的引文，写下改了什么、为什么改。图书馆把常见的引用问题做成一页纸，放在自习室门口。",
        ((blackboard, "注明来处", "教室黑板上写着“注明来处”"),),
        "province",
    ),
    Told(
        "qianjiang_school",
        "head_qianjiang",
        "给家长的一封信：答应孩子的事",
        Kind.FAMILY,
        (Tier.PRIMARY_LOWER, Tier.PRIMARY_UPPER),
        26,
        "每个孩子带回一封空白的信，请家长写下一件答应过孩子、还没有做到的事，约好哪天做到。\n\n"
        "两周后信带回学校，装在教室的信箱里，只有自己家能拆。老师不收集内容，只问一句：做到了吗？",
        ((letter, "答应你的事", "一封展开的信和一个信封"),),
        "qianjiang",
    ),
    Told(
        "luotian_school",
        "editor_other",
        "没有管理员的诚信书架",
        Kind.PRACTICE,
        (Tier.PRIMARY_UPPER,),
        17,
        "走廊尽头放了一个书架，没有管理员，只有一本登记本：自己写借了哪本、哪天还。\n\n"
        "一个月后，四年级的同学数了一遍书：借出一百三十六次，两本晚还，没有一本丢。晚还的同学自己在登记本上写了原因。",
        ((bookshelf, "自己登记", "书架和一本借书登记本"),),
        "county_other",
    ),
    Told(
        "hongan_school",
        "editor",
        "“我的诚信小账本”主题班会",
        Kind.CLASS_MEETING,
        (Tier.PRIMARY_UPPER,),
        9,
        "三年级各班开了一次班会。大家先讲一件自己说到做到的小事：借的橡皮还了，答应浇的花浇了。\n\n"
        "接着讨论：答应了却做不到怎么办？最后每人写下一条自己的承诺，贴在教室后墙，一个月后自己去看。",
        (
            (blackboard, "说到做到", "教室黑板上写着“说到做到”"),
            (letter, "我的承诺", "写着“我的承诺”的一张纸"),
        ),
        "county",
        by_consent=True,
    ),
    Told(
        "hongan_school",
        "editor",
        "期中诚信考场：考前签一张自己的约定",
        Kind.HONEST_EXAM,
        (Tier.JUNIOR,),
        3,
        "八年级设了两个自愿报名的诚信考场。考前不讲大道理，每人写一句自己的约定，放进信封，考完自己拆开看。\n\n"
        "班主任只做一件事：考后问大家，下次还想不想报名。",
        ((bookshelf, "我的约定", "讲台上的信封和登记本"),),
    ),
    Told(
        "hongan_school",
        "editor",
        "国旗下讲话：一句话的分量",
        Kind.PLEDGE,
        (),
        1,
        "",
        handed_in=False,
    ),
]


def seed(world: dict[str, Any]) -> None:
    """Made by the real actions, at instants of the last weeks. Safe to run again."""
    for told in ACTIVITIES:
        school = world["organisations"][told.school]
        if not Activity.objects.filter(organisation=school, title=told.title).exists():
            _tell(world, told)


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)


def _tell(world: dict[str, Any], told: Told) -> None:
    school, writer = world["organisations"][told.school], world["users"][told.writer]
    at = world["now"] - timedelta(days=told.days_ago)
    found = activities.start(school, uuid7(), by=writer, at=at)
    words = {
        "title": told.title,
        "held_on": clock.local(at).date() - timedelta(days=1),
        "kind": told.kind,
        "body": told.body,
    }
    found = activities.write(found, words, list(told.tiers), by=writer, at=at, version=found.version)
    consent = _consent(world) if told.by_consent else None
    for scene, written, alt in told.pictures:
        illustrating.add(
            found,
            demo_pictures.drawn(scene, written),
            "示例.png",
            ground=Ground.CONSENT if consent else Ground.OWN_DRAWING,
            consent=consent,
            alt=alt,
            by=writer,
            at=at,
        )
    found.refresh_from_db()
    if told.handed_in:
        found = activities.submit(found, by=writer, at=at, version=found.version)
    if told.officer:
        read_at = at + timedelta(hours=20)
        activities.publish(found, by=world["users"][told.officer], at=read_at, version=found.version)


def _consent(world: dict[str, Any]) -> ClassConsent:
    school = world["organisations"]["hongan_school"]
    known = ClassConsent.objects.filter(organisation=school, class_name=CLASS).first()
    return known or consents.file(
        school,
        by=world["users"]["editor"],
        at=world["now"] - timedelta(days=40),
        class_name=CLASS,
        school_year="2026-2027",
        pictures=True,
        works=True,
        shown_where="platform",
        paper_at="教导处二号柜第三格（示例）",
        contact="教导处 0713-0000000（示例）",
    )

"""What stands against publishing an activity, shown at the hand-in and at the review."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from campaigns.activities.models import Activity, ActivityPicture
from kit import personal_numbers

SHIPPED_WORDS = Path(__file__).with_name("words.txt")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PUPIL = re.compile(rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=同学|小朋友)")
_COMMON = ("全体", "全班", "各班", "每位", "所有")


@dataclass(frozen=True)
class Finding:
    """One thing to look at: in which field, what, and whether it must be put right before publishing."""

    field: str
    words: str
    blocking: bool = True

    @property
    def anchor(self) -> str:
        """The place on the writing page where it is put right."""
        return "album" if self.field == "pictures" else f"id_{self.field}"


def findings(activity: Activity, today: date) -> list[Finding]:
    """Everything found, what blocks first. Reads the activity's tiers and pictures."""
    pictures = list(activity.pictures.select_related("picture"))
    found = [*_missing(activity, today), *_in_texts(activity, pictures), *_in_pictures(pictures)]
    return sorted(found, key=lambda one: not one.blocking)


def blocking(found: Sequence[Finding]) -> list[Finding]:
    return [one for one in found if one.blocking]


def _missing(activity: Activity, today: date) -> Iterator[Finding]:
    if not activity.title.strip():
        yield Finding("title", _("Give it a title."))
    if activity.held_on is None:
        yield Finding("held_on", _("Say on which day it was."))
    elif activity.held_on > today:
        yield Finding("held_on", _("The day is still to come. Hand it in after it has taken place."))
    if not activity.kind:
        yield Finding("kind", _("Choose a kind."))
    if not activity.tiers.exists():
        yield Finding("tiers", _("Say for whom it was."))
    if len(activity.body.strip()) < 20:
        yield Finding("body", _("Say in a few sentences what was done."))


def _in_texts(activity: Activity, pictures: list[ActivityPicture]) -> Iterator[Finding]:
    texts = [("title", activity.title), ("body", activity.body), *[("pictures", one.alt) for one in pictures]]
    for field, text in texts:
        for number in personal_numbers.identity_numbers(text):
            yield Finding(field, _("An identity number: %(number)s. Delete it.") % {"number": _veiled(number)})
        for number in personal_numbers.mobile_numbers(text):
            yield Finding(field, _("A mobile phone number: %(number)s. Delete it.") % {"number": _veiled(number)})
        for number in personal_numbers.bank_cards(text):
            yield Finding(field, _("A bank card number: %(number)s. Delete it.") % {"number": _veiled(number)})
        for name in _PUPIL.findall(text):
            if not name.startswith(_COMMON):
                yield Finding(
                    field, _("Is “%(name)s” a pupil's full name? Please leave it out.") % {"name": name}, blocking=False
                )
        for word, advice, stops in word_list(str(settings.ACTIVITY_WORDS or SHIPPED_WORDS)):
            if word in text:
                yield Finding(field, _("“%(word)s”: %(advice)s") % {"word": word, "advice": advice}, blocking=stops)


def _in_pictures(pictures: list[ActivityPicture]) -> Iterator[Finding]:
    for one in pictures:
        number: dict[str, Any] = {"number": one.place}
        if one.picture.withdrawn_at:
            continue
        if not one.alt.strip():
            yield Finding("pictures", _("Picture %(number)d: say in a few words what it shows.") % number)
        if not one.picture.ground:
            yield Finding("pictures", _("Picture %(number)d: say whether anybody can be recognised on it.") % number)


@lru_cache
def word_list(path: str) -> tuple[tuple[str, str, bool], ...]:
    """Word, advice, and whether it blocks, from a file of lines `word|advice|block`."""
    rows = []
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            word, advice, stops = [*line.split("|"), "", ""][:3]
            rows.append((word.strip(), advice.strip(), stops.strip() == "block"))
    return tuple(rows)


def _veiled(number: str) -> str:
    """Enough to find it by, not enough to use it."""
    return f"{number[:3]}…{number[-2:]}"

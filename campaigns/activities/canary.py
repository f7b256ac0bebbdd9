"""The canary in activities: of each school one that was sent back and then taken down, with a picture and a consent."""

import hashlib
from datetime import timedelta
from typing import Any

from campaigns.activities import demo_pictures
from campaigns.activities.models import Activity, ActivityPicture, ActivityState, Kind, ReviewNote
from kit import clock
from kit.seeded import Owner
from media import cleaning
from media.models import ClassConsent, Ground, Picture
from organisations.models import OrganisationKind

YEAR = "2025-2026"


def plant(world: dict[str, Any], text: str) -> None:
    """Nothing that waits for anybody, so that the demonstration goes on as it is."""
    officer, at = world["users"]["province2"], world["now"] - timedelta(days=60)
    clean = cleaning.clean(demo_pictures.drawn(demo_pictures.letter, "示例"), "示例.png")
    for owner in world["owners"]:
        if owner.organisation.kind == OrganisationKind.SCHOOL:
            consent = _consent(owner, at)
            title = owner.says("示例活动", 80)
            if not Activity.objects.filter(organisation=owner.organisation, title=title).exists():
                activity = _activity(owner, title, at)
                ReviewNote.objects.create(
                    activity=activity, field="body", note=owner.says("请写明日期。"), by=officer, at=at, version=1
                )
                _picture(owner, activity, consent, clean, at)


def _consent(owner: Owner, at: Any) -> ClassConsent:
    found, _created = ClassConsent.objects.get_or_create(
        organisation=owner.organisation,
        school_year=YEAR,
        class_name=owner.says("示例班", 40),
        defaults={
            "paper_at": owner.says("示例柜", 120),
            "contact": owner.says("示例处", 120),
            "filed_by": owner.person,
            "filed_at": at,
        },
    )
    return found


def _activity(owner: Owner, title: str, at: Any) -> Activity:
    return Activity.objects.create(
        organisation=owner.organisation,
        title=title,
        held_on=clock.local(at).date(),
        kind=Kind.PLEDGE,
        body=owner.says("示例正文。"),
        state=ActivityState.WITHDRAWN,
        author=owner.person,
        begun_at=at,
        submitted_by=owner.person,
        submitted_at=at,
        withdrawn_at=at,
        withdrawn_because=owner.says("示例原因。", 300),
    )


def _picture(owner: Owner, activity: Activity, consent: ClassConsent, clean: Any, at: Any) -> None:
    picture = Picture(
        organisation=owner.organisation,
        width=clean.width,
        height=clean.height,
        digest=hashlib.sha256(clean.data).hexdigest(),
        ground=Ground.CONSENT,
        consent=consent,
        taken_in_by=owner.person,
        taken_in_at=at,
    )
    picture.file = clean.as_file(str(picture.uuid))
    picture.save()
    ActivityPicture.objects.create(activity=activity, picture=picture, place=1, alt=owner.says("示例图片", 120))

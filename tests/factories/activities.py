"""Activities of a school, made by the real actions on the small world of `campaigns`."""

from campaigns.activities.actions import activities, illustrating
from kit.uuids import uuid7
from media.actions import consents
from tests.factories.campaigns import NOON, campaign_world
from tests.factories.identity import UserFactory
from tests.factories.organisations import grant
from tests.factories.pictures import upload

WORDS = {
    "title": "“我的诚信小账本”主题班会",
    "held_on": NOON.date(),
    "kind": "class_meeting",
    "body": "三年级各班开了一次班会，同学们讲了自己借书守时的小故事，最后一起写下承诺。",
}


def editor_of(school, **fields):
    editor = UserFactory(**fields)
    grant(editor, "school_editor", school)
    return editor


def activity_world():
    world = campaign_world()
    world.editor = editor_of(world.school)
    return world


def consent_of(world, **fields):
    values = {
        "class_name": "三年级（2）班",
        "school_year": "2026-2027",
        "pictures": True,
        "paper_at": "教导处二号柜",
        "contact": "教导处 0713-0000000",
    }
    return consents.file(world.school, by=world.editor, at=NOON, **{**values, **fields})


def draft(world, pictures=1, **words):
    """Whole: words, tiers, and so many pictures on which nobody can be recognised."""
    begun = activities.start(world.school, uuid7(), by=world.editor, at=NOON)
    begun = activities.write(
        begun, {**WORDS, **words}, ["primary-upper"], by=world.editor, at=NOON, version=begun.version
    )
    for number in range(pictures):
        add_picture(world, begun, size=(640 + number, 400))
    begun.refresh_from_db()
    return begun


def add_picture(world, activity, size=(640, 400), ground="no_person", consent=None, alt="黑板上写着班会的题目"):
    file = upload(size=size)
    return illustrating.add(
        activity, file, file.name, ground=ground, consent=consent, alt=alt, by=world.editor, at=NOON
    )


def submitted(world, **options):
    found = draft(world, **options)
    return activities.submit(found, by=world.editor, at=NOON, version=found.version)


def published(world, at=NOON, **options):
    found = submitted(world, **options)
    return activities.publish(found, by=world.county_officer, at=at, version=found.version)

"""The desk of activities: written on one page, kept whatever is wrong, read and decided on by whom it concerns."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.activities.models import Activity
from kit.uuids import uuid7
from media.models import Picture, PublicCopy
from tests.factories.activities import WORDS, consent_of, draft, editor_of, published, submitted
from tests.factories.campaigns import officer_of
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from tests.factories.pictures import bytes_of, upload


def address(name, *args):
    return reverse(f"activities:{name}", args=args)


def sent(**changes):
    """What the form sends when it is filled in rightly, with one photo."""
    return {
        "uuid": uuid7(),
        **WORDS,
        "tiers": ["primary-upper", "junior"],
        "photos": [upload()],
        "lines": "黑板上写着班会的题目",
        "ground": "no_person",
        **changes,
    }


@pytest.fixture
def editor(client, world):
    client.force_login(world.editor)
    return client


def test_an_activity_with_a_photo_is_written_and_handed_in_on_one_page(editor, world):
    answer = editor.post(address("new"), {**sent(ground=f"consent:{consent_of(world).uuid}"), "submit": "1"})

    found = Activity.objects.get()
    one = found.pictures.select_related("picture__consent").get()
    assert (answer.status_code, answer.url) == (302, address("own"))
    assert (found.state, found.title, found.organisation) == ("submitted", WORDS["title"], world.school)
    assert sorted(found.tiers.values_list("tier", flat=True)) == ["junior", "primary-upper"]
    assert (one.alt, one.picture.ground, one.picture.consent.class_name) == (
        "黑板上写着班会的题目",
        "consent",
        "三年级（2）班",
    )


def test_the_page_offers_what_a_telephone_needs(editor):
    page = editor.get(address("new")).text

    assert re.search(r'<input type="file" name="photos"[^>]*accept="image/\*"[^>]*multiple', page)
    assert "capture" not in page  # a telephone then offers its camera and its album


BAD = {
    "a wrong day": ({"held_on": "2026-13-45"}, "held_on"),
    "a title too long": ({"title": "长" * 81}, "title"),
    "no such kind": ({"kind": "party"}, "kind"),
    "somebody else's consent": ({"ground": f"consent:{uuid7()}"}, "ground"),
}


@pytest.mark.parametrize("case", BAD)
def test_with_one_thing_wrong_everything_else_is_kept(editor, case):
    changes, field = BAD[case]

    answer = editor.post(address("new"), {**sent(**changes), "submit": "1"})

    found = Activity.objects.get()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert (found.state, found.body, found.pictures.count()) == ("draft", WORDS["body"], 1)
    assert f'action="{address("desk_activity", found.uuid)}"' in answer.text
    if field in {"title", "held_on"}:
        assert changes[field] in answer.text


def test_what_was_wrong_is_put_right_on_the_page_that_came_back(editor):
    first = editor.post(address("new"), {**sent(held_on="2026-13-45"), "submit": "1"})
    form, found = first.context["form"], Activity.objects.get()
    data = {name: form[name].value() for name in form.fields if form[name].value()}

    answer = editor.post(address("desk_activity", found.uuid), {**data, "held_on": "2026-11-20", "submit": "1"})

    found.refresh_from_db()
    assert (answer.status_code, found.state, found.pictures.count()) == (302, "submitted", 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("说明.jpg", b"just words"),
        ("断了.jpg", bytes_of()[:700]),
        ("太大.jpg", b"\xff\xd8\xff" + bytes(25 * 1024 * 1024)),
    ],
)
def test_a_bad_file_is_named_and_spoils_no_other(editor, name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = editor.post(
        address("new"), {**sent(photos=[SimpleUploadedFile(name, data), upload()], lines="一\n二"), "submit": "1"}
    )

    [error] = answer.context["form"].errors["photos"]
    assert (answer.status_code, error.startswith(f"“{name}”")) == (422, True)
    assert Activity.objects.get().pictures.get().alt == "二"


def test_ten_photos_are_nine_and_a_sentence(editor):
    photos = [upload(name=f"{number}.jpg", size=(600 + number, 400)) for number in range(10)]

    answer = editor.post(address("new"), sent(photos=photos))

    assert len(answer.context["form"].errors["photos"]) == 1
    assert Activity.objects.get().pictures.count() == 9


def test_a_form_sent_twice_is_one_draft_with_one_photo(editor):
    once = sent()
    for _time in range(2):
        once["photos"] = [upload()]
        editor.post(address("new"), once)

    assert (Activity.objects.count(), Picture.objects.count()) == (1, 1)


def test_what_is_missing_stands_on_the_draft(editor):
    editor.post(address("new"), {**sent(title="", photos=[], tiers=[]), "submit": "1"})

    page = editor.get(address("desk_activity", Activity.objects.get().uuid))

    assert [(one.field, one.blocking) for one in page.context["findings"]] == [("title", True), ("tiers", True)]


def test_a_photo_is_described_and_another_taken_out(editor, world):
    found = draft(world, pictures=2)
    first, second = found.pictures.all()
    data = {"uuid": found.uuid, "version": found.version, **WORDS, "tiers": ["junior"]}
    data |= {f"alt-{first.pk}": "新的说明", f"ground-{first.pk}": "own_drawing", f"remove-{second.pk}": "on"}

    answer = editor.post(address("desk_activity", found.uuid), {**data, f"ground-{second.pk}": "no_person"})

    assert answer.status_code == 302
    one = found.pictures.get()
    assert (one.pk, one.alt, one.picture.ground) == (first.pk, "新的说明", "own_drawing")


def test_two_who_write_at_once_do_not_overwrite_each_other(editor, world):
    found = draft(world, pictures=0)
    data = {"uuid": found.uuid, "version": found.version, **WORDS, "tiers": ["junior"]}
    editor.post(address("desk_activity", found.uuid), {**data, "title": "先到的"})

    answer = editor.post(address("desk_activity", found.uuid), {**data, "title": "后到的"})

    found.refresh_from_db()
    assert (answer.status_code, found.title) == (422, "先到的")
    assert "后到的" in answer.text


def test_the_officer_reads_and_publishes(client, world):
    found = submitted(world)
    client.force_login(world.county_officer)
    queue, page = client.get(address("queue")), client.get(address("desk_activity", found.uuid))
    assert [row.activity for row in queue.context["rows"]] == [found]
    assert page.context["decides"]

    answer = client.post(address("publish", found.uuid), {"version": found.version})

    assert answer.url == address("queue")
    assert Activity.objects.public().get() == found


def test_the_officer_sends_back_by_field_and_the_school_reads_why(client, world):
    found = submitted(world)
    client.force_login(world.county_officer)
    client.post(address("send_back", found.uuid), {"version": found.version, "title": "请写清年级", "pictures": "太暗"})
    client.force_login(world.editor)

    page = client.get(address("desk_activity", found.uuid))

    assert [(one.field, one.note) for one in page.context["notes"]] == [("title", "请写清年级"), ("pictures", "太暗")]
    assert "请写清年级" in page.text


@pytest.mark.parametrize("who", ["editor", "head"])
@pytest.mark.parametrize("door", ["publish", "send_back"])
def test_the_school_itself_does_not_publish(client, world, who, door):
    found = submitted(world)
    client.force_login(getattr(world, who))

    answer = client.post(address(door, found.uuid), {"version": found.version, "title": "x"})

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (403, "submitted")
    assert address("publish", found.uuid) not in client.get(address("desk_activity", found.uuid)).text


def doors(found):
    return [
        ("get", address("desk_activity", found.uuid)),
        ("post", address("desk_activity", found.uuid)),
        ("get", address("picture", found.uuid, 1)),
        ("post", address("publish", found.uuid)),
        ("post", address("send_back", found.uuid)),
        ("post", address("withdraw", found.uuid)),
    ]


@pytest.mark.parametrize("state", [draft, submitted, published])
def test_to_another_county_it_does_not_exist(client, world, state):
    found = state(world)
    client.force_login(officer_of(BureauFactory(level="county", managing_authority=world.city)))

    assert {getattr(client, method)(url).status_code for method, url in doors(found)} == {404}


@pytest.mark.parametrize("state", [draft, submitted, published])
def test_to_another_school_it_does_not_exist(client, world, state):
    found = state(world)
    client.force_login(editor_of(SchoolFactory(managing_authority=world.county)))

    assert {getattr(client, method)(url).status_code for method, url in doors(found)} == {403, 404}
    assert client.get(address("desk_activity", found.uuid)).status_code == 404
    assert client.get(address("picture", found.uuid, 1)).status_code == 404


def test_a_draft_is_the_schools_own_business(client, world):
    found = draft(world)
    for officer in (world.county_officer, world.province_officer):
        client.force_login(officer)
        assert client.get(address("desk_activity", found.uuid)).status_code == 404


def test_the_foreign_page_is_the_missing_page_byte_by_byte(client, world):
    found = submitted(world)
    client.force_login(editor_of(SchoolFactory(managing_authority=world.county)))

    answers = [client.get(address("desk_activity", key)) for key in (found.uuid, uuid7())]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_a_picture_of_a_draft_is_kept_by_nobody(editor, world):
    found = draft(world)

    answer = editor.get(address("picture", found.uuid, 1))

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "no-store"
    assert editor.get(address("picture", found.uuid, 2)).status_code == 404


def test_taking_down_asks_for_a_reason(editor, world):
    found = published(world)
    editor.post(address("withdraw", found.uuid), {"because": " "})
    assert Activity.objects.public().exists()

    editor.post(address("withdraw", found.uuid), {"because": "日期写错了"})

    assert not Activity.objects.public().exists()
    assert not PublicCopy.objects.exists()


def test_an_auditor_reads_and_decides_nothing(client, world):
    found, auditor = submitted(world), UserFactory()
    grant(auditor, "auditor", world.province)
    client.force_login(auditor)

    page = client.get(address("desk_activity", found.uuid))

    assert (page.status_code, page.context["decides"], page.context["withdraw_form"]) == (200, False, None)
    assert client.post(address("publish", found.uuid), {"version": found.version}).status_code == 403


def test_the_desk_counts_what_waits_for_each(client, world):
    submitted(world)
    draft(world)
    counts = {}
    for who in ("editor", "county_officer", "city_officer"):
        client.force_login(getattr(world, who))
        counts[who] = {str(line.url): line.count for line in client.get("/desk/").context["lines"]}

    assert counts["editor"][address("own")] == 1
    assert counts["county_officer"][address("queue")] == 1
    assert counts["city_officer"][address("queue")] == 0  # it reads along; the county decides


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_however_long_they_are(client, world, rows):
    for _row in range(rows):
        submitted(world, pictures=0)
    counts = []
    for who, name in (("editor", "own"), ("county_officer", "queue")):
        client.force_login(getattr(world, who))
        client.get(address(name))
        with CaptureQueriesContext(connection) as queries:
            client.get(address(name))
        counts.append(len(queries))

    assert counts == [7, 7]

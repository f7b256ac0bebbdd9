"""Activities in Wagtail's admin: the school writes through the same actions, everybody above it reads."""

import pytest
from django.urls import reverse

from campaigns.activities.models import Activity
from tests.factories import activities as make
from tests.factories.activities import WORDS, editor_of
from tests.factories.campaigns import officer_of
from tests.factories.identity import UserFactory
from tests.factories.organisations import SchoolFactory, grant
from trail.models import Event

pytestmark = pytest.mark.django_db


def room(view, *args):
    return reverse(f"wagtailsnippets_activities_activity:{view}", args=args)


def sent(activity, **changed):
    words = {**WORDS, "title": activity.title, "body": activity.body, "whom": activity.tier_codes()}
    return {**words, "read_version": activity.version, **changed}


def save(client, activity, by, **changed):
    client.force_login(by)
    return client.post(room("edit", activity.pk), sent(activity, **changed))


@pytest.fixture
def draft(world):
    return make.draft(world, pictures=0)


def test_the_school_changes_its_words_through_the_action(client, world, draft):
    answer = save(client, draft, world.editor, title="改过的标题", whom=["junior", "senior"])

    kept = Activity.objects.get(pk=draft.pk)
    assert (answer.status_code, kept.title, kept.tier_codes()) == (302, "改过的标题", ["junior", "senior"])
    assert (kept.version, kept.state, kept.author) == (draft.version + 1, "draft", world.editor)
    assert Event.objects.filter(action="activity.written", object_id=str(draft.uuid)).count() == 2
    assert kept.latest_revision.content["title"] == "改过的标题"


def test_a_draft_is_kept_though_it_is_not_whole(client, world, draft):
    save(client, draft, world.editor, title="", held_on="", kind="", body="", whom=[])

    kept = Activity.objects.get(pk=draft.pk)
    assert (kept.title, kept.held_on, kept.kind, kept.body, kept.tier_codes()) == ("", None, "", "", [])


def test_pasted_text_keeps_its_words_and_is_shown_as_words(client, world, draft):
    pasted = '从公众号粘贴<span style="color:red">红字</span>\n\n第二段<script>alert(1)</script>'
    save(client, draft, world.editor, body=pasted)
    client.post(room("preview_on_edit", draft.pk), sent(Activity.objects.get(pk=draft.pk)))

    shown = client.get(room("preview_on_edit", draft.pk)).content.decode()

    assert Activity.objects.get(pk=draft.pk).body == pasted
    assert "<script>alert" not in shown
    assert 'style="color:red"' not in shown
    assert "第二段" in shown


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(client, world, draft):
    save(client, draft, world.editor, title="先保存的")

    answer = save(client, draft, world.editor, title="后保存的")

    assert answer.status_code == 200
    assert Activity.objects.get(pk=draft.pk).title == "先保存的"
    assert "后保存的" in answer.content.decode()


def test_handing_in_goes_through_the_linter(client, world, draft):
    save(client, draft, world.editor, body="太短", **{"action-submit": "on"})
    assert Activity.objects.get(pk=draft.pk).state == "draft"

    short = Activity.objects.get(pk=draft.pk)
    answer = save(client, short, world.editor, body=draft.body, **{"action-submit": "on"})

    handed_in = Activity.objects.get(pk=draft.pk)
    assert (handed_in.state, handed_in.submitted_by) == ("submitted", world.editor)
    assert answer.url == room("inspect", draft.pk)


@pytest.mark.parametrize("forged", ["action-publish", "action-unpublish", "action-lock", "action-delete"])
def test_no_button_publishes(client, world, draft, forged):
    save(client, draft, world.editor, **{forged: "on", "state": "published", "live": "on"})

    assert Activity.objects.get(pk=draft.pk).state == "draft"


def test_what_was_handed_in_is_read_and_not_written(client, world):
    waiting = make.submitted(world, pictures=0)

    answer = save(client, waiting, world.editor, title="送审以后改")

    assert Activity.objects.get(pk=waiting.pk).title == waiting.title
    assert client.get(room("edit", waiting.pk)).url == room("inspect", waiting.pk)
    assert answer.status_code == 302


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_those_above_read_with_the_way_to_the_desk_and_change_nothing(client, world, role):
    waiting = make.submitted(world, pictures=0)
    reader = UserFactory()
    grant(reader, role, world.county)
    client.force_login(reader)

    page = client.get(room("inspect", waiting.pk)).content.decode()
    save(client, waiting, reader, title="上级改的")

    assert reverse("activities:desk_activity", args=[waiting.uuid]) in page
    assert waiting.title in page
    assert Activity.objects.get(pk=waiting.pk).title == waiting.title
    assert [client.get(room(view, waiting.pk)).status_code for view in ("history", "preview_on_edit")] == [404, 404]
    assert client.get(room("add")).status_code == 404


def test_a_draft_is_nobody_elses_above_the_school(client, world, draft):
    client.force_login(officer_of(world.county))

    assert client.get(room("inspect", draft.pk)).status_code == 404
    assert draft.title not in client.get(room("list")).content.decode()


def test_what_the_school_took_out_before_handing_in_is_read_by_the_school_alone(client, world, draft):
    save(client, draft, world.editor, body=f"{draft.body}删去的一句")
    older = Activity.objects.get(pk=draft.pk).latest_revision_id
    save(client, Activity.objects.get(pk=draft.pk), world.editor, body=draft.body, **{"action-submit": "on"})
    rooms = [room("revisions_view", draft.pk, older), room("revisions_compare", draft.pk, older, "latest")]

    client.force_login(world.editor)
    assert all("删去的一句" in client.get(path).content.decode() for path in rooms)
    client.force_login(world.county_officer)
    assert [client.get(path).status_code for path in rooms] == [404, 404]
    grant(world.county_officer, "school_editor", SchoolFactory(managing_authority=world.county))  # of another school
    assert [client.get(path).status_code for path in rooms] == [404, 404]


def test_a_version_holds_words_and_no_state(client, world, draft):
    first = draft.latest_revision
    waiting = make.activities.submit(draft, by=world.editor, at=make.NOON, version=draft.version)
    Activity.objects.filter(pk=draft.pk).update(title="后来的标题")

    then = first.as_object()

    assert (then.title, then.state, then.submitted_by_id) == (draft.title, "submitted", waiting.submitted_by_id)
    assert Activity.objects.get(pk=draft.pk).title == "后来的标题"


def test_going_back_to_a_version_is_writing_it_again(client, world, draft):
    first = draft.latest_revision_id
    save(client, draft, world.editor, title="第二版", whom=["junior"])
    changed = Activity.objects.get(pk=draft.pk)
    path = room("revisions_revert", draft.pk, first)

    shown = client.get(path).content.decode()
    client.post(path, sent(changed, title=draft.title, whom=["primary-upper"]))

    again = Activity.objects.get(pk=draft.pk)
    assert draft.title in shown
    assert (again.title, again.tier_codes(), again.version) == (draft.title, ["primary-upper"], changed.version + 1)


def test_a_version_of_another_activity_is_none_of_this_one(client, world, draft):
    other = make.draft(world, pictures=0, title="另一个活动")
    client.force_login(world.editor)

    for view in ("revisions_view", "revisions_revert"):
        assert client.get(room(view, draft.pk, other.latest_revision_id)).status_code == 404


def test_the_preview_is_the_public_page_with_the_pictures_of_the_desk(client, world):
    pictured = make.draft(world, pictures=1)
    client.force_login(world.editor)
    client.post(room("preview_on_edit", pictured.pk), sent(pictured, title="还没有保存的标题"))

    shown = client.get(room("preview_on_edit", pictured.pk)).content.decode()

    assert "还没有保存的标题" in shown
    assert Activity.objects.get(pk=pictured.pk).title == pictured.title
    assert reverse("activities:picture", args=[pictured.uuid, 1]) in shown


def test_an_activity_begins_on_the_phones_page(client, world):
    client.force_login(world.editor)

    assert client.get(room("add")).url == reverse("activities:new")
    assert client.post(room("add")).url == reverse("activities:new")
    assert not Activity.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(client, world, rows, django_assert_num_queries):
    for number in range(rows):
        make.draft(world, pictures=0, title=f"活动{number}")
    client.force_login(world.editor)
    client.get(room("list"))

    with django_assert_num_queries(19):
        client.get(room("list"))


def test_the_editor_of_another_school_finds_only_its_own(client, world, draft):
    stranger = editor_of(SchoolFactory(managing_authority=world.county))
    client.force_login(stranger)

    assert draft.title not in client.get(room("list")).content.decode()
    assert save(client, draft, stranger, title="外校改的").status_code == 404
    assert Activity.objects.get(pk=draft.pk).title == draft.title

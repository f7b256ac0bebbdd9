"""Curricula in the editing desk: whoever writes hands in, a second person publishes, and there is no other door."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page, Revision, TaskState, WorkflowState

from courses.actions import content, curricula, finishing
from courses.errors import NotWaiting, NotYours
from courses.models import CoursePage, LearnIndexPage, LessonPage, TierPage
from tests.factories.campaigns import NOON, officer_of
from tests.factories.organisations import BureauFactory
from trail.models import Event

pytestmark = pytest.mark.django_db
COMMENTS = {f"comments-{name}": value for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))}


@pytest.fixture
def officers():
    province = BureauFactory(level="province")
    return [officer_of(province) for _number in range(3)]


@pytest.fixture
def tier(curriculum):
    return TierPage.objects.order_by("pk").first()


def words(tier, **changed):
    return {"title": tier.title, "slug": tier.slug, "age": tier.age, "intro": tier.intro, **COMMENTS, **changed}


def edit(client, tier, by, **sent):
    client.force_login(by)
    return client.post(reverse("wagtailadmin_pages:edit", args=[tier.pk]), words(tier, **sent))


def hand_in(client, tier, by, intro="新的引言"):
    edit(client, tier, by, intro=intro, **{"action-submit": "on"})
    return TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)


def decide(client, state, by, action="approve", **sent):
    client.force_login(by)
    page = state.revision.object_id
    return client.post(reverse("wagtailadmin_pages:workflow_action", args=[page, action, state.pk]), sent)


def public(tier):
    found = TierPage.objects.get(pk=tier.pk)
    return found.intro, found.live, found.live_revision_id


def test_what_is_written_stays_a_draft_whatever_button_is_forged(client, tier, officers):
    before = public(tier)

    for forged in ({}, {"action-publish": "on"}, {"go_live_at": "2026-12-01 08:00", "action-publish": "on"}):
        assert edit(client, tier, officers[0], intro="偷偷发布", **forged).status_code == 302

    assert public(tier) == before
    draft = TierPage.objects.get(pk=tier.pk).get_latest_revision_as_object()
    assert (draft.intro, draft.go_live_at) == ("偷偷发布", None)


def test_a_second_person_publishes_what_was_handed_in(client, tier, officers):
    state = hand_in(client, tier, officers[0])

    answer = decide(client, state, officers[1])

    assert answer.status_code == 302
    assert public(tier)[0] == "新的引言"
    event = Event.objects.get(action="page.published")
    assert (event.actor_id, event.object_id) == (officers[1].pk, str(tier.pk))
    assert event.detail == {"revision": state.revision_id}


def test_who_handed_it_in_does_not_publish_it(client, tier, officers):
    before = public(tier)
    state = hand_in(client, tier, officers[0])

    decide(client, state, officers[0])

    assert public(tier) == before
    with pytest.raises(NotYours):
        curricula.publish(state, by=officers[0], at=NOON)
    assert not Event.objects.filter(action="page.published").exists()


def test_who_only_handed_in_what_another_wrote_does_not_publish_it_either(tier, officers):
    tier.save_revision(user=officers[0])
    tier = TierPage.objects.get(pk=tier.pk)
    state = tier.get_workflow().start(tier, officers[1]).current_task_state

    with pytest.raises(NotYours):
        curricula.publish(state, by=officers[1], at=NOON)
    curricula.publish(state, by=officers[2], at=NOON)


def test_who_wrote_any_of_it_does_not_publish_it(client, tier, officers):
    before = public(tier)
    edit(client, tier, officers[1], intro="乙写的开头")
    state = hand_in(client, tier, officers[0], intro="乙写的开头，甲补完")

    decide(client, state, officers[1])

    assert public(tier) == before
    decide(client, state, officers[2])
    assert public(tier)[0] == "乙写的开头，甲补完"


def test_writers_of_what_is_public_already_may_decide_on_what_is_new(client, tier, officers):
    decide(client, hand_in(client, tier, officers[1], intro="旧"), officers[2])

    decide(client, hand_in(client, tier, officers[0], intro="新"), officers[1])

    assert public(tier)[0] == "新"


@pytest.mark.parametrize("level", ["city", "county"])
def test_officers_of_other_levels_do_not_decide(client, tier, officers, level):
    state = hand_in(client, tier, officers[0])
    other = officer_of(BureauFactory(level=level))

    assert decide(client, state, other).status_code == 404
    with pytest.raises(NotYours):
        curricula.publish(state, by=other, at=NOON)


def test_a_superuser_neither_enters_nor_decides(client, tier, officers):
    state = hand_in(client, tier, officers[0])
    officers[1].is_superuser = True
    officers[1].save()
    before = public(tier)

    answers = [decide(client, state, officers[1]), edit(client, tier, officers[1], **{"action-publish": "on"})]

    assert [answer.url.partition("?")[0] for answer in answers] == ["/desk/editor/"] * 2
    assert public(tier) == before
    stranger = officer_of(BureauFactory(level="county"), is_superuser=True)
    with pytest.raises(NotYours):
        curricula.publish(state, by=stranger, at=NOON)


def test_while_it_waits_nobody_changes_it(client, tier, officers):
    state = hand_in(client, tier, officers[0])

    for officer in officers:
        edit(client, tier, officer, intro="趁审核时改一句")

    page = TierPage.objects.get(pk=tier.pk)
    assert page.latest_revision_id == state.revision_id
    decide(client, state, officers[1])
    assert public(tier)[0] == "新的引言"


def test_a_version_that_is_not_the_one_that_waits_is_not_published(client, tier, officers):
    state = hand_in(client, tier, officers[0])
    tier.refresh_from_db()
    tier.save_revision(user=officers[2])

    with pytest.raises(NotWaiting):
        curricula.publish(state, by=officers[1], at=NOON)


def test_deciding_twice_is_refused(client, tier, officers):
    state = hand_in(client, tier, officers[0])
    curricula.publish(state, by=officers[1], at=NOON)

    with pytest.raises(NotWaiting):
        curricula.publish(state, by=officers[2], at=NOON)
    with pytest.raises(NotWaiting):
        curricula.send_back(state, by=officers[2], at=NOON)


def test_wagtail_finishes_no_workflow_that_nobody_approved(client, tier, officers):
    state = hand_in(client, tier, officers[0]).workflow_state

    with pytest.raises(PermissionDenied):
        finishing.publish_what_was_read(state, user=officers[1])


def test_what_is_sent_back_comes_with_its_reason_and_is_handed_in_again(client, tier, officers):
    state = hand_in(client, tier, officers[0])

    decide(client, state, officers[1], "reject", comment="第二句请再写清楚")

    client.force_login(officers[0])
    assert "第二句请再写清楚" in client.get("/cms/").content.decode()
    again = hand_in(client, tier, officers[0], intro="写清楚了")
    decide(client, again, officers[1])
    assert public(tier)[0] == "写清楚了"
    assert list(Event.objects.filter(action__startswith="page.").order_by("pk").values_list("action", flat=True)) == [
        "page.returned",
        "page.published",
    ]


def test_who_handed_it_in_can_take_it_back(client, tier, officers):
    hand_in(client, tier, officers[0])

    edit(client, tier, officers[0], **{"action-cancel-workflow": "on"})

    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_a_lesson_is_written_handed_in_and_published_with_its_blocks(client, curriculum, officers):
    lesson = next(iter(curriculum.values()))
    lesson.summary = "改过的摘要"
    lesson.save_revision(user=officers[0])
    lesson = LessonPage.objects.get(pk=lesson.pk)
    state = lesson.get_workflow().start(lesson, officers[0])
    client.force_login(officers[1])
    assert client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    for face in ("", "class", "plan"):
        assert (
            client.get(f"{reverse('wagtailadmin_pages:view_draft', args=[lesson.pk])}?mode={face}").status_code == 200
        )

    decide(client, state.current_task_state, officers[1])

    assert LessonPage.objects.get(pk=lesson.pk).summary == "改过的摘要"


# --- The other doors ------------------------------------------------------------------------------------------------


def live_pages():
    return list(Page.objects.filter(live=True).order_by("path").values_list("pk", "path", "live_revision_id", "slug"))


def test_a_new_page_is_a_draft_whatever_button_is_forged(client, tier, officers):
    client.force_login(officers[0])
    before = live_pages()

    client.post(
        reverse("wagtailadmin_pages:add", args=["courses", "coursepage", tier.pk]),
        {"title": "新课程", "slug": "new", "intro": "", "action-publish": "on", **COMMENTS},
    )

    assert CoursePage.objects.get(slug="new").live is False
    assert live_pages() == before


def test_a_copy_is_a_draft_and_no_alias(client, curriculum, officers):
    course = CoursePage.objects.order_by("pk").first()
    client.force_login(officers[0])
    before = live_pages()

    client.post(
        reverse("wagtailadmin_pages:copy", args=[course.pk]),
        {
            **{"new_title": "副本", "new_slug": "copied", "new_parent_page": course.get_parent().pk},
            **{"copy_subpages": "on", "publish_copies": "on", "alias": "on"},
        },
    )

    copied = Page.objects.get(slug="copied")
    assert (copied.live, copied.alias_of_id) == (False, None)
    assert not copied.get_descendants().live().exists()
    assert live_pages() == before


@pytest.mark.parametrize(
    ("door", "sent"),
    [
        ("/cms/pages/{page}/delete/", {}),
        ("/cms/pages/{page}/unpublish/", {}),
        ("/cms/pages/{page}/privacy/", {"restriction_type": "login"}),
        ("/cms/pages/{page}/set_position/?position=0", {}),
        ("/cms/pages/{page}/convert_alias/", {}),
        ("/cms/pages/{page}/lock/", {}),
        ("/cms/pages/{page}/move/{elsewhere}/confirm/", {}),
        ("/cms/bulk/wagtailcore/page/publish/?id={page}", {"include_descendants": "on"}),
        ("/cms/bulk/wagtailcore/page/unpublish/?id={page}", {"include_descendants": "on"}),
        ("/cms/bulk/wagtailcore/page/delete/?id={page}", {}),
        ("/cms/bulk/wagtailcore/page/move/?id={page}", {"chooser": "{elsewhere}"}),
        ("/cms/api/main/pages/{page}/action/publish/", {}),
        ("/cms/api/main/pages/{page}/action/unpublish/", {}),
        ("/cms/pages/{page}/revisions/{revision}/unschedule/", {}),
        ("/cms/workflows/remove/{index}/", {}),
        ("/cms/workflows/disable/{workflow}/", {}),
        ("/cms/workflows/tasks/disable/{task}/", {}),
    ],
)
def test_no_other_door_changes_what_the_public_reads(client, curriculum, officers, door, sent):
    course, lesson = CoursePage.objects.order_by("pk").first(), LessonPage.objects.order_by("pk").first()
    state = lesson.get_workflow().start(lesson, officers[0])
    places = {
        **{"page": lesson.pk, "elsewhere": CoursePage.objects.exclude(pk=course.pk).first().pk},
        **{"index": LearnIndexPage.objects.get().pk, "revision": lesson.latest_revision_id},
        **{"workflow": state.workflow_id, "task": state.current_task_state.task_id},
    }
    client.force_login(officers[0])
    before = live_pages()

    client.post(door.format(**places), {name: value.format(**places) for name, value in sent.items()})

    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert live_pages() == before
    assert (lesson.locked, lesson.view_restrictions.count(), lesson.has_workflow) == (False, 0, True)


def test_going_back_to_an_older_version_makes_a_draft(client, tier, officers):
    decide(client, hand_in(client, tier, officers[0], intro="第一版"), officers[1])
    decide(client, hand_in(client, tier, officers[0], intro="第二版"), officers[1])
    older = Revision.objects.for_instance(tier).order_by("pk")[1]
    client.force_login(officers[0])
    assert older.content["intro"] == "第一版"

    client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[tier.pk, older.pk]),
        words(tier, intro="第一版", **{"action-publish": "on"}),
    )

    found = TierPage.objects.get(pk=tier.pk)
    assert (found.intro, found.get_latest_revision_as_object().intro) == ("第二版", "第一版")


def test_the_operators_command_publishes_as_before(curriculum, tier):
    from tests.courses.conftest import CURRICULUM

    TierPage.objects.filter(pk=tier.pk).update(intro="手改的")
    content.load(CURRICULUM)

    assert public(tier)[0] != "手改的"

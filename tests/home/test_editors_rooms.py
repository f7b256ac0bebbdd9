"""Every address of Wagtail's admin, read from the resolver and walked by every role: what is closed does not exist,
what is foreign does not exist, nobody publishes alone, nothing fails, and no word of another school is ever shown."""

import io
import re
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.urls import URLResolver, get_resolver
from django.utils import timezone
from wagtail.models import Collection, GroupPagePermission, Page, Task, TaskState, Workflow, WorkflowState

from campaigns.activities.actions import activities
from campaigns.activities.models import Activity
from courses.actions import content
from courses.models import LessonPage, TierPage
from home import editors
from kit.uuids import uuid7
from media.models import LibraryDocument, LibraryImage
from tests.courses.conftest import CURRICULUM
from tests.factories.activities import WORDS, activity_world, editor_of
from tests.factories.campaigns import NOON, head_of, officer_of
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from tests.factories.pictures import bytes_of
from tests.factories.stores import in_folders

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a new rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

DRAFT, FOREIGN, HANDED_IN = "暗语草稿KNRI7", "暗语外县KNRI8", "暗语送审KNRI9"
ENTER = {"province", "second", "city", "county", "county_other", "auditor", "editor", "head", "editor_other"}
CURRICULA = {"province", "second"}
STAY_OUT = {"teacher", "decider", "security_admin", "feed_operator", "superuser", "nobody"}


def from_now(school, by, word):
    begun = activities.start(school, uuid7(), by=by, at=NOON)
    words = {**WORDS, "title": f"{word}标题", "body": f"{word}，这里写了二十多个字，好让它能够通过送审前的检查。"}
    return activities.write(begun, words, ["primary-upper"], by=by, at=NOON, version=1)


@pytest.fixture
def world(monkeypatch, settings, tmp_path):
    """Two counties with a school each; one lesson waits for a second person, one does not; words to look for."""
    in_folders(monkeypatch, settings, tmp_path)
    made = activity_world()
    content.load(CURRICULUM)
    other_county = BureauFactory(level="county", managing_authority=made.city)
    other_school = SchoolFactory(managing_authority=other_county, stages=["primary"])
    people = {
        "province": officer_of(made.province),
        "second": officer_of(made.province),
        "city": officer_of(made.city),
        "county": made.county_officer,
        "county_other": officer_of(other_county),
        "editor": made.editor,
        "head": head_of(made.school),
        "editor_other": editor_of(other_school),
        "nobody": UserFactory(),
        "superuser": UserFactory(is_superuser=True),
    }
    for role in ("auditor", "decider", "security_admin", "feed_operator"):
        people[role] = UserFactory()
        grant(people[role], role, made.province)
    people["teacher"] = UserFactory()
    grant(people["teacher"], "teacher", made.school)
    grant(people["superuser"], "officer", made.province)
    own = from_now(made.school, made.editor, DRAFT)
    foreign = from_now(other_school, people["editor_other"], FOREIGN)
    handed_in = from_now(made.school, made.editor, HANDED_IN)
    activities.submit(handed_in, by=made.editor, at=NOON, version=handed_in.version)
    lesson, waits = LessonPage.objects.order_by("pk")[:2]
    lesson.summary = "另一个摘要"
    lesson.save_revision(user=people["province"])
    waits.summary = "送审的摘要"
    waits.save_revision(user=people["province"])
    waits = LessonPage.objects.get(pk=waits.pk)
    state = waits.get_workflow().start(waits, people["province"])
    image = LibraryImage.objects.create(title="书签", file=ImageFile(io.BytesIO(bytes_of(size=(60, 40))), name="x.jpg"))
    document = LibraryDocument.objects.create(title="附件", file=ContentFile(b"%PDF-1.4", name="x.pdf"))
    return SimpleNamespace(
        people=people,
        own=own,
        foreign=foreign,
        handed_in=handed_in,
        lesson=LessonPage.objects.get(pk=lesson.pk),
        waits=waits,
        state=state,
        image=image,
        document=document,
        school=made.school,
        county=made.county,
        other_school=other_school,
    )


# --- The addresses, filled ------------------------------------------------------------------------------------------


def patterns(resolver=None, prefix="", space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, whole, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif whole.startswith("cms/"):
            yield whole, space + (entry.name or "")


def filled(pattern, name, values):
    """The path of a pattern with a value for each of its places."""
    places = {**values, **values.get(name.split(":")[0], {})}
    path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", pattern)
    path = path.replace("(\\d+)/(.*)", f"{places['document_id']}/x.pdf").replace("^.*/", "nothing/here/")
    path = path.replace("^", "").replace("$", "").replace("\\.", ".")
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(places.get(place[1], "nothing")), path)


def real(world, activity, page):
    revision = page.latest_revision_id
    return {
        **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pk"), page.pk),
        "destination_id": TierPage.objects.order_by("pk").first().pk,
        "object_id": page.pk,
        "revision_id": revision,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "image_id": world.image.pk,
        **dict.fromkeys(("document_id", "doc_id"), world.document.pk),
        **dict.fromkeys(("uploaded_file_id", "redirect_id", "restriction_id", "session_id"), 1),
        "collection_id": Collection.get_first_root_node().pk,
        "task_state_id": world.state.current_task_state_id,
        "workflow_state_id": world.state.pk,
        **dict.fromkeys(("task_id", "workflow_pk"), Task.objects.get().pk),
        "action_name": "approve",
        "action": "publish",
        "app_label": "wagtailcore",
        "app_name": "courses",
        "model_name": "page",
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "filter_spec": "width-100",
        "uidb64": "x",
        "token": "x",
        "wagtailadmin_workflows": {"pk": Workflow.objects.get().pk},
        "wagtailadmin_collections": {"pk": Collection.get_first_root_node().pk},
        "wagtailusers_users": {"pk": world.people["editor_other"].pk},
        "wagtailimages_chooser": {"pk": world.image.pk},
        "wagtaildocs_chooser": {"pk": world.document.pk},
        "wagtailsnippets_activities_activity": {"pk": activity.pk, "revision_id": activity.latest_revision_id},
    }


def of_activities(values, activity):
    """The rooms that serve any model by its name, asked for an activity."""
    models = {"app_label": "activities", "model_name": "activity", "object_id": activity.pk, "action": "delete"}
    return {**values, **models, "app_name": "activities"}


NOTHING = dict.fromkeys(
    (
        *("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pk", "destination_id", "object_id", "doc_id"),
        *("revision_id", "revision_id_a", "revision_id_b", "image_id", "document_id", "uploaded_file_id"),
        *("redirect_id", "restriction_id", "session_id", "collection_id", "task_state_id", "workflow_state_id"),
        *("task_id", "workflow_pk"),
    ),
    987654321,
)


def every_address(world):
    """Name and path, each once: with things that exist, with a foreign school's, with what exists nowhere."""
    own, foreign = real(world, world.own, world.waits), real(world, world.foreign, world.lesson)
    fillings = [own, foreign, of_activities(own, world.own), of_activities(foreign, world.foreign), NOTHING]
    found = {}
    for pattern, name in patterns():
        for values in fillings:
            found.setdefault(filled(pattern, name, values), name)
    found["/cms/bulk/wagtailcore/page/unpublish/"] = found["/cms/bulk/media/libraryimage/delete/"] = editors.AT_ONCE
    return found


EVERYTHING_AT_ONCE = {
    **{"action-publish": "on", "publish_copies": "on", "alias": "on", "next": "/cms/", "comment": "暗"},
    **{"title": "改了", "new_title": "改了", "new_slug": "changed", "slug": "changed", "q": "暗语"},
    **{"go_live_at": "2027-01-01 08:00", "restriction_type": "login", "username": "x", "name": "x"},
}


def ask(client, method, path, query=""):
    """The answer and what it would have changed; the change itself is undone."""
    signed_in = client.cookies.output()
    with transaction.atomic():
        answer = getattr(client, method)(path + query, EVERYTHING_AT_ONCE if method == "post" else None)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        changed = state_of_things() if method == "post" else None
        transaction.set_rollback(True)
    if client.cookies.output() != signed_in:  # one of the doors leads out
        client.cookies.clear()
        client.cookies.load("; ".join(line.partition(": ")[2].partition(";")[0] for line in signed_in.splitlines()))
    return answer, body.decode(errors="replace"), changed


def state_of_things():
    live = Page.objects.filter(live=True).order_by("pk").values_list("pk", "live_revision_id", "path", "title")
    return list(live), list(Activity.objects.order_by("pk").values_list("pk", "state"))


def hidden_from(role):
    """The words that must never be shown to a role."""
    return {
        **{"editor": {FOREIGN}, "head": {FOREIGN}, "editor_other": {DRAFT, HANDED_IN}},
        **{"county_other": {DRAFT, FOREIGN, HANDED_IN}},
    }.get(role, {DRAFT, FOREIGN})


# --- The walk -------------------------------------------------------------------------------------------------------


def walk(client, world, role, *, closed=True):
    """Every fault on the way of a role through all rooms, of the closed ones by one address each, or none."""
    client.force_login(world.people[role])
    client.raise_request_exception = False
    rooms, before = editors.rooms_of(world.people[role]), state_of_things()
    _answer, unknown, _changed = ask(client, "get", "/cms/snippets/activities/activity/inspect/987654321/")
    seen = set()
    for path, name in every_address(world).items():
        known = name in editors.OUTSIDE
        shut = not known and not editors.is_open(name, get_resolver().resolve(path).kwargs, rooms)
        room = path if name in {editors.AT_ONCE, editors.SESSIONS} else name
        if shut and (not closed or room in seen):
            continue
        seen.add(room)
        for method in ("get", "post"):
            answer, body, after = ask(client, method, path)
            if answer.status_code >= 500:
                yield method, path, "fails"
            if any(word in body for word in hidden_from(role)):
                yield method, path, "shows foreign words"
            if shut and (answer.status_code, body) != (404, unknown):
                yield method, path, f"closed, but {answer.status_code}"
            if method == "post" and after != before and not (role == "second" and name.endswith(":workflow_action")):
                yield method, path, "publishes, takes away or moves"


@pytest.mark.parametrize("role", ["province", "county", "editor"])
def test_each_room_is_open_closed_or_unknown_as_the_role_says(world, client, role):
    assert list(walk(client, world, role)) == []


def test_the_open_rooms_of_the_other_roles_are_as_safe(world, client):
    assert {
        role: faults
        for role in sorted(ENTER - {"province", "county", "editor", "second"})
        if (faults := list(walk(client, world, role, closed=False)))
    } == {}


def test_no_door_but_the_second_persons_decision_publishes(world, client):
    client.force_login(world.people["second"])
    before = state_of_things()
    decisions = {}
    for path, name in every_address(world).items():
        if "workflow" in name:
            _answer, _body, after = ask(client, "post", path)
            decisions[path] = after != before

    decide = f"/cms/pages/workflow/action/{world.waits.pk}/approve/{world.state.current_task_state_id}/"
    assert [path for path, changed in decisions.items() if changed] == [decide]


def test_a_foreign_activity_answers_like_one_that_never_was(world, client):
    different = []
    for role in ("editor", "county_other", "province", "auditor"):
        client.force_login(world.people[role])
        foreign = world.own if role == "county_other" else world.foreign
        for pattern, name in patterns():
            if not name.startswith(editors.ACTIVITIES) or "pk" not in pattern:
                continue
            there = filled(pattern, name, real(world, foreign, world.lesson))
            never = filled(pattern, name, {**NOTHING, "revision_id_a": "earliest", "revision_id_b": "latest"})
            for method in ("get", "post"):
                answers = [ask(client, method, path)[:2] for path in (there, never)]
                if [(answer.status_code, body) for answer, body in answers] != [(404, answers[1][1])] * 2:
                    different.append((role, method, there))

    assert different == []


def test_search_filters_order_and_export_stay_in_scope(world, client):
    leaks = []
    for role in ("editor", "editor_other", "county", "county_other", "province", "auditor"):
        client.force_login(world.people[role])
        for query in ("?q=KNRI", "?state=draft", "?export=csv", "results/?q=暗语", "?ordering=title", "results/?p=9"):
            answer, body, _changed = ask(client, "get", f"/cms/snippets/activities/activity/{query}")
            if answer.status_code != 200 or any(word in body for word in hidden_from(role)):
                leaks.append((role, query))

    assert leaks == []


def test_who_has_no_room_is_told_why_at_every_address(world, client):
    paths = [path for path, name in every_address(world).items() if name not in editors.OUTSIDE]
    ways = set()
    for role in sorted(STAY_OUT):
        client.force_login(world.people[role])
        for path in paths if role == "superuser" else paths[:: len(paths) // 20]:
            for method in ("get", "post"):
                answer = getattr(client, method)(path)
                ways.add((answer.status_code, (answer.headers.get("Location") or "").partition("?")[0]))
        assert client.get("/cms/", follow=True).status_code == 403
        assert client.get("/cms/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403

    assert ways == {(302, "/desk/editor/")}


def test_a_stranger_is_led_to_sign_in_and_sees_nothing(world, client):
    open_to_all = editors.OUTSIDE | editors.FOR_STRANGERS

    ways = {
        (answer.headers.get("Location") or str(answer.status_code)).partition("?")[0]
        for path, name in every_address(world).items()
        if name not in open_to_all
        for answer in [client.get(path), client.post(path)]
    }

    assert ways == {"/desk/editor/"}
    assert client.get("/cms/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/")


# --- Who enters, and for how long -----------------------------------------------------------------------------------


def test_a_right_that_is_taken_ends_with_the_next_click(world, client):
    person = world.people["province"]
    client.force_login(person)
    assert client.get("/cms/pages/").status_code == 200

    person.role_grants.update(revoked_at=timezone.now())

    assert client.get("/cms/", follow=True).status_code == 403
    assert list(person.groups.all()) == []


def test_a_right_that_is_given_opens_its_room_at_once(world, client):
    person = world.people["nobody"]
    client.force_login(person)
    assert client.get("/cms/", follow=True).status_code == 403

    grant(person, "school_editor", world.school)

    assert client.get("/cms/").status_code == 200
    assert [group.name for group in person.groups.all()] == [editors.SCHOOLS]
    assert client.get("/cms/pages/").status_code == 404


def test_nobody_holds_the_right_to_publish():
    held = set(GroupPagePermission.objects.values_list("group__name", "permission__codename"))

    assert held == {(editors.CURRICULA, "add_page"), (editors.CURRICULA, "change_page")}


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("province", {"desk", "explorer", "activities", "images", "documents", "reports"}),
        ("county", {"desk", "activities"}),
        ("auditor", {"desk", "activities"}),
        ("editor", {"desk", "activities"}),
    ],
)
def test_the_menu_is_cut_to_the_role(world, client, rf, role, names):
    from wagtail.admin.menu import admin_menu, reports_menu

    editors.enter(world.people[role])
    request = rf.get("/cms/")
    request.user = type(world.people[role]).objects.get(pk=world.people[role].pk)

    assert {item.name for item in admin_menu.menu_items_for_request(request)} == names
    assert {item.name for item in reports_menu.menu_items_for_request(request)} <= {
        *("workflows", "workflow-tasks", "aging-pages"),
    }


@pytest.mark.parametrize("role", ["province", "editor", "county"])
def test_the_first_page_greets_with_what_waits_and_calls_nobody_outside(world, client, role):
    client.force_login(world.people[role])

    body = client.get("/cms/").content.decode()

    assert world.people[role].name in body
    shown = re.sub(r"<noscript.*?</noscript>", "", body, flags=re.DOTALL)
    assert re.findall(r"(?:src|href|action)=\"((?:https?:)?//[^\"]+)", shown) == []


def test_what_waits_is_found_by_the_second_person_and_not_by_the_writer(world, client):
    pages = {}
    for role in ("province", "second"):
        client.force_login(world.people[role])
        pages[role] = client.get("/cms/").content.decode()

    decide = f"/cms/pages/workflow/action/{world.waits.pk}/approve/{world.state.current_task_state_id}/"
    assert (decide in pages["second"], decide in pages["province"]) == (True, False)


def test_the_account_page_offers_language_and_looks_and_keeps_everything_else(world, client):
    person = world.people["editor"]
    client.force_login(person)
    given = {
        "name_email-first_name": "别人",
        "name_email-email": "x@example.invalid",
        "locale-preferred_language": "en",
    }
    given |= {"theme-theme": "light", "theme-contrast": "system", "theme-density": "default"}
    given |= {"password-new_password1": "Another-pass-1", "password-new_password2": "Another-pass-1"}
    before = (person.name, person.email, person.password)

    page = client.get("/cms/account/")
    answer = client.post("/cms/account/", given)

    person.refresh_from_db()
    assert (page.status_code, answer.status_code) == (200, 302)
    assert (person.name, person.email, person.password) == before
    assert person.wagtail_userprofile.preferred_language == "en"
    assert b"first_name" not in page.content
    assert b'type="password"' not in page.content


def test_no_api_of_wagtails_is_mounted_but_the_one_its_page_tree_reads(client):
    wagtails = {
        name
        for pattern, name in everything()
        if "api" in pattern and "wagtail" in name and not name.startswith("wagtailadmin_api:")
    }
    modules = {view.__module__ for view in views() if view.__module__.startswith(("wagtail.api.v", "wagtail_api"))}

    assert (wagtails, modules) == (set(), set())
    assert [client.get(f"/{path}").status_code for path in ("api/v2/pages/", "api/v3/pages/", "cms/api/v3/")] == [
        *(404, 404, 302),
    ]


def everything(resolver=None, prefix="", space=""):
    for entry in (resolver or get_resolver()).url_patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from everything(entry, whole, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield whole, space + (entry.name or "")


def views(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        elif hasattr(entry.callback, "__module__"):
            yield entry.callback


def test_the_world_of_the_walk_is_as_the_walk_needs_it(world):
    assert TaskState.objects.filter(status="in_progress").count() == 1
    assert WorkflowState.objects.get().requested_by == world.people["province"]
    assert len([name for _pattern, name in patterns()]) > 180

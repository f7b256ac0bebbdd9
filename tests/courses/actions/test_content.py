import json
import shutil
from io import StringIO

import pytest
import yaml
from django.core.management import CommandError, call_command

from courses.actions import content
from courses.errors import ContentRefused
from courses.models import CoursePage, LessonPage, TierPage
from tests.courses.conftest import CURRICULUM

pytestmark = pytest.mark.django_db
LESSON = "lessons/primary-lower/wo-shuo-zhen-hua.yaml"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(CURRICULUM, tmp_path / "content")


def edit(file, change):
    value = yaml.safe_load(file.read_text())
    change(value)
    file.write_text(yaml.safe_dump(value, allow_unicode=True))


def test_loading_twice_changes_nothing_the_second_time():
    first, first_tally = content.load(CURRICULUM)
    revisions = list(LessonPage.objects.values_list("live_revision_id", flat=True))

    second, second_tally = content.load(CURRICULUM)

    assert first == second == {"tiers": 2, "courses": 2, "lessons": 1, "modules": 1}
    assert first_tally == {"created": 6, "updated": 0, "unchanged": 0}
    assert second_tally == {"created": 0, "updated": 0, "unchanged": 6}
    assert list(LessonPage.objects.values_list("live_revision_id", flat=True)) == revisions


def test_a_changed_file_updates_its_page_by_key_and_nothing_else(folder):
    content.load(folder)
    page = LessonPage.objects.get(key="P1-1")
    edit(folder / LESSON, lambda lesson: lesson.update(title="我爱说真话", slug="zhen-hua"))

    _, tally = content.load(folder)

    assert tally == {"created": 0, "updated": 1, "unchanged": 5}
    renamed = LessonPage.objects.get(pk=page.pk)
    assert (renamed.title, renamed.slug, renamed.live) == ("我爱说真话", "zhen-hua", True)


def test_a_block_keeps_its_id_when_another_is_put_before_it(folder):
    content.load(folder)
    before = {
        block.value["question"]: block.id
        for block in LessonPage.objects.get(key="P1-1").body
        if block.block_type == "check"
    }
    edit(folder / LESSON, lambda lesson: lesson["body"].insert(0, {"type": "text", "html": "<p>先看。</p>"}))

    content.load(folder)

    after = {
        block.value["question"]: block.id
        for block in LessonPage.objects.get(key="P1-1").body
        if block.block_type == "check"
    }
    assert before == after


def test_what_is_exported_loads_as_unchanged(tmp_path):
    counts, _ = content.load(CURRICULUM)

    assert content.save(tmp_path) == counts
    assert content.load(tmp_path) == (counts, {"created": 0, "updated": 0, "unchanged": 6})


def test_a_lesson_moves_with_its_file_to_another_course(folder):
    content.load(folder)
    (folder / "courses/primary-lower/second.yaml").write_text("slug: second\ntitle: 第二门\nlessons: [P1-1]\n")
    edit(folder / "courses/primary-lower/honest.yaml", lambda course: course.update(lessons=[]))
    edit(folder / LESSON, lambda lesson: lesson.update(course="second"))

    content.load(folder)

    lesson = LessonPage.objects.get(key="P1-1")
    assert lesson.url == "/learn/primary-lower/second/wo-shuo-zhen-hua/"
    assert CoursePage.objects.get(slug="honest").numchild == 0


def test_tiers_stand_in_the_order_of_the_file(folder):
    content.load(folder)
    edit(folder / "tiers.yaml", lambda tiers: tiers[0].update(order=9))

    content.load(folder)

    assert list(TierPage.objects.order_by("path").values_list("slug", flat=True)) == ["teachers", "primary-lower"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda lesson: lesson.pop("title"), f"{LESSON}: “title” is missing"),
        (lambda lesson: lesson.update(surprise=1), f"{LESSON}: “surprise” is not known here"),
        (lambda lesson: lesson.update(course="nowhere"), f"{LESSON}: "),
        (lambda lesson: lesson["body"].append({"type": "video"}), f"{LESSON}.body[10] (video): "),
        (lambda lesson: lesson["body"][4].update(answer=7), f"{LESSON}.body[4] (check).answer: "),
        (lambda lesson: lesson["body"][4].update(facts=["nonsense"]), f"{LESSON}.body[4] (check).facts: "),
        (lambda lesson: lesson["body"][6]["rows"].append(["一格"]), f"{LESSON}.body[6] (table).rows[2]: "),
        (lambda lesson: lesson["plan"]["timing"][0].update(minutes="五"), f"{LESSON}.plan.timing[0].minutes: "),
        (lambda lesson: lesson.update(checked="昨天"), f"{LESSON}.checked: "),
        (lambda lesson: lesson.update(slug="我说真话"), f"{LESSON}.slug: "),
        (lambda lesson: lesson.update(hours=1.3), f"{LESSON}.hours: "),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_fault_is_named_by_its_place_and_nothing_is_loaded(folder, change, place):
    edit(folder / LESSON, change)

    with pytest.raises(ContentRefused) as refusal:
        content.load(folder)

    assert any(fault.startswith(place) for fault in refusal.value.faults), refusal.value.faults
    assert LessonPage.objects.count() == 0


def test_a_file_that_is_no_yaml_is_named_with_its_line(folder):
    (folder / LESSON).write_text("key: P1-1\ntitle: [我说真话\n")

    with pytest.raises(ContentRefused, match=f"{LESSON}:3: "):
        content.load(folder)


def test_a_script_in_a_lesson_is_cleaned_away(curriculum):
    assert "alert" not in str(curriculum["M1"].body.raw_data)


def test_load_content_prints_one_json_document_and_refuses_with_status_one(folder):
    out = StringIO()
    call_command("load_content", str(folder), "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == {"tiers": 2, "courses": 2, "lessons": 1, "modules": 1}

    (folder / "tiers.yaml").write_text("[]")
    with pytest.raises(CommandError, match="primary-lower"):
        call_command("load_content", str(folder), stdout=out, stderr=StringIO())

"""What goes out comes back: by format and type, and everything that does not is in the list of what was left out."""

import io

import pytest

from assessments import shipped
from assessments.models import Question, Topic
from tests.assessments.exchange import world
from tests.factories.identity import UserFactory

pytestmark = pytest.mark.django_db

NAMES = {"xlsx": "题库.xlsx", "moodle-xml": "a.xml", "gift": "a.txt", "qti3": "a.zip", "bundle": "a.zip"}
LEFT_OUT = {
    "xlsx": {},
    "moodle-xml": {"N-case": ["题型"]},
    "gift": {"N-case": ["题型"], "N-ordering": ["题型"], "N-blanks": ["题型"], "N-behind": ["题型"]},
    "qti3": {},
    "bundle": {},
}


@pytest.mark.parametrize("format", NAMES)
def test_a_file_read_again_changes_nothing(format):
    world.bank()

    data, left_out, count = world.written(format)
    report = world.taken(data, NAMES[format])

    assert left_out == LEFT_OUT[format]
    assert (report.errors, report.created, report.updated) == ([], 0, 0)
    assert report.unchanged == count == 14 - len(left_out)


@pytest.mark.parametrize("format", NAMES)
def test_an_empty_bank_becomes_the_one_that_was_written(format):
    world.bank()
    data, left_out, _count = world.written(format)
    before = {number: words for number, words in world.contents().items() if number not in left_out}
    Question.objects.all().delete()

    report = world.taken(data, NAMES[format])

    assert report.errors == []
    assert world.contents() == before


@pytest.mark.parametrize("format", NAMES)
def test_what_was_taken_in_is_a_draft_of_whoever_brought_it(format):
    world.bank()
    data, _left_out, _count = world.written(format)
    Question.objects.all().delete()
    officer = UserFactory()

    world.taken(data, NAMES[format], officer)

    assert set(Question.objects.values_list("state", "author", "reviewer")) == {("draft", officer.pk, None)}


@pytest.mark.parametrize(
    ("format", "left_out"),
    [
        ("xlsx", {}),
        ("moodle-xml", {"Q1": ["材料"]}),
        ("gift", {"Q1": ["依据", "材料"]}),
        ("qti3", {}),
        ("bundle", {}),
    ],
)
def test_words_without_a_place_are_named_and_the_question_goes_along(format, left_out):
    topic = Topic.objects.create(code="M1", name="信用基础")
    one = world.question("single", topic, number="Q1")
    one.versions.update(material="材料一段", basis="[1] 甲 & 乙")

    data, found, count = world.written(format)

    assert (count, {name: sorted(what) for name, what in found.items()}) == (1, left_out)
    assert world.taken(data, NAMES[format]).errors == []


@pytest.mark.parametrize(
    ("format", "kind", "content", "stem"),
    [
        ("xlsx", "short", {"key": [["甲;乙"]]}, "填空"),
        ("xlsx", "short", {"key": [["甲|乙"]]}, "填空"),
        ("xlsx", "matching", {"left": ["甲=1", "乙"], "options": ["一", "二"]}, "配对"),
        ("xlsx", "single", {"options": ["A. 甲", "B. 乙"], "key": [0]}, "选择"),
        ("gift", "matching", {"left": ["甲->1", "乙"], "options": ["一", "二"]}, "配对"),
        ("gift", "short", {"key": [["甲*"]]}, "填空"),
        ("gift", "single", {"options": ["甲", "乙  丙"], "key": [0]}, "选择"),
        ("moodle-xml", "single", {"options": ["甲", "乙  丙"], "key": [0]}, "选择"),
        ("moodle-xml", "short", {"key": [["甲"], ["乙"]]}, "只有一空____"),
        ("qti3", "single", {"options": ["正确", "错误"], "key": [0]}, "选择"),
        ("qti3", "essay", {}, "写\n____"),
    ],
)
def test_what_would_come_back_otherwise_is_left_out(format, kind, content, stem):
    topic = Topic.objects.create(code="M1", name="信用基础")
    world.question(kind, topic, number="Q1", content=content, stem=stem)

    _data, left_out, count = world.written(format)

    assert (count, left_out) == (0, {"Q1": ["题型"]})


def test_the_bundle_carries_what_no_other_format_can():
    topic = Topic.objects.create(code="M1", name="信用基础")
    odd = {"key": [["甲;乙|丙", "<b>丁</b>"], ["*"]]}
    world.question("short", topic, number="Q1", content=odd, stem="<p>两空  之间\n\n\n____")
    before = world.contents()
    data, left_out, _count = world.written("bundle")
    Question.objects.all().delete()

    assert (left_out, world.taken(data).errors, world.contents()) == ({}, [], before)


@pytest.mark.parametrize("format", NAMES)
def test_the_questions_that_ship_go_out_and_come_back(format):
    shipped.load_topics()
    target = io.BytesIO()
    shipped.workbook(target)
    taken = world.taken(target.getvalue(), "题库.xlsx")

    data, left_out, count = world.written(format)
    report = world.taken(data, NAMES[format])

    assert (taken.errors, report.errors, report.unchanged) == ([], [], count)
    assert count == taken.created - sum("题型" in what for what in left_out.values())

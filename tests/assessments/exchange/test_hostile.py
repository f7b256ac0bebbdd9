"""Files that mean harm: refused before they cost anything, in every format that could carry them."""

import io
import re
import signal
import zipfile

import openpyxl
import pytest

from assessments.models import Question, Topic
from tests.assessments.exchange import world
from tests.assessments.exchange.test_qti import GOOD, manifest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

LAUGHS = "".join(f'<!ENTITY l{place} "{f"&l{place - 1};" * 10}">' for place in range(1, 9))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
MOODLE = "<quiz><question type='essay'><questiontext><text>{}</text></questiontext></question></quiz>"


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


@pytest.mark.parametrize(
    "text",
    [
        DOCTYPE + MOODLE.format("&l8;"),
        OUTSIDE + MOODLE.format("&e;"),
        OUTSIDE.replace("<!ENTITY e", "<!ENTITY % e") + MOODLE.format("x"),
        DOCTYPE + GOOD.partition("?>")[2].replace("甲", "&l8;"),
        OUTSIDE + GOOD.partition("?>")[2].replace("甲", "&e;"),
    ],
)
def test_entities_are_never_expanded(text):
    assert world.codes(world.taken(text, "a.xml", topic="M1")) == [("", None, "", "entities")]


def test_entities_in_a_package_refuse_the_item_that_declares_them():
    files = {"imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": GOOD, "b.xml": OUTSIDE + GOOD.partition("?>")[2]}

    assert world.codes(world.taken(world.zipped(files=files), "a.zip", topic="M1")) == [("b.xml", None, "", "entities")]


def test_a_doctype_that_fetches_something_fetches_nothing():
    text = '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/quiz.dtd">' + MOODLE.format("问")

    assert world.taken(text, "a.xml", topic="M1").created == 1


@pytest.mark.parametrize("path", ["../a.xml", "/etc/a.xml", "a/../../b.xml", "..\\a.xml", "C:\\a.xml", "C:/a.xml"])
@pytest.mark.parametrize("known_by", ["imsmanifest.xml", "bundle.json"])
def test_paths_that_lead_out_are_refused(path, known_by):
    about = manifest(path) if known_by == "imsmanifest.xml" else '{"format": "zhixin-questions", "version": 1}'

    report = world.taken(world.zipped(files={known_by: about, path: GOOD}), "a.zip", topic="M1")

    assert world.codes(report) == [("", None, "", "unsafe-path")]


def test_a_manifest_that_points_out_of_the_package_finds_nothing():
    report = world.taken(world.zipped(files={"imsmanifest.xml": manifest("../../etc/passwd")}), "a.zip", topic="M1")

    assert [one.code for one in report.errors] == ["missing-file"]


def packed(name, size, **others):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, text in others.items():
            archive.writestr(other.replace("_DOT_", "."), text)
        archive.writestr(name, b" " * size)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        packed("a.xml", 150_000_000, imsmanifest_DOT_xml=manifest("a.xml")),
        packed("questions/1.json", 150_000_000, bundle_DOT_json='{"format": "zhixin-questions", "version": 1}'),
        packed("xl/worksheets/sheet1.xml", 150_000_000, **{"xl/workbook_DOT_xml": "<workbook/>"}),
    ],
)
def test_a_zip_bomb_is_refused_unopened(data):
    assert world.codes(world.taken(data, "a.zip", topic="M1")) == [("", None, "", "too-large")]


def test_an_item_larger_than_any_question_is_refused():
    large = GOOD.replace("甲", "".join(chr(0x4E00 + place % 20_000) for place in range(700_000)))
    files = {"imsmanifest.xml": manifest("a.xml"), "a.xml": large}

    assert world.codes(world.taken(world.zipped(files=files), "a.zip", topic="M1")) == [("", None, "", "too-large")]


def test_a_zip_that_lies_about_its_sizes_is_read_no_further_than_it_says():
    data = bytearray(world.zipped(files={"imsmanifest.xml": manifest("a.xml"), "a.xml": GOOD}))
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 24 : found.start() + 28] = (10).to_bytes(4, "little")

    assert [one.code for one in world.taken(bytes(data), "a.zip", topic="M1").errors] in (["broken"], ["no-items"])


@pytest.mark.parametrize(
    "text",
    [
        "<quiz>" + "<a>" * 200_000 + "</a>" * 200_000 + "</quiz>",
        "<quiz><question type='essay'>" + "<a>" * 5_000 + "</a>" * 5_000 + "</question></quiz>",
        "<quiz><question type='essay'>" + "<a/>" * 50_000 + "</question></quiz>",
    ],
)
def test_depth_and_number_are_bounded(text):
    report = world.taken(text, "a.xml", topic="M1")

    assert (report.created, [one.code for one in report.errors]) in [(0, ["too-large"]), (0, [])]


@pytest.mark.parametrize(
    ("text", "filename"),
    [
        ("<quiz><question type='essay'><questiontext><text>" + "<![CDATA[" * 200_000, "a.xml"),
        ("<quiz>" + "&" * 1_000_000, "a.xml"),
        ("<quiz>" + "<!--" * 200_000, "a.xml"),
        ("{" * 1_000_000, "a.gift"),
        ("\\" * 1_000_000 + "{T}", "a.gift"),
        ("::" * 300_000 + "{T}", "a.gift"),
        ("问{" + "=~" * 40_000 + "}", "a.gift"),
        ("// " + "[tag:" * 200_000 + "\n问{T}", "a.gift"),
        ("// " + "[id:" * 200_000 + "[tag:\n问{T}", "a.gift"),
        (MOODLE.format("{1:SA:" * 200_000).replace("essay", "cloze"), "a.xml"),
        (MOODLE.format("&lt;div&gt;" * 20_000), "a.xml"),
        (MOODLE.format("&lt;sup&gt;" * 8_000), "a.xml"),
        ("题型,题干\n" + ("(" * 5000 + ",问\n") * 2000, "a.csv"),
        ("题型,题干\n" + ("判断," + "<p " * 1600 + "\n") * 2000, "a.csv"),
        ("题型,题干\n" + "判断," + '"' * 1_000_000, "a.csv"),
        ("[" * 1_000_000, "a.csv"),
    ],
)
def test_nothing_takes_time_that_grows_by_the_square(text, filename):
    def too_long(_signal, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(20)
    try:
        report = world.taken(text, filename, topic="M1")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

    assert report.created == 0 or "tag" in text


@pytest.mark.parametrize("filename", ["a.xml", "a.gift", "a.csv", "a.zip", "a.xlsx"])
def test_a_hundred_megabytes_are_refused_in_bounded_memory(filename):
    class Endless(io.RawIOBase):
        """A file of 100 MB that counts what is read of it."""

        size, taken = 100 * 1024 * 1024, 0

        def read(self, count=-1):
            count = self.size - self.taken if count < 0 else min(count, self.size - self.taken)
            self.taken += count
            return b"<" * count

    file = Endless()

    report = world.importing.questions(file, filename, by=world.UserFactory(), at=world.clock.now(), topic="M1")

    assert world.codes(report) == [("", None, "", "too-large")]
    assert file.taken <= 20 * 1024 * 1024 + 1


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("XFD1048576", ["too-large"]),
        ("ZZ1048576", ["too-large"]),
        ("A1048576", ["unknown-type"]),
        ("XFD1", ["missing"]),
    ],
)
def test_a_cell_far_away_does_not_end_the_process(cell, code):
    book = openpyxl.Workbook()
    book.active.append(["题型", "题干"])
    book.active["A2"], book.active["B2"] = "简答", ""
    book.active[cell] = "远"
    file = io.BytesIO()
    book.save(file)

    report = world.taken(file.getvalue(), "a.xlsx", topic="M1", dry_run=True)

    assert [one.code for one in report.errors][-1:] == code
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    "names", [{"mimetype": "x", "content.xml": "<x/>"}, {"xl/workbook.bin": "x"}, {"word/document.xml": "<x/>"}]
)
def test_other_zips_than_ours_are_not_given_to_any_parser(names):
    codes = [one.code for one in world.taken(world.zipped(files=names), "a.xlsx", topic="M1").errors]

    assert codes in (["wrong-type"], ["no-items"])


def test_a_manifest_that_names_one_item_a_thousand_times_reads_it_once():
    files = {"imsmanifest.xml": manifest(*["a.xml"] * 1000), "a.xml": GOOD}

    report = world.taken(world.zipped(files=files), "a.zip", topic="M1")

    assert (report.read, report.created, report.errors) == (1, 1, [])


def test_material_that_is_read_again_and_again_is_bounded(monkeypatch):
    stimulus = "<assessmentStimulus><stimulusBody><p>材料</p></stimulusBody></assessmentStimulus>"
    text = GOOD.replace("<itemBody>", '<assessmentStimulusRef href="s.xml"/><itemBody>')
    names = [f"{place}.xml" for place in range(30)]
    files = {"imsmanifest.xml": manifest(*names), "s.xml": stimulus} | dict.fromkeys(names, text)
    monkeypatch.setattr("kit.archives.MAX_UNPACKED_BYTES", 9_000)

    assert [one.code for one in world.taken(world.zipped(files=files), "a.zip", topic="M1").errors] == ["too-large"]

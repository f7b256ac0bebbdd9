"""Questions from spreadsheets: what is read, what is refused and why, and that nothing goes in by halves."""

import io
import json
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from assessments.actions import importing
from assessments.models import Question, QuestionVersion, Topic
from kit import clock
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from trail.models import Event

pytestmark = pytest.mark.django_db
HEAD = ["题号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "分值", "难度", "知识点"]
GOOD = ["Q1", "单选题", "下列哪一项对？", "对的", "错一", "错二", "错三", "A", 2, "易", "M1"]


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


@pytest.fixture
def officer():
    user = UserFactory()
    grant(user, "officer", BureauFactory(level="province"))
    return user


def book(*rows, head=HEAD, sheet="题库"):
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in [head, *rows]:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def taken(file, officer, name="题库.xlsx", **options):
    return importing.questions(file, name, by=officer, at=clock.now(), **options)


def row(**cells):
    values = dict(zip(HEAD, GOOD, strict=True)) | cells
    return [values[name] for name in HEAD]


def test_new_questions_go_in_as_drafts_and_the_same_file_changes_nothing(officer):
    first = taken(book(GOOD), officer)
    again = taken(book(GOOD), officer)

    assert (first.created, first.errors) == (1, [])
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    question = Question.objects.get()
    assert (question.state, question.current.content) == (
        "draft",
        {"options": ["对的", "错一", "错二", "错三"], "key": [0]},
    )


def test_a_changed_row_is_a_new_version_that_has_to_be_reviewed_again(officer):
    taken(book(GOOD), officer)
    Question.objects.update(state="live", reviewer=UserFactory())

    report = taken(book(row(答案="B")), officer)

    question = Question.objects.get()
    assert (report.updated, question.state, question.reviewer) == (1, "draft", None)
    assert list(question.versions.order_by("version").values_list("content__key", flat=True)) == [[0], [1]]


def test_without_a_number_type_stem_and_options_say_which_question_it_is(officer):
    taken(book(row(题号="")), officer)

    assert taken(book(row(题号="", 答案="B")), officer).updated == 1
    assert taken(book(row(题号="", 题干="另一题")), officer).created == 1


def test_synonyms_any_order_and_unknown_columns_are_taken(officer):
    head = ["正确答案", "题目", "类型", "A", "B", "知识点", "备注列"]
    report = taken(book(["Ｂ", "哪个对？", "单选", "甲", "乙", "信用基础", "无关"], head=head), officer)

    assert (report.created, report.ignored_columns) == (1, ["备注列"])
    assert Question.objects.get().current.content["key"] == [1]


@pytest.mark.parametrize("answer", ["√", "对", "正确", "T", "true"])
def test_true_is_written_in_many_ways(officer, answer):
    taken(book(row(题型="判断", 答案=answer, 选项A="", 选项B="", 选项C="", 选项D="")), officer)

    assert Question.objects.get().current.content == {"key": True}


def test_a_case_is_one_question_of_several_rows(officer):
    head = [*HEAD, "题组", "材料"]
    rows = [
        [*row(题号="C1", 题型="案例/单选"), "甲", "一段材料"],
        [*row(题号="C1", 题型="案例/判断", 题干="其二", 答案="×"), "甲", ""],
    ]
    report = taken(book(*rows, head=head), officer)

    assert (report.read, report.created, report.errors) == (2, 1, [])
    assert [part["type"] for part in Question.objects.get().current.content["parts"]] == ["single", "truefalse"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"题型": "抢答"}, "题型", "unknown-type"),
        ({"题型": "案例"}, "题型", "unknown-type"),
        ({"题干": ""}, "题干", "missing"),
        ({"答案": "E"}, "答案", "bad-key"),
        ({"答案": ""}, "答案", "bad-key"),
        ({"答案": "AB"}, "答案", "bad-key"),
        ({"题型": "多选", "答案": "A"}, "答案", "bad-key"),
        ({"选项B": ""}, "选项B", "gap"),
        ({"选项B": "对 的"}, "选项A", "same-options"),
        ({"选项B": "", "选项C": "", "选项D": ""}, "选项A", "too-few-options"),
        ({"题型": "判断", "答案": "大概"}, "答案", "bad-key"),
        ({"题型": "排序", "答案": "AB"}, "答案", "bad-key"),
        ({"题型": "匹配"}, "选项A", "bad-pair"),
        ({"题型": "数值", "答案": "三"}, "答案", "bad-key"),
        ({"题型": "填空", "答案": ";"}, "答案", "bad-key"),
        ({"分值": "两"}, "分值", "not-a-number"),
        ({"分值": 0}, "分值", "out-of-range"),
        ({"难度": "极难"}, "难度", "unknown-difficulty"),
        ({"知识点": "M99"}, "知识点", "unknown-topic"),
        ({"知识点": ""}, "知识点", "missing"),
    ],
)
def test_a_bad_row_is_named_and_nothing_goes_in(officer, change, column, code):
    report = taken(book(row(题号="Q0"), row(**change)), officer)

    assert [(one.row, one.column, one.code) for one in report.errors] == [(3, column, code)]
    assert report.errors[0].reason
    assert (report.created, Question.objects.count(), QuestionVersion.objects.count()) == (0, 0, 0)


def test_the_same_question_twice_in_a_file_is_refused(officer):
    report = taken(book(GOOD, row(题干="别的")), officer)

    assert [(one.row, one.code) for one in report.errors] == [(3, "duplicate")]


def test_partial_takes_the_good_rows(officer):
    report = taken(book(GOOD, row(题号="Q2", 答案="E")), officer, partial=True)

    assert (report.created, len(report.errors), Question.objects.count()) == (1, 1, 1)


def test_a_dry_run_tells_and_changes_nothing(officer):
    assert taken(book(GOOD), officer, dry_run=True).created == 1
    assert not Question.objects.exists()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (lambda: book(["一", "二"], head=["甲", "乙"]), "no-headings"),
        (lambda: book(row(答案="=A1")), "formula"),
        (lambda: book(*[row(题号=f"Q{number}") for number in range(50_001)]), "too-many-rows"),
        (bomb, "too-large"),
        (lambda: io.BytesIO(b"PK\x03\x04 broken"), "broken"),
        (lambda: io.BytesIO(b"%PDF-1.7"), "wrong-type"),
        (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100), "old-format"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(officer, file, code):
    report = taken(file(), officer)

    assert [(one.row, one.code) for one in report.errors] == [(None, code)]
    assert not Question.objects.exists()


def test_csv_is_taken_too(officer):
    text = "题型,题干,答案,知识点\n判断,诚信是长处,√,M1\n"

    assert taken(io.BytesIO(text.encode("gb18030")), officer, name="题库.csv").created == 1


def test_what_is_written_reads_back_without_a_change(officer, tmp_path):
    head = [*HEAD, "题组", "材料"]
    nothing = dict.fromkeys(["选项A", "选项B", "选项C", "选项D"], "")
    rows = [
        [*row(), "", ""],
        [*row(题号="Q2", 题型="多选", 答案="ACD", 分值=2.5), "", ""],
        [*row(题号="Q3", 题型="判断", 答案="错", **nothing), "", ""],
        [*row(题号="Q4", 题型="匹配", 选项A="甲=一", 选项B="乙=二", 选项C="", 选项D="", 答案=""), "", ""],
        [*row(题号="Q5", 题型="排序", 答案="BDAC"), "", ""],
        [*row(题号="Q6", 题型="填空", 答案="信用中国|信用中国网站；五", **nothing), "", ""],
        [*row(题号="Q7", 题型="数值", 答案="3.5±0.1", **nothing), "", ""],
        [*row(题号="Q8", 题型="简答", 答案="", **nothing), "", ""],
        [*row(题号="C1", 题型="案例/单选"), "甲", "一段材料"],
        [*row(题号="C1", 题型="案例/判断", 题干="其二", 答案="×", **nothing), "甲", ""],
    ]
    assert taken(book(*rows, head=head), officer).errors == []
    target = tmp_path / "out.xlsx"

    out = io.StringIO()
    call_command("export_questions", str(target), "--json", stdout=out)

    assert json.loads(out.getvalue()) == {"written": 9, "left_out": []}
    with target.open("rb") as file:
        report = taken(file, officer)
    assert (report.created, report.updated, report.unchanged, report.errors) == (0, 0, 9, [])


def test_the_command_prints_one_document_and_ends_with_one_when_something_was_refused(officer, tmp_path):
    file = tmp_path / "题库.xlsx"
    file.write_bytes(book(row(答案="E")).getvalue())
    out = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("import_questions", str(file), "--json", stdout=out)

    document = json.loads(out.getvalue())
    assert end.value.code == 1
    assert document["errors"][0] | {"reason": ""} == {
        "sheet": "题库",
        "row": 2,
        "column": "答案",
        "code": "bad-key",
        "reason": "",
    }
    with pytest.raises(CommandError, match="word"):
        call_command("import_questions", str(file), "--format", "word")


def test_on_the_desk_a_preview_comes_first(client, officer):
    client.force_login(officer)
    upload = SimpleUploadedFile("题库.xlsx", book(GOOD).getvalue())
    preview = client.post("/desk/questions/import/", {"file": upload})

    assert not Question.objects.exists()
    ticket = preview.context["ticket"]
    client.post("/desk/questions/import/confirm/", {"ticket": ticket})
    assert Question.objects.count() == 1
    again = client.post("/desk/questions/import/confirm/", {"ticket": ticket}, follow=True)
    assert Question.objects.count() == 1
    assert again.status_code == 200


def test_nobody_confirms_a_colleagues_preview(client, officer):
    client.force_login(officer)
    preview = client.post("/desk/questions/import/", {"file": SimpleUploadedFile("题库.xlsx", book(GOOD).getvalue())})
    other = UserFactory()
    grant(other, "officer", BureauFactory())
    client.force_login(other)

    client.post("/desk/questions/import/confirm/", {"ticket": preview.context["ticket"]})

    assert not Question.objects.exists()


def test_questions_come_into_use_only_by_another_officer(client, officer):
    taken(book(GOOD), officer)
    client.force_login(officer)
    client.post("/desk/questions/approve/")
    assert Question.objects.get().state == "draft"

    other = UserFactory()
    grant(other, "officer", BureauFactory())
    client.force_login(other)
    client.post("/desk/questions/approve/")
    question = Question.objects.get()
    assert (question.state, question.reviewer) == ("live", other)


@pytest.mark.parametrize("address", ["/desk/questions/", "/desk/questions/import/", "/desk/papers/"])
def test_the_bank_is_closed_to_teachers(client, address):
    teacher = UserFactory()
    grant(teacher, "teacher", SchoolFactory())
    client.force_login(teacher)

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("query", ["?topic=%00", "?type=x", "?state=x", "?page=x", "?topic=M1&type=single&state=draft"])
def test_whatever_the_filters_say_the_bank_answers(client, officer, query):
    taken(book(GOOD), officer)
    client.force_login(officer)

    assert client.get(f"/desk/questions/{query}").status_code == 200


MOODLE = (
    "<quiz><question type='truefalse'><questiontext><text>诚信是长处</text></questiontext>"
    "<answer fraction='100'><text>true</text></answer></question></quiz>"
)


def test_on_the_desk_every_format_has_the_same_preview_and_a_topic_to_choose(client, officer):
    client.force_login(officer)

    def upload(**fields):
        file = SimpleUploadedFile("题库.xml", MOODLE.encode())
        return client.post("/desk/questions/import/", {"file": file} | fields)

    refused = upload()
    assert [one.code for one in refused.context["report"].errors] == ["missing"]
    preview = upload(topic="M1")
    assert (preview.context["report"].created, Question.objects.count()) == (1, 0)
    client.post("/desk/questions/import/confirm/", {"ticket": preview.context["ticket"]})
    assert Question.objects.get().topic.code == "M1"


@pytest.mark.parametrize("format", ["xlsx", "moodle-xml", "gift", "qti3", "bundle"])
def test_an_officer_takes_questions_out_and_that_is_recorded(client, officer, format):
    taken(book(GOOD, row(题号="Q2", 题干="另一题", 知识点="M1")), officer)
    Question.objects.filter(number="Q2").update(type="single", difficulty="hard", state="retired")
    client.force_login(officer)

    page = client.get(f"/desk/questions/export/?format={format}&state=draft")
    answer = client.post("/desk/questions/export/file/", {"format": format, "state": "draft"})
    data = io.BytesIO(b"".join(answer.streaming_content))

    assert (page.context["count"], page.context["losses"]) == (1, [])
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    assert taken(data, officer, name=answer.filename).unchanged == 1
    event = Event.objects.filter(action="questions.exported").get()
    assert (event.actor, event.detail) == (officer, {"format": format, "written": 1})


def test_what_a_format_leaves_out_is_shown_before_the_download(client, officer):
    taken(book(row(题型="排序", 答案="BDAC")), officer)
    client.force_login(officer)

    losses = client.get("/desk/questions/export/?format=gift").context["losses"]

    assert [(str(question), what) for question, what in losses] == [("Q1", "题型")]


@pytest.mark.parametrize("role", ["teacher", "auditor", "school_head"])
def test_nobody_but_officers_takes_questions_out(client, role):
    user = UserFactory()
    grant(user, role, BureauFactory() if role == "auditor" else SchoolFactory())
    client.force_login(user)

    assert client.get("/desk/questions/export/").status_code == 403
    assert client.post("/desk/questions/export/file/", {"format": "xlsx"}).status_code == 403
    assert not Event.objects.filter(action="questions.exported").exists()


def test_an_unknown_format_is_no_file(client, officer):
    client.force_login(officer)

    assert client.post("/desk/questions/export/file/", {"format": "word"}).status_code == 404
    assert client.get("/desk/questions/export/?format=word&topic=%00").status_code == 200


@pytest.mark.parametrize("format", ["moodle-xml", "gift", "qti3", "bundle"])
def test_the_commands_speak_every_format(officer, tmp_path, format):
    taken(book(GOOD, row(题号="Q2", 题型="排序", 答案="BDAC", 题干="排")), officer)
    file = tmp_path / "questions"
    out = io.StringIO()

    call_command("export_questions", str(file), "--format", format, "--json", stdout=out)
    left_out = [{"question": "Q2", "what": "题型"}] if format == "gift" else []
    assert json.loads(out.getvalue()) == {"written": 2 - len(left_out), "left_out": left_out}
    out = io.StringIO()
    incoming = "qti" if format == "qti3" else format
    call_command("import_questions", str(file), "--format", incoming, "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["unchanged"] == 2 - len(left_out)

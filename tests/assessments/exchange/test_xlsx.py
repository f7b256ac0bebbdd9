"""Spreadsheets with every habit of schools."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection

from assessments.models import Question, Topic
from kit import spreadsheets, workbooks
from tests.assessments.exchange import world
from tests.factories.identity import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "知识点"]
GOOD = ["单选题", "哪一个对？", "甲", "乙", "丙", "丁", "A", "M1"]


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


def book(*rows, change=lambda sheet: None):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    change(workbook.active)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def row(**cells):
    return list((dict(zip(HEAD, GOOD, strict=True)) | cells).values())


def one(*rows, **options):
    report = world.taken(book(HEAD, *rows), "题库.xlsx", **options)
    assert report.errors == []
    return Question.objects.get()


LETTERS = [
    *(
        "ABD",
        "A、B、D",
        "A,B,D",
        "A B D",
        "Ａ，Ｂ，Ｄ",
        "ＡＢＤ",
        "abd",
        "A;B;D",
        "A；B；D",
        "A/B/D",
        "A.B.D",
        "DBA",
        "A　B　D",
    ),
    *(
        "A, B, D",
        " ABD ",
        "A|B|D",
        "A\nB\nD",
        "【ABD】",
        "（ABD）",
        "答案：ABD",
        "正确答案:A、B、D",
        "ABD。",
        "А、В、D",
        "①②④",
        "A和B和D",
    ),
]
RIGHT = [
    "√",
    "✓",
    "✔",
    "☑",
    "对",
    "正确",
    "T",
    "t",
    "True",
    "TRUE",
    "是",
    "Ｔ",
    "V",
    "Y",
    "（√）",
    "答案：对",
    "正确。",
    True,
    1,
]
WRONG = ["×", "✗", "✘", "X", "x", "错", "错误", "F", "False", "FALSE", "否", "Ｆ", "N", "(×)", "╳", "不对", False, 0]


@pytest.mark.parametrize("answer", LETTERS)
def test_several_letters_are_written_in_many_ways(answer):
    question = one(row(题型="多选题", 答案=answer))

    assert question.current.content["key"] == [0, 1, 3]


@pytest.mark.parametrize(("answer", "right"), [*((said, True) for said in RIGHT), *((said, False) for said in WRONG)])
def test_true_and_false_are_written_in_many_ways(answer, right):
    question = one(row(题型="判断题", 选项A="", 选项B="", 选项C="", 选项D="", 答案=answer))

    assert question.current.content == {"key": right}


@pytest.mark.parametrize(
    ("options", "answer", "right"),
    [("正确 错误", "A", True), ("对 错", "B", False), ("√ ×", "B", False), ("错 对", "A", False)],
)
def test_true_and_false_may_be_options(options, answer, right):
    first, second = options.split()
    question = one(row(题型="判断", 选项A=first, 选项B=second, 选项C="", 选项D="", 答案=answer))

    assert question.current.content == {"key": right}


@pytest.mark.parametrize(
    ("kind", "answer", "type"),
    [
        ("单项选择题", "A", "single"),
        ("单选", "Ａ", "single"),
        ("一、单选题", "A", "single"),
        ("单选题（2分）", "A", "single"),
        (" 单 选 题 ", "A", "single"),
        ("多项选择", "AB", "multiple"),
        ("不定项选择题", "AB", "multiple"),
        ("不定项选择题", "A", "single"),
        ("选择题", "A", "single"),
        ("选择题", "AC", "multiple"),
        ("是非题", "√", "truefalse"),
        ("问答题", "", "essay"),
        ("论述题", "", "essay"),
        ("排序题", "BADC", "ordering"),
    ],
)
def test_types_have_many_names(kind, answer, type):
    assert one(row(题型=kind, 答案=answer)).type == type


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        (("A. 甲", "B. 乙", "C. 丙", "D. 丁"), ["甲", "乙", "丙", "丁"]),
        (("A、甲", "B、乙", "C、丙", "D、丁"), ["甲", "乙", "丙", "丁"]),
        (("(A)甲 ", "（B） 乙", "C．丙", "D：丁"), ["甲", "乙", "丙", "丁"]),
        (("A 级", "B 级", "C 级", "D 级"), ["A 级", "B 级", "C 级", "D 级"]),
        (("A. 甲", "乙", "丙", "丁"), ["A. 甲", "乙", "丙", "丁"]),
        ((1, 2.5, 0.1 + 0.2, 1e16), ["1", "2.5", "0.3", "10000000000000000"]),
        (("甲\u200b", "\ufeff乙", " 丙\u00a0", "丁"), ["甲", "乙", "丙", "丁"]),
        (("<p>甲</p>", "<b>乙</b>", "a < b", "<信用>"), ["甲", "乙", "a < b", "<信用>"]),
        (("x<sup>2</sup>", "<script>alert(1)</script>丙", "丁", "戊"), ["x²", "丙", "丁", "戊"]),
    ],
)
def test_options_come_as_they_are_meant(options, kept):
    report = world.taken(book(HEAD, [*GOOD[:2], *options, "A", "M1"]), "题库.xlsx")

    assert (report.errors, Question.objects.get().current.content["options"]) == ([], kept)


def test_every_option_may_stand_in_one_cell():
    head = ["题型", "题目内容", "选项", "正确答案", "知识点"]
    rows = [
        ["单选", "其一", "A.甲 B.乙 C.丙", "B", "M1"],
        ["单选", "其二", "A、甲\nB、乙\nC、丙", "C", "M1"],
        ["单选", "其三", "甲\n乙\n丙", "A", "M1"],
    ]

    report = world.taken(book(head, *rows), "题库.xlsx")

    assert report.errors == []
    assert {tuple(one.current.content["options"]) for one in Question.objects.all()} == {("甲", "乙", "丙")}


def test_the_answer_may_be_an_option_in_its_own_words():
    assert one(row(答案="丙")).current.content["key"] == [2]


def test_percentages_are_what_the_sheet_shows():
    def percent(sheet):
        for cell in sheet["C2:F2"][0]:
            cell.number_format = "0%"

    report = world.taken(book(HEAD, [*GOOD[:2], 0.07, 0.1, 0.155, 1, "A", "M1"], change=percent), "题库.xlsx")

    assert report.errors == []
    assert Question.objects.get().current.content["options"] == ["7%", "10%", "15.5%", "100%"]


@pytest.mark.parametrize("column", ["选项B", "题干", "答案"])
def test_a_day_that_was_something_else_is_refused(column):
    report = world.taken(book(HEAD, row(**{column: datetime.datetime(2026, 1, 2)})), "题库.xlsx")

    assert world.codes(report) == [("Sheet", 2, column, "day")]


def test_titles_above_merged_cells_and_empty_rows_do_not_disturb():
    def merge(sheet):
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("H4:H6")
        sheet.merge_cells("A4:A5")

    rows = [
        ["诚信知识题库（2026年）"],
        [],
        [" 题 型 ", "题干（必填）", "选项a", "选项Ｂ", "C", "选项D", "*答案", "知识点"],
        row(题干="其一"),
        row(题型=None, 题干="其二", 知识点=None),
        row(题干="其三", 知识点=None),
        [],
        ["", " ", None],
        [],
    ]
    report = world.taken(book(*rows, change=merge), "题库.xlsx")

    assert (report.read, report.created, report.errors) == (3, 3, [])


def test_the_number_of_a_refused_row_is_the_one_that_the_sheet_shows():
    report = world.taken(book(["标题"], [], HEAD, row(), [], row(题干="又", 答案="E")), "题库.xlsx")

    assert world.codes(report) == [("Sheet", 6, "答案", "bad-key")]


def test_only_the_sheets_with_questions_are_read():
    workbook = openpyxl.Workbook()
    workbook.active.append(["填写说明"])
    workbook.create_sheet("题库").append(HEAD)
    workbook["题库"].append(GOOD)
    file = io.BytesIO()
    workbook.save(file)

    assert world.taken(file.getvalue(), "题库.xlsx").created == 1


CSV = "题型,题干,选项A,选项B,答案,知识点\r\n单选,哪个？,甲,乙,Ｂ,信用基础\r\n判断,诚信是长处,,,√,M1\r\n,,,,,\r\n"


@pytest.mark.parametrize(
    "data",
    [
        CSV.encode("utf-8"),
        CSV.encode("utf-8-sig"),
        b"\xef\xbb\xbf" + CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("gbk", "ignore"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.encode("utf-16-be"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.replace(",", "\t").encode("utf-16"),
        CSV.replace(",", ";").encode("utf-8"),
        ("题库\r\n\r\n" + CSV).encode("gb18030"),
        ("sep=,\r\n" + CSV).encode("utf-8-sig"),
        CSV.replace("\r\n", "\n").encode(),
        ("\ufeff" + CSV.replace("题型", '"\ufeff题型"')).encode(),
    ],
)
def test_csv_comes_in_every_encoding_and_with_stray_marks(data):
    report = world.taken(data, "题库.csv")

    assert (report.created, report.errors) == (2, [])


def test_a_case_with_one_bad_part_stays_out_as_a_whole():
    head = [*HEAD, "题组", "材料"]
    rows = [
        [*row(题型="案例/单选"), "甲", "材料"],
        [*row(题型="案例/单选", 答案="E"), "甲", ""],
        [*row(题型="案例/单选"), "乙", "材料"],
    ]

    report = world.taken(book(head, *rows), "题库.xlsx", partial=True)

    assert (report.created, [one.row for one in report.errors]) == (1, [3])


@pytest.mark.parametrize(
    ("difficulty", "expected"),
    [("0.85", "easy"), (0.5, "medium"), ("0.2", "hard"), ("较易", "easy"), ("适中", "medium")],
)
def test_difficulty_may_be_the_share_of_right_answers(difficulty, expected):
    report = world.taken(book([*HEAD, "难度系数"], [*GOOD, difficulty]), "题库.xlsx")

    assert (report.errors, Question.objects.get().difficulty) == ([], expected)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"题干": "看图 <img src='a.png'>"}, "题干", "not-text"),
        ({"题型": "选择题", "答案": ""}, "答案", "bad-key"),
        ({"答案": "1"}, "答案", "bad-key"),
        ({"答案": "AA"}, "答案", "bad-key"),
        ({"题型": "判断", "答案": "A", "选项A": "", "选项B": "", "选项C": "", "选项D": ""}, "答案", "bad-key"),
    ],
)
def test_what_is_not_clear_is_refused(change, column, code):
    assert world.codes(world.taken(book(HEAD, row(**change)), "题库.xlsx")) == [("Sheet", 2, column, code)]


def test_two_numbers_that_differ_only_at_their_end_stay_two():
    report = world.taken(book([*HEAD, "题号"], [*GOOD, "9" * 33]), "题库.xlsx")

    assert world.codes(report) == [("Sheet", 2, "题号", "too-long")]


@pytest.mark.parametrize("count", [501, 1000])
def test_a_thousand_questions_are_no_thousand_queries(django_assert_num_queries, count):
    officer = UserFactory()
    data = book(HEAD, *[row(题干=f"第{number}题？") for number in range(count)])
    expected = {("sqlite", 501): 21, ("sqlite", 1000): 31, ("postgresql", 501): 11, ("postgresql", 1000): 11}

    with django_assert_num_queries(expected[connection.vendor, count]):
        assert world.taken(data, "题库.xlsx", officer=officer).created == count
    with django_assert_num_queries(6):
        assert world.taken(data, "题库.xlsx", officer=officer, dry_run=True).unchanged == count


def test_a_merged_cell_fills_only_rows_that_hold_something():
    data = book(["甲", "乙"], ["一", "x"], [None, "y"], [None, None], change=lambda sheet: sheet.merge_cells("A2:A4"))

    (sheet,) = spreadsheets.read(io.BytesIO(data), "a.xlsx")

    assert [(one.number, one.cells) for one in sheet.rows] == [
        (2, {"甲": "一", "乙": "x"}),
        (3, {"甲": "一", "乙": "y"}),
    ]


def test_a_day_stays_a_day():
    data = book(["日期"], [datetime.datetime(2024, 9, 1)], [datetime.datetime(2024, 9, 1, 8, 30)])

    (sheet,) = spreadsheets.read(io.BytesIO(data), "a.xlsx")

    assert [one.cells["日期"] for one in sheet.rows] == ["2024-09-01", "2024-09-01 08:30:00"]
    assert all(isinstance(one.cells["日期"], workbooks.Day) for one in sheet.rows)

"""Moodle XML as Moodle and other programs write it: what is clear is taken, what is not is refused by its line."""

import pytest

from assessments.models import Question, Topic
from tests.assessments.exchange import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
STEM = (
    "<name><text>名</text></name><questiontext format='html'><text><![CDATA[<p>哪一个对？</p>]]></text></questiontext>"
)
CHOICE = (
    STEM + "<defaultgrade>2.0000000</defaultgrade><single>true</single>"
    "<answer fraction='100' format='html'><text>甲</text></answer><answer fraction='0'><text>乙</text></answer>"
)


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


def asked(kind, inner):
    return f"<question type='{kind}'>{inner}</question>"


def taken(*questions, head=HEAD, **options):
    return world.taken(f"{head}{chr(10).join(questions)}\n</quiz>", "题库.xml", **({"topic": "M1"} | options))


def one(*questions, **options):
    report = taken(*questions, **options)
    assert report.errors == []
    return Question.objects.get()


def test_a_choice_as_moodle_writes_it():
    question = one(asked("multichoice", CHOICE + "<idnumber>Q7</idnumber>"))

    assert (question.number, question.type, question.topic.code) == ("Q7", "single", "M1")
    assert question.current.stem == "哪一个对？"
    assert question.current.content == {"options": ["甲", "乙"], "key": [0]}
    assert question.current.points == 2


def answers(*shares, tag="answer"):
    return "".join(
        f"<{tag} fraction='{share}'><text>项{place}</text></{tag}>" for place, share in enumerate(shares, start=1)
    )


@pytest.mark.parametrize(
    ("kind", "inner", "type", "key"),
    [
        ("multichoice", "<single>false</single>" + answers("50", "50", "-100"), "multiple", [0, 1]),
        ("multichoice", "<single>0</single>" + answers("33.33333", "33.33333", "33.33333", "0"), "multiple", [0, 1, 2]),
        ("multichoice", "<single>false</single>" + answers("60", "40", "-50"), "multiple", [0, 1]),
        ("multichoice", answers("50", "0", "50"), "multiple", [0, 2]),
        ("multichoice", answers("0", "100"), "single", [1]),
        ("multichoice", "<single>false</single>" + answers("100", "0"), "single", [0]),
        ("multichoice", "<single>1</single>" + answers("100.00000", "0"), "single", [0]),
        ("multichoice", "<single>true</single>" + answers("100%", "0%"), "single", [0]),
        ("MultiChoice", "<single>true</single>" + answers("100", "-25"), "single", [0]),
        ("multichoiceset", answers("100", "100", "0"), "multiple", [0, 1]),
        ("oumultiresponse", answers("1.0", "1.0", "0"), "multiple", [0, 1]),
    ],
)
def test_what_is_right_is_read_from_the_shares(kind, inner, type, key):
    question = one(asked(kind, STEM + inner))

    assert (question.type, question.current.content["key"]) == (type, key)


@pytest.mark.parametrize(
    ("kind", "inner", "content"),
    [
        (
            "truefalse",
            "<answer fraction='100'><text>true</text></answer><answer fraction='0'><text>false</text></answer>",
            {"key": True},
        ),
        (
            "truefalse",
            "<answer fraction='0'><text>对</text></answer><answer fraction='100'><text>错</text></answer>",
            {"key": False},
        ),
        (
            "shortanswer",
            answers("100", "100") + "<answer fraction='0'><text>*</text></answer>",
            {"key": [["项1", "项2"]]},
        ),
        (
            "numerical",
            "<answer fraction='100'><text>3.50</text><tolerance>1e-1</tolerance></answer>",
            {"key": "3.50", "tolerance": "0.1"},
        ),
        (
            "numerical",
            "<answer fraction='100'><text>1.2E3</text><tolerance>0</tolerance></answer>",
            {"key": "1200", "tolerance": "0"},
        ),
        ("essay", "<responseformat>editor</responseformat>", {}),
        ("ordering", answers("2", "1", "3"), {"options": ["项2", "项1", "项3"]}),
        (
            "matching",
            "".join(
                f"<subquestion format='html'><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
                for left, right in (("<p>甲</p>".replace("<", "&lt;"), "一"), ("乙", "二"), ("", "多余"))
            ),
            {"left": ["甲", "乙"], "options": ["一", "二", "多余"]},
        ),
    ],
)
def test_each_type_of_moodle_becomes_ours(kind, inner, content):
    assert one(asked(kind, STEM + inner)).current.content == content


@pytest.mark.parametrize(
    ("text", "type", "stem", "content"),
    [
        (
            "国号{1:SHORTANSWER:=中国~%100%中华}在{1:SA:=亚洲#对}",
            "short",
            "国号____在____",
            {"key": [["中国", "中华"], ["亚洲"]]},
        ),
        ("写：{SA:=a\\}b}".replace("{SA", "{1:SA"), "short", "写：____", {"key": [["a}b"]]}),
    ],
)
def test_a_cloze_text_of_blanks_is_a_short_answer(text, type, stem, content):
    question = one(asked("cloze", f"<questiontext><text>{text}</text></questiontext>"))

    assert (question.type, question.current.stem, question.current.content) == (type, stem, content)


def test_a_mixed_cloze_text_is_a_case():
    text = "天是{1:MULTICHOICE:=蓝~红}，圆周率约{2:NUMERICAL:=3.14:0.01}。"
    question = one(asked("cloze", f"<questiontext><text>{text}</text></questiontext>"))

    assert (question.type, question.current.material) == ("case", "天是（1）____，圆周率约（2）____。")
    assert [(part["type"], part["points"]) for part in question.current.content["parts"]] == [
        ("single", 1.0),
        ("numeric", 2.0),
    ]


@pytest.mark.parametrize(
    ("raw", "stem"),
    [
        ("<text><![CDATA[<p>一</p><p>二&nbsp;三</p>]]></text>", "一\n二 三"),
        ("<text>&lt;p&gt;x&lt;sup&gt;2&lt;/sup&gt; H&lt;sub&gt;2&lt;/sub&gt;O&lt;/p&gt;</text>", "x² H₂O"),
        ("<text><![CDATA[x<sup>n+k</sup>]]></text>", "x^(n+k)"),
        ("<text><![CDATA[<script>alert(1)</script><b onclick='x()'>粗</b><style>p{}</style>]]></text>", "粗"),
        ("<text><![CDATA[<a href='javascript:alert(1)'>链接</a>]]></text>", "链接"),
        ("<text>a &amp;lt; b &amp;amp;&amp;amp; c</text>", "a < b && c"),
        ("<text>Q&A 与 R&D</text>", "Q&A 与 R&D"),
        ("<text>空&nbsp;格&mdash;线</text>", "空 格—线"),
        ("<text>有\x0b控制\x00符\ufeff号</text>", "有控制符号"),
        ("裸文字，没有 text", "裸文字，没有 text"),
        (
            "<text><![CDATA[<ul><li>甲</li><li>乙</li></ul><table><tr><td>丙</td><td>丁</td></tr></table>]]></text>",
            "甲\n乙\n丙 丁",
        ),
        ("<text><![CDATA[<p>一</p>\n\n\n<p></p><p>&nbsp;</p>\n<p>二</p>]]></text>", "一\n二"),
        ("<text><![CDATA[<span style='font-size:12pt'>Word <o:p></o:p>贴来</span>]]></text>", "Word 贴来"),
    ],
)
def test_html_becomes_the_words_it_says(raw, stem):
    inner = f"<questiontext format='html'>{raw}</questiontext>"

    assert one(asked("essay", inner)).current.stem == stem


@pytest.mark.parametrize(
    ("format", "stem"), [("plain_text", "<p>a</p>"), ("html", "a"), ("moodle_auto_format", "a"), ("markdown", "a")]
)
def test_the_format_says_whether_a_text_is_html(format, stem):
    inner = f"<questiontext format='{format}'><text><![CDATA[<p>a</p>]]></text></questiontext>"

    assert one(asked("essay", inner)).current.stem == stem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("declared", ["UTF-8", "GB2312", "gbk", None])
def test_the_encoding_is_found_whatever_the_file_says_of_itself(encoding, declared):
    head = f'<?xml version="1.0" encoding="{declared}"?>\n<quiz>' if declared else "<quiz>"
    data = f"{head}{asked('multichoice', CHOICE)}</quiz>".encode(encoding)

    report = world.taken(data, "题库.xml", topic="M1")

    assert (report.created, report.errors) == (1, [])
    assert Question.objects.get().current.stem == "哪一个对？"


@pytest.mark.parametrize(
    "category", ["$course$/top/M1", "$course$/信用基础", "top/M1 信用基础", "$system$/省题库/M1", "  M1  "]
)
def test_a_category_that_names_a_topic_is_the_topic(category):
    head = asked("category", f"<category><text>{category}</text></category>")

    assert one(head, asked("multichoice", CHOICE), topic="").topic.code == "M1"


def test_another_category_needs_a_topic_for_the_file():
    head = asked("category", "<category><text>$course$/top/默认</text></category>")

    report = taken(head, asked("multichoice", CHOICE), topic="")

    assert world.codes(report) == [("", 4, "知识点", "unknown-topic")]
    assert "默认" in report.errors[0].reason
    assert one(head, asked("multichoice", CHOICE)).topic.code == "M1"


def test_without_any_topic_each_question_is_refused_with_the_remedy():
    report = taken(asked("multichoice", CHOICE), topic="")

    assert world.codes(report) == [("", 3, "知识点", "missing")]
    assert "whole file" in report.errors[0].reason


def test_what_is_no_question_is_named_and_passed_over():
    report = taken(
        asked("description", STEM),
        asked("multichoice", CHOICE + "<hidden>1</hidden>"),
        asked("multichoice", CHOICE + "<hint><text>提示</text></hint><tags><tag><text>期末</text></tag></tags>"),
    )

    assert (report.read, report.created) == (1, 1)
    assert report.ignored_columns == ["texts without a question", "hidden questions", "hint", "tags"]


@pytest.mark.parametrize(
    ("kind", "inner", "column", "code"),
    [
        ("multichoice", "<single>true</single>" + answers("100", "0"), "题干", "missing"),
        ("multichoice", STEM + "<single>true</single>" + answers("100", "100"), "答案", "bad-key"),
        ("multichoice", STEM + "<single>true</single>" + answers("50", "50", "0"), "答案", "partly-right"),
        ("multichoice", STEM + "<single>true</single>" + answers("100", "50"), "答案", "partly-right"),
        ("multichoice", STEM + "<single>false</single>" + answers("50", "20", "0"), "答案", "partly-right"),
        ("multichoice", STEM + answers("0", "0"), "答案", "bad-key"),
        ("multichoice", STEM + answers("100"), "选项A", "too-few-options"),
        ("multichoice", STEM + answers("100", *["0"] * 8), "选项A", "too-many-options"),
        (
            "multichoice",
            STEM + "<answer fraction='100'><text>同</text></answer><answer fraction='0'><text>同 </text></answer>",
            "选项A",
            "same-options",
        ),
        ("multichoice", STEM + "<answer fraction='全部'><text>甲</text></answer>", "答案", "bad-key"),
        (
            "multichoice",
            STEM.replace("哪一个对？", "看图<img src='@@PLUGINFILE@@/a.png'>") + answers("100", "0"),
            "题干",
            "not-text",
        ),
        (
            "multichoice",
            STEM.replace("</questiontext>", "<file name='a.mp3'>AAAA</file></questiontext>") + answers("100", "0"),
            "题干",
            "not-text",
        ),
        ("shortanswer", STEM + "<answer fraction='100'><text>信用*</text></answer>", "答案", "wildcard"),
        ("shortanswer", STEM + answers("100", "50"), "答案", "partly-right"),
        ("numerical", STEM + "<answer fraction='100'><text>三</text></answer>", "答案", "bad-key"),
        ("numerical", STEM + "<answer fraction='100'><text>1e999999</text></answer>", "答案", "bad-key"),
        ("truefalse", STEM + "<answer fraction='100'><text>大概</text></answer>", "答案", "bad-key"),
        (
            "matching",
            STEM + "<subquestion><text>甲</text><answer><text>一</text></answer></subquestion>",
            "选项A",
            "bad-pair",
        ),
        ("calculated", STEM, "题型", "unknown-type"),
        ("ddimageortext", STEM, "题型", "unknown-type"),
        ("", STEM, "题型", "unknown-type"),
        ("cloze", STEM, "题干", "bad-key"),
        ("essay", STEM + "<defaultgrade>0</defaultgrade>", "分值", "out-of-range"),
        ("essay", STEM + "<defaultgrade>NaN</defaultgrade>", "分值", "not-a-number"),
        ("essay", STEM + f"<idnumber>{'9' * 33}</idnumber>", "题号", "too-long"),
        ("essay", STEM.replace("哪一个对？", "长" * 5001), "题干", "too-long"),
    ],
)
def test_what_is_not_clear_is_refused_by_its_line_and_nothing_goes_in(kind, inner, column, code):
    report = taken(asked("multichoice", CHOICE.replace("哪", "另")), asked(kind, inner))

    assert world.codes(report) == [("", 4, column, code)]
    assert report.errors[0].reason
    assert not Question.objects.exists()


def test_partial_takes_the_good_ones():
    report = taken(asked("multichoice", CHOICE), asked("calculated", STEM), partial=True)

    assert (report.read, report.created, len(report.errors)) == (2, 1, 1)


def test_the_same_question_twice_is_refused():
    report = taken(asked("multichoice", CHOICE), asked("multichoice", CHOICE))

    assert world.codes(report) == [("", 4, "题干", "duplicate")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<quiz><question type='essay'>", "broken"),
        ("<quiz><question></quiz></question>", "broken"),
        ("<quiz>&undefined;</quiz>", "broken"),
        ("<html><body/></html>", "wrong-type"),
        ("<quiz", "broken"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(text, code):
    assert world.codes(world.taken(text, "a.xml", topic="M1", format="moodle-xml")) == [("", None, "", code)]

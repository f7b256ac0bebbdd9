"""QTI 2.1, 2.2 and 3.0, packages and single items, as the programs of the wild write them."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from assessments.models import Question, Topic
from tests.assessments.exchange import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NAMESPACES = {
    "2.1": "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "2.2": "http://www.imsglobal.org/xsd/imsqti_v2p2",
}
V3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


@pytest.fixture(autouse=True)
def topic():
    return Topic.objects.create(code="M1", name="信用基础")


def item(declared, body, *, version="2.1", more=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{NAMESPACES[version]}" identifier="i1" title="t"'
        f' adaptive="false" timeDependent="false">\n{declared}<itemBody>{body}</itemBody>{more}</assessmentItem>'
    )


def response(values, *, name="RESPONSE", cardinality="single", base="identifier", inner=""):
    right = "".join(f"<value>{value}</value>" for value in values)
    right = f"<correctResponse>{right}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"{right}{inner}</responseDeclaration>"
    )


def choices(*texts, tag="simpleChoice"):
    return "".join(f'<{tag} identifier="C{place}">{text}</{tag}>' for place, text in enumerate(texts))


def choice(*texts, most=1, prompt="<prompt>哪一个对？</prompt>"):
    inner = f"{prompt}{choices(*texts)}"
    return f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">{inner}</choiceInteraction>'


GOOD = item(response(["C1"]), choice("甲", "乙", "丙"))


def manifest(*hrefs, kind="imsqti_item_xmlv2p1", keyword=""):
    general = f"<lom><general><keyword><langstring>{keyword}</langstring></keyword></general></lom>" if keyword else ""
    rows = "".join(
        f'<resource identifier="r{place}" type="{kind}" href="{href}"><metadata>{general}</metadata></resource>'
        for place, href in enumerate(hrefs)
    )
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">\n<resources>{rows}</resources></manifest>'


def taken(data, filename="a.xml", **options):
    return world.taken(data, filename, **({"topic": "M1"} | options))


def one(data, filename="a.xml", **options):
    report = taken(data, filename, **options)
    assert report.errors == []
    question = Question.objects.get()
    return question.type, question.current.stem, question.current.content


def match(*pairs, right=("一", "二")):
    def side(letter, texts):
        inner = "".join(
            f'<simpleAssociableChoice identifier="{letter}{place}" matchMax="1">{text}</simpleAssociableChoice>'
            for place, text in enumerate(texts)
        )
        return f"<simpleMatchSet>{inner}</simpleMatchSet>"

    sets = side("L", ["甲", "乙"]) + side("R", right)
    body = f'<matchInteraction responseIdentifier="RESPONSE"><prompt>配</prompt>{sets}</matchInteraction>'
    return item(response(pairs, cardinality="multiple", base="directedPair"), body)


ENTRY = '<textEntryInteraction responseIdentifier="{}" expectedLength="5"/>'
MAPPED = '<mapping defaultValue="0"><mapEntry mapKey="中国" mappedValue="1"/><mapEntry mapKey="中华" mappedValue="1"/></mapping>'
EQUAL = (
    '<responseProcessing><responseCondition><responseIf><equal toleranceMode="{}" tolerance="{}">'
    '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></equal></responseIf></responseCondition></responseProcessing>'
)
ITEMS = [
    (GOOD, ("single", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [1]})),
    (
        item(response(["C1"]), "<p>先读。</p>" + choice("甲", "乙"), version="2.2"),
        ("single", "先读。\n哪一个对？", {"options": ["甲", "乙"], "key": [1]}),
    ),
    (
        item(response(["C0", "C2"], cardinality="multiple"), choice("甲", "乙", "丙", most=0)),
        ("multiple", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [0, 2]}),
    ),
    (
        item(response(["C0"], cardinality="multiple"), choice("甲", "乙", most=0)),
        ("single", "哪一个对？", {"options": ["甲", "乙"], "key": [0]}),
    ),
    (
        item(
            response(
                [],
                cardinality="multiple",
                inner='<mapping><mapEntry mapKey="C0" mappedValue="1"/><mapEntry mapKey="C1" mappedValue="-1"/><mapEntry mapKey="C2" mappedValue="1"/></mapping>',
            ),
            choice("甲", "乙", "丙", most=0),
        ),
        ("multiple", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [0, 2]}),
    ),
    (item(response(["C0"]), choice("正确", "错误")), ("truefalse", "哪一个对？", {"key": True})),
    (item(response(["C1"]), choice("True", "False")), ("truefalse", "哪一个对？", {"key": False})),
    (
        item(response(["中国"], base="string", inner=MAPPED), f"<p>国号{ENTRY.format('RESPONSE')}。</p>"),
        ("short", "国号____。", {"key": [["中国", "中华"]]}),
    ),
    (
        item(
            response(["一"], name="A", base="string") + response(["二"], name="B", base="string"),
            f"<p>先{ENTRY.format('A')}后{ENTRY.format('B')}</p>",
        ),
        ("short", "先____后____", {"key": [["一"], ["二"]]}),
    ),
    (
        item(
            response(["3.5"], base="float"),
            f"<p>几？</p><div>{ENTRY.format('RESPONSE')}</div>",
            more=EQUAL.format("absolute", "0.1 0.1"),
        ),
        ("numeric", "几？", {"key": "3.5", "tolerance": "0.1"}),
    ),
    (
        item(response(["7"], base="integer"), f"<p>几？{ENTRY.format('RESPONSE')}</p>"),
        ("numeric", "几？", {"key": "7", "tolerance": "0"}),
    ),
    (
        item(
            response(["C1"]),
            f'<p>首都是<inlineChoiceInteraction responseIdentifier="RESPONSE">{choices("上海", "北京", tag="inlineChoice")}</inlineChoiceInteraction>。</p>',
        ),
        ("single", "首都是____。", {"options": ["上海", "北京"], "key": [1]}),
    ),
    (
        item(
            response([], base="string"),
            '<extendedTextInteraction responseIdentifier="RESPONSE"><prompt>写一段</prompt></extendedTextInteraction>',
        ),
        ("essay", "写一段", {}),
    ),
    (
        item(
            response(["C2", "C0", "C1"], cardinality="ordered"),
            f'<orderInteraction responseIdentifier="RESPONSE"><prompt>排</prompt>{choices("再", "后", "先")}</orderInteraction>',
        ),
        ("ordering", "排", {"options": ["先", "再", "后"]}),
    ),
    (match("L0 R1", "L1 R0"), ("matching", "配", {"left": ["甲", "乙"], "options": ["二", "一"]})),
    (
        match("R1 L0", "R0 L1", right=("一", "二", "三")),
        ("matching", "配", {"left": ["甲", "乙"], "options": ["二", "一", "三"]}),
    ),
    (
        GOOD.replace("<assessmentItem xmlns=", "<q:assessmentItem xmlns:q=").replace(
            "</assessmentItem>", "</q:assessmentItem>"
        ),
        ("single", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [1]}),
    ),
    (
        GOOD.replace("甲", "<p>甲<script>x</script></p>").replace("乙", "x<sup>2</sup>"),
        ("single", "哪一个对？", {"options": ["甲", "x²", "丙"], "key": [1]}),
    ),
    (
        GOOD.replace(
            "<itemBody>", "<stylesheet href='a.css'/><itemBody><rubricBlock view='scorer'><p>评分说明</p></rubricBlock>"
        ),
        ("single", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [1]}),
    ),
    (
        GOOD.replace("<?xml version", "<!-- 注释 -->\n<?xml version").replace("<!-- 注释 -->\n", ""),
        ("single", "哪一个对？", {"options": ["甲", "乙", "丙"], "key": [1]}),
    ),
]


@pytest.mark.parametrize(("text", "expected"), ITEMS)
def test_items_of_version_2_become_our_types(text, expected):
    assert one(text) == expected


def test_names_of_version_3_say_the_same():
    text = (
        f'<qti-assessment-item xmlns="{V3}" identifier="i"><qti-response-declaration identifier="R" cardinality="single" '
        'base-type="identifier"><qti-correct-response><qti-value>b</qti-value></qti-correct-response>'
        '</qti-response-declaration><qti-item-body><qti-choice-interaction response-identifier="R" max-choices="1">'
        "<qti-prompt>问</qti-prompt><qti-simple-choice identifier='a'>甲</qti-simple-choice>"
        "<qti-simple-choice identifier='b'>乙</qti-simple-choice></qti-choice-interaction></qti-item-body></qti-assessment-item>"
    )

    assert one(text) == ("single", "问", {"options": ["甲", "乙"], "key": [1]})


def test_several_interactions_are_a_case():
    declared = (
        response(["C0"])
        + response(["五"], name="B", base="string")
        + '<outcomeDeclaration identifier="MAXSCORE_RESPONSE"><defaultValue><value>2</value></defaultValue></outcomeDeclaration>'
    )
    body = f"<div><p>材料一。</p><p>材料二。</p></div>{choice('甲', '乙')}<p>还有几个？{ENTRY.format('B')}</p>"

    kind, _stem, content = one(item(declared, body))

    assert (kind, Question.objects.get().current.material) == ("case", "材料一。\n材料二。")
    assert [(part["type"], part["stem"], part["points"]) for part in content["parts"]] == [
        ("single", "哪一个对？", 2.0),
        ("short", "还有几个？", 1.0),
    ]


def test_gaps_of_different_kinds_in_one_text_are_a_case():
    declared = response(["C0"]) + response(["5"], name="B", base="integer")
    body = f'<p>天是<inlineChoiceInteraction responseIdentifier="RESPONSE">{choices("蓝", "红", tag="inlineChoice")}</inlineChoiceInteraction>，手有{ENTRY.format("B")}指。</p>'

    kind, _stem, content = one(item(declared, body))

    assert (kind, Question.objects.get().current.material) == ("case", "天是（1）____，手有（2）____指。")
    assert [part["type"] for part in content["parts"]] == ["single", "numeric"]


@pytest.mark.parametrize(
    "files",
    [
        {"imsmanifest.xml": manifest("items/a.xml"), "items/a.xml": GOOD},
        {"folder/imsmanifest.xml": manifest("items/a.xml"), "folder/items/a.xml": GOOD},
        {"imsmanifest.xml": manifest("items/%E9%A2%98.xml"), "items/题.xml": GOOD},
        {"imsmanifest.xml": manifest("./a.xml", kind="imsqti_item_xmlv2p2"), "a.xml": GOOD},
        {"imsmanifest.xml": manifest("a.xml", kind="imsqti_item_xmlv3p0"), "a.xml": GOOD},
        {"items/a.xml": GOOD, "readme.xml": "<readme/>"},
    ],
)
def test_packages_are_read_as_they_are_zipped(files):
    assert one(world.zipped(files=files), "包.zip")[0] == "single"


def test_shared_material_of_a_package_is_read():
    stimulus = "<assessmentStimulus><stimulusBody><p>共用的材料</p></stimulusBody></assessmentStimulus>"
    text = GOOD.replace("<itemBody>", '<assessmentStimulusRef identifier="s" href="../s.xml"/><itemBody>')
    one(world.zipped(files={"imsmanifest.xml": manifest("i/a.xml"), "i/a.xml": text, "s.xml": stimulus}), "包.zip")

    assert Question.objects.get().current.material == "共用的材料"


def test_keywords_of_the_manifest_are_labels():
    files = {"imsmanifest.xml": manifest("a.xml", keyword="题号:Q9"), "a.xml": GOOD}
    one(world.zipped(files=files), "包.zip")

    assert Question.objects.get().number == "Q9"


@pytest.mark.parametrize(
    ("text", "column", "code"),
    [
        (item("", choice("甲", "乙")), "答案", "bad-key"),
        (item(response([]), choice("甲", "乙")), "答案", "bad-key"),
        (item(response(["C9"]), choice("甲", "乙")), "答案", "bad-key"),
        (item(response(["C0"]), choice("甲", "乙", prompt="")), "题干", "missing"),
        (item(response(["C0"]), choice("甲", "<img src='a.png' alt='图'/>")), "选项A", "not-text"),
        (item(response(["C0"]), "<p><object data='a.mp4'/></p>" + choice("甲", "乙")), "题干", "not-text"),
        (item(response(["C0"]), "<math><mi>x</mi></math>" + choice("甲", "乙")), "题干", "not-text"),
        (item("", "<p>什么也不问</p>"), "题型", "unknown-type"),
        (item("", "<p>点图</p><hotspotInteraction/>"), "题型", "unknown-type"),
        (item("", "<p>拖</p><gapMatchInteraction/>"), "题型", "unknown-type"),
        (match("L0 R0"), "选项A", "bad-pair"),
        (match("L0 R0", "L1 R0"), "选项A", "same-options"),
        (
            item(
                response(["C0"], cardinality="ordered"),
                f'<orderInteraction responseIdentifier="RESPONSE"><prompt>排</prompt>{choices("甲", "乙")}</orderInteraction>',
            ),
            "答案",
            "bad-key",
        ),
        (
            item(
                response(["3"], base="float"),
                f"<p>几？{ENTRY.format('RESPONSE')}</p>",
                more=EQUAL.format("relative", "5 5"),
            ),
            "答案",
            "bad-key",
        ),
        (
            item(
                response(["3"], base="float"),
                f"<p>几？{ENTRY.format('RESPONSE')}</p>",
                more=EQUAL.format("absolute", "1 2"),
            ),
            "答案",
            "bad-key",
        ),
        (
            item(
                response(
                    ["甲"],
                    base="string",
                    inner='<mapping><mapEntry mapKey="甲" mappedValue="2"/><mapEntry mapKey="乙" mappedValue="1"/></mapping>',
                ),
                f"<p>问{ENTRY.format('RESPONSE')}</p>",
            ),
            "答案",
            "partly-right",
        ),
        (
            item(
                '<outcomeDeclaration identifier="MAXSCORE"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>'
                + response(["C0"]),
                choice("甲", "乙"),
            ),
            "分值",
            "out-of-range",
        ),
    ],
)
def test_what_is_not_clear_is_refused_by_file_and_line(text, column, code):
    files = {"imsmanifest.xml": manifest("a.xml", "b.xml"), "a.xml": GOOD, "b.xml": text}

    report = taken(world.zipped(files=files), "包.zip")

    assert [(one.sheet, one.column, one.code) for one in report.errors] == [("b.xml", column, code)]
    assert report.errors[0].row >= 2
    assert (report.read, Question.objects.count()) == (2, 0)


def test_a_file_that_is_missing_or_broken_is_one_refusal_among_good_items():
    files = {"imsmanifest.xml": manifest("a.xml", "b.xml", "c.xml"), "a.xml": GOOD, "c.xml": "<assessmentItem>"}

    report = taken(world.zipped(files=files), "包.zip", partial=True)

    assert world.codes(report) == [("imsmanifest.xml", 2, "", "missing-file"), ("c.xml", None, "", "broken")]
    assert (report.read, report.created) == (3, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<questestinterop><item/></questestinterop>", "old-qti"),
        ("<html/>", "wrong-type"),
        ("<assessmentItem>", "broken"),
        (world.zipped(files={"imsmanifest.xml": manifest("a.xml", kind="imsqti_xmlv1p2"), "a.xml": "<x/>"}), "old-qti"),
        (world.zipped(files={"imsmanifest.xml": manifest("a.htm", kind="webcontent"), "a.htm": "x"}), "no-items"),
    ],
)
def test_a_file_that_is_none_is_refused_as_a_whole(data, code):
    assert world.codes(taken(data)) == [("", None, "", code)]


def test_what_is_written_is_well_formed_and_names_every_file():
    world.bank()
    data, _left_out, count = world.written("qti3")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        names = [
            node.attrib["href"] for node in listed.iter("{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}resource")
        ]
        roots = {ElementTree.fromstring(archive.read(name)).tag for name in names}

    assert (len(names), roots) == (count, {f"{{{V3}}}qti-assessment-item"})
    assert {*names, "imsmanifest.xml"} == set(zipfile.ZipFile(io.BytesIO(data)).namelist())

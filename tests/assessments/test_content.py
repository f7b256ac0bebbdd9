"""The questions that ship: nothing but knowing the answer gives the answer away, and each says what it rests on."""

import copy
import io
import re

import pytest
from django.core.management import call_command

from assessments import content_checks, demo, open_checks, shipped
from assessments.actions import importing
from assessments.models import Paper, Question, QuestionState
from kit import clock
from organisations import demo as organisations_demo
from tests.factories.identity import UserFactory

QUESTIONS = shipped.questions()
LETTERS = "ABCDEFGH"


def damaged(change):
    """What the checks find when the questions are changed."""
    questions = copy.deepcopy(QUESTIONS)
    change(questions)
    return content_checks.findings(questions)


def singles(questions):
    return [one for one in questions if one["type"] == "single"]


def test_nothing_is_wrong_with_what_ships():
    assert content_checks.findings(QUESTIONS) == []


def test_the_command_of_make_check_says_so_and_counts(capsys):
    call_command("check_content", "--json")

    assert capsys.readouterr().out.startswith(f'{{"questions": {len(QUESTIONS)}, "findings": []')


def test_a_finding_ends_the_command_with_status_one(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("check_content", folder=tmp_path)

    assert ended.value.code == 1
    assert "0 questions; expected 320 or more" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"number": QUESTIONS[1]["number"]}, "A-002 is given 2 times"),
        ({"basis": ""}, "A-001 has no basis"),
        ({"facts": []}, "A-001 has no facts"),
        ({"facts": ["A02", "Z99"]}, "A-001 rests on Z99, which is not in the register"),
        ({"facts": ["A50"]}, "A-001 rests on facts of grade 丙 alone"),
        ({"explanation": "按GB/T 7714-2015著录。"}, "A-001 says “7714-2015” without what holds today"),
        ({"explanation": "依据2012年《暂行规定》。"}, "A-001 says “2012年《暂行规定” without what holds today"),
        ({"stem": "下列哪一部是全国首部条例？"}, "A-001 says “全国首部” without what holds today"),
        ({"stem": "下列哪一项不属于四个领域？"}, "A-001 asks for what is wrong"),
        ({"options": ["甲", "乙", "丙", "以上都对"]}, "A-001 says “以上都”"),
        ({"stem": "是哪四个领域?请选择。"}, "A-001 has “域?”; Chinese text takes the full-width mark"),
        ({"explanation": "四个领域(政务等)。"}, "A-001 has “域(”; Chinese text takes the full-width mark"),
    ],
)
def test_a_defect_in_one_question_is_named(fields, finding):
    assert finding in damaged(lambda questions: questions[0].update(fields))


def test_history_may_be_told_beside_what_holds_today():
    told = {"explanation": "GB/T 7714-2015已由GB/T 7714-2025代替。"}

    assert damaged(lambda questions: questions[0].update(told)) == []


def test_cells_and_the_whole_have_to_be_full():
    def take_away(questions):
        questions[:] = [one for one in questions if (one["topic"], one["difficulty"]) != ("I", "easy")]

    found = damaged(take_away)
    assert "I easy single: 0 questions; expected 3" in found
    assert "I easy truefalse: 0 questions; expected 3" in found
    assert any("expected 320" in one for one in damaged(lambda questions: questions.__delitem__(slice(319, None))))


def test_questions_that_wait_do_not_fill_a_cell():
    def rest_on_what_waits(questions):
        for one in questions:
            if (one["topic"], one["difficulty"], one["type"]) == ("I", "easy", "single"):
                one["facts"] = ["F25"]

    assert damaged(rest_on_what_waits) == ["I easy single: 0 questions; expected 3"]


def test_the_blueprint_has_eighty_five_cells():
    assert sum(" questions; expected 3" in one for one in content_checks.cells([])) == 86  # and the whole


def test_a_case_told_twice_is_a_duplicate_by_its_material():
    def tell_twice(questions):
        case = next(one for one in questions if one["type"] == "case")
        questions.append({**copy.deepcopy(case), "number": "A-999"})

    assert [one for one in damaged(tell_twice) if one.endswith("A-999 are nearly the same")] != []


def test_two_cases_with_one_question_and_other_materials_are_two():
    parts = [{"type": "truefalse", "stem": "这样做对吗？", "answer": "√"}]
    cases = [{"number": str(place), "material": text, "stem": "", "parts": parts, "type": "case"} for place, text in
             enumerate(["校长把名单贴在了门口的公示栏里。", "老师向家长借用了一张银行卡转账。"])]  # fmt: skip

    assert list(content_checks.near_duplicates(cases)) == []


def test_keys_that_lean_to_a_place_or_a_length_are_found():
    def always_first(questions):
        for one in singles(questions):
            place = LETTERS.index(one["answer"])
            one["options"][0], one["options"][place], one["answer"] = one["options"][place], one["options"][0], "A"

    def explained_at_length(questions):
        for one in singles(questions):
            one["options"][LETTERS.index(one["answer"])] += "，并且按照规定办理有关手续，留下记录备查"

    def always_true(questions):
        for one in questions:
            if one["type"] == "truefalse":
                one["answer"] = "√"

    assert any(one.startswith("the right letters of single") for one in damaged(always_first))
    assert any(one.startswith("single choices have the longest option as key") for one in damaged(explained_at_length))
    assert any(one.startswith("the verdicts are unbalanced") for one in damaged(always_true))


def test_there_are_twelve_open_checks_of_facts_in_the_register():
    grades = content_checks.register()

    assert [one.number for one in open_checks.every()] == list(range(1, 13))
    assert {fact for one in open_checks.every() for fact in one.facts} <= set(grades)
    assert len(grades) == 402
    assert set(grades.values()) == {"甲", "乙", "丙"}
    assert all(re.fullmatch(r"[A-K]\d\d", fact) for fact in grades)


@pytest.mark.django_db
def test_the_bank_fills_each_cell_of_the_shipped_papers_three_times():
    world = {"now": clock.now()}
    organisations_demo.seed(world)
    demo.seed(world)

    thin = {}
    for cell in [cell for paper in Paper.objects.all() for cell in paper.cells.all()]:
        live = Question.objects.filter(topic=cell.topic, difficulty=cell.difficulty, type=cell.type)
        if live.filter(state=QuestionState.LIVE).count() < 3 * cell.count:
            thin[f"{cell.paper} {cell}"] = live.count()
    assert thin == {}
    assert [paper.questions for paper in Paper.objects.order_by("pk")] == [20, 10, 50]


@pytest.mark.django_db
def test_the_spreadsheet_made_of_the_files_says_what_the_files_say():
    shipped.load_topics()
    officer = UserFactory()

    def load():
        sheet = io.BytesIO()
        shipped.workbook(sheet)
        sheet.seek(0)
        return importing.questions(sheet, "题库.xlsx", by=officer, at=clock.now())

    first, again = load(), load()

    assert (first.errors, first.created) == ([], len(QUESTIONS))
    assert (again.created, again.updated, again.unchanged) == (0, 0, len(QUESTIONS))
    known = {one["number"]: one for one in QUESTIONS}
    for question in Question.objects.prefetch_related("versions"):
        written, version = known[question.number], question.current
        assert (question.type, question.difficulty, question.topic.code, question.tier) == tuple(
            written[name] for name in ("type", "difficulty", "topic", "tier")
        )
        assert question.tags == written.get("tags", [])
        assert (version.explanation, version.basis, version.facts) == tuple(
            written[name] for name in ("explanation", "basis", "facts")
        )
        if question.type in {"single", "multiple"}:
            assert version.content == {
                "options": [str(text) for text in written["options"]],
                "key": [LETTERS.index(letter) for letter in sorted(written["answer"])],
            }
            assert version.stem == written["stem"]
        if question.type == "truefalse":
            assert version.content == {"key": written["answer"] == "√"}

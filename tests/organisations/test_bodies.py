import pytest

from kit import clock, uscc
from organisations.actions import bodies, divisions, organisations
from organisations.errors import PlaceRefused
from organisations.models import Division, Organisation
from tests.factories.organisations import BureauFactory, SchoolFactory
from tests.organisations.sheets import xlsx
from trail.models import Event

pytestmark = pytest.mark.django_db
HEADINGS = "名称 类别 统一社会信用代码 学校标识码 行政区划代码 主管部门 上级单位 学段 办学性质"


def code(number, division="421122"):
    return uscc.make("12", division, f"EX8{number:05d}")


@pytest.fixture(autouse=True)
def hubei():
    divisions.load()


@pytest.fixture
def province():
    return BureauFactory(
        name="示例省教育厅", level="province", division=Division.objects.get(code="420000"), uscc=code(999, "420000")
    )


def take(*rows, headings=HEADINGS, **options):
    return bodies.take_in(xlsx(headings, *rows), "list.xlsx", by=None, at=clock.now(), **options)


def codes(report):
    return [(error.row, error.column, error.code) for error in report.errors]


def test_rows_in_any_order_make_a_tree(province):
    report = take(
        ["柳林教学点", "学校", "", "", "", "", "青山中心学校", "小学", ""],
        ["青山中心学校", "学校", code(1), "2142000001", "421122", "红安县教育局", "", "小学、初中", "公办"],
        ["红安县教育局", "教育行政机构", code(2), "", "421122", "黄冈市教育局", "", "", ""],
        ["黄冈市教育局", "教育行政机构", code(3), "", "421100", "示例省教育厅", "", "", ""],
        ["潜江市教育局", "教育行政机构", code(4), "", "429005", "示例省教育厅", "", "", ""],
    )

    assert (report.created, codes(report)) == (5, [])
    at = {one.name: one for one in Organisation.objects.select_related("division")}
    chain = ["示例省教育厅", "黄冈市教育局", "红安县教育局", "青山中心学校", "柳林教学点"]
    assert at["柳林教学点"].path == "".join(f"{at[name].pk:010d}." for name in chain)
    assert [at[name].level for name in ("红安县教育局", "黄冈市教育局", "潜江市教育局")] == ["county", "city", "city"]
    point = at["柳林教学点"]
    assert (point.division.code, point.managing_authority, point.uscc) == ("421122", at["红安县教育局"], "")
    assert at["青山中心学校"].stages == ["primary", "junior"]


def test_an_empty_platform_takes_its_first_bureau_without_authority():
    report = take(["示例省教育厅", "教育行政机构", code(1, "420000"), "", "420000", "", "", "", ""])

    assert (report.created, Organisation.objects.get().level) == (1, "province")


def test_a_second_organisation_needs_somebody_above(province):
    report = take(["无主学校", "学校", code(1), "", "421122", "", "", "", ""])

    assert codes(report) == [(2, "主管部门", "missing")]


def test_the_same_list_again_changes_nothing(province):
    row = ["甲校", "学校", code(1), "2142000001", "421122", "示例省教育厅", "", "小学", "民办"]
    take(row)
    events = Event.objects.count()

    report = take(row)

    assert (report.created, report.updated, report.unchanged, Event.objects.count()) == (0, 0, 1, events)


def test_a_code_is_added_to_the_one_that_had_none(province):
    take(["红安县教育局", "教育行政机构", "", "", "421122", "示例省教育厅", "", "", ""])

    report = take(["红安县教育局", "教育行政机构", code(5), "", "421122", "示例省教育厅", "", "", ""])

    assert (report.created, report.updated) == (0, 1)
    assert Organisation.objects.get(name="红安县教育局").uscc == code(5)


def test_a_new_name_keeps_the_organisation_that_its_code_names(province):
    take(["旧名", "学校", code(1), "", "421122", "示例省教育厅", "", "", ""])

    report = take(["新名", "学校", code(1), "", "", "", "", "", ""])

    assert (report.updated, Organisation.objects.get(uscc=code(1)).name) == (1, "新名")


def test_under_another_authority_everything_below_moves_along(province):
    first, second = (BureauFactory(name=name, managing_authority=province) for name in ("第一教育局", "第二教育局"))
    school = SchoolFactory(managing_authority=first)
    part = SchoolFactory(parent=school, uscc="", school_code="")

    report = take([school.name, "学校", school.uscc, "", "", "第二教育局", "", "", ""])

    assert (report.updated, codes(report)) == (1, [])
    for one in (school, part):
        one.refresh_from_db()
    assert school.path.startswith(second.path)
    assert part.path == f"{school.path}{part.pk:010d}."


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["", "学校", "", "", "421122", "示例省教育厅", "", "", ""], "名称", "missing"),
        (["甲", "公司", "", "", "421122", "示例省教育厅", "", "", ""], "类别", "unknown-word"),
        (["甲", "学校", "1.2E+17", "", "421122", "示例省教育厅", "", "", ""], "统一社会信用代码", "damaged-code"),
        (["甲", "学校", "", "99", "421122", "示例省教育厅", "", "", ""], "学校标识码", "bad-code"),
        (["甲", "学校", "", "", "42", "示例省教育厅", "", "", ""], "行政区划代码", "bad-code"),
        (["甲", "学校", "", "", "420199", "示例省教育厅", "", "", ""], "行政区划代码", "unknown-division"),
        (["甲", "学校", "", "", "421122", "没有的教育局", "", "", ""], "主管部门", "unknown-organisation"),
        (["甲", "学校", "", "", "421122", "乙校", "", "", ""], "主管部门", "no-authority"),
        (["甲", "学校", "", "", "421122", "示例省教育厅", "", "小班", ""], "学段", "unknown-word"),
        (["甲", "学校", "", "", "421122", "示例省教育厅", "", "", "股份"], "办学性质", "unknown-word"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_taken_in(province, row, column, reason):
    SchoolFactory(name="乙校", managing_authority=province)
    good = ["好学校", "学校", code(1), "", "421122", "示例省教育厅", "", "", ""]
    before = Organisation.objects.count()

    report = take(good, row)

    assert codes(report) == [(3, column, reason)]
    assert (report.created, Organisation.objects.count()) == (0, before)


def test_authorities_in_a_circle_are_refused(province):
    report = take(
        ["甲局", "教育行政机构", "", "", "421122", "乙局", "", "", ""],
        ["乙局", "教育行政机构", "", "", "421122", "甲局", "", "", ""],
        ["丙校", "学校", "", "", "421122", "甲局", "", "", ""],
    )

    assert sorted(codes(report)) == [
        (2, "主管部门", "circle"),
        (3, "主管部门", "circle"),
        (4, "主管部门", "unknown-organisation"),
    ]


def test_nothing_can_be_moved_below_itself(province):
    below = BureauFactory(managing_authority=province)

    with pytest.raises(PlaceRefused, match="自身"):
        organisations.change(province, managing_authority=below)


def test_the_same_code_twice_is_refused_with_the_other_row(province):
    rows = [[name, "学校", code(1), "", "421122", "示例省教育厅", "", "", ""] for name in ("甲", "乙")]

    assert codes(take(*rows)) == [(3, "统一社会信用代码", "duplicate")]


def test_a_dry_run_tells_and_does_nothing(province):
    report = take(["甲", "学校", code(1), "", "421122", "示例省教育厅", "", "", ""], dry_run=True)

    assert (report.created, Organisation.objects.count()) == (1, 1)


def test_the_import_is_one_event_of_its_own(province):
    take(["甲", "学校", code(1), "", "421122", "示例省教育厅", "", "", ""])

    event = Event.objects.get(action="organisations.imported")
    assert event.detail == {"file": "list.xlsx", "created": 1, "updated": 0, "refused": 0}

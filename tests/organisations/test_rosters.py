import io
import zipfile
from datetime import date

import pytest

from identity.models import User
from kit import clock
from organisations import registry
from organisations.actions import rosters
from organisations.models import Membership, Organisation, RoleGrant
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from tests.organisations.sheets import csv, xlsx
from trail.models import Event

pytestmark = pytest.mark.django_db
SHORT = "姓名 工号 手机号"


def take(file, *, by=None, reach=None, name="roster.xlsx", **options):
    return rosters.take_in(file, name, reach or rosters.everything(), by=by, at=clock.now(), **options).report


def head_of(school):
    head = UserFactory()
    grant(head, "school_head", school)
    return head


def codes(report):
    return [(error.sheet, error.row, error.column, error.code) for error in report.errors]


def test_a_full_row_makes_account_membership_and_roles():
    school = SchoolFactory()
    headings = (
        "姓名 工号 手机号 教师个人标识码 学校名称 统一社会信用代码 学校标识码 角色 教师类别 任教学段 到校时间 人员状态"
    )
    row = ["王㛃", "0012", "13800000001", "TC0001234", school.name, school.uscc, school.school_code]
    row += ["教师、学校编辑", "任课教师，班主任", "小学;初中", "2024年9月1日", "在岗"]

    report = take(xlsx(headings, row))

    assert (report.created, codes(report)) == (1, [])
    user = User.objects.get(username="13800000001")
    assert (user.name, user.phone, user.teacher_code, user.has_usable_password()) == (
        "王㛃",
        "13800000001",
        "TC0001234",
        False,
    )
    membership = user.memberships.get()
    assert (membership.organisation, membership.staff_number, membership.joined_on) == (
        school,
        "0012",
        date(2024, 9, 1),
    )
    assert (membership.teacher_kinds, membership.stages, membership.status) == (
        ["subject", "head_teacher"],
        ["primary", "junior"],
        "working",
    )
    assert sorted(user.role_grants.values_list("role", flat=True)) == ["school_editor", "teacher"]


def test_without_a_phone_the_username_is_school_code_and_staff_number():
    school = SchoolFactory()

    take(xlsx("姓名 工号 学校标识码", ["王一", "007", school.school_code]))

    assert User.objects.get().username == f"{school.school_code}-007"


def test_a_unit_without_code_uses_its_parents_code():
    centre = SchoolFactory()
    SchoolFactory(name="柳林教学点", uscc="", school_code="", parent=centre)

    take(xlsx("姓名 工号 学校名称", ["王一", "7", "柳林教学点"]))

    assert User.objects.get().username == f"{centre.school_code}-7"


def test_the_same_file_again_changes_nothing():
    school = SchoolFactory()
    rows = [["王一", "1", "", school.uscc], ["王二", "", "13800000002", school.uscc]]
    take(xlsx("姓名 工号 手机号 统一社会信用代码", *rows))
    events = Event.objects.count()

    report = take(xlsx("姓名 工号 手机号 统一社会信用代码", *rows))

    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)
    assert Event.objects.count() == events
    assert RoleGrant.objects.count() == 2


def test_a_corrected_row_updates_the_person_whom_school_and_staff_number_name():
    school = SchoolFactory()
    take(xlsx("姓名 工号 学校标识码", ["王一", "a1", school.school_code]))

    headings = "姓名 工号 学校标识码 手机号 人员状态"
    report = take(xlsx(headings, ["王毅", "A1", school.school_code, "13800000003", "产假"]))

    user = User.objects.get()
    assert (report.created, report.updated) == (0, 1)
    assert (user.name, user.phone, user.username) == ("王毅", "13800000003", "13800000003")
    assert user.memberships.get().status == "maternity"


def test_who_leaves_keeps_the_account_and_loses_the_rights_of_this_school():
    school = SchoolFactory()
    take(xlsx("姓名 工号 学校标识码", ["王一", "1", school.school_code]))

    report = take(xlsx("姓名 工号 学校标识码 人员状态", ["王一", "1", school.school_code, "离职"]))

    user = User.objects.get()
    assert report.updated == 1
    assert user.memberships.get().left_on == clock.today()
    assert not user.role_grants.filter(revoked_at=None).exists()


def test_who_comes_back_with_the_old_number_has_the_old_account():
    school = SchoolFactory()
    for status in ("在岗", "离职"):
        take(xlsx("姓名 工号 学校标识码 人员状态", ["王一", "1", school.school_code, status]))

    report = take(xlsx("姓名 工号 学校标识码", ["王一", "1", school.school_code]))

    assert (report.created, report.updated) == (0, 1)
    assert Membership.objects.current().count() == 1
    assert RoleGrant.objects.filter(revoked_at=None).count() == 1


def test_the_number_of_somebody_who_left_is_not_given_to_another():
    school = SchoolFactory()
    for status in ("在岗", "离职"):
        take(xlsx("姓名 工号 学校标识码 人员状态", ["王一", "1", school.school_code, status]))

    assert codes(take(xlsx("姓名 工号 学校标识码", ["李四", "1", school.school_code]))) == [
        ("名单", 2, "工号", "number-taken")
    ]


def test_one_person_at_two_schools_is_one_account():
    first, second = SchoolFactory(), SchoolFactory()
    rows = [["王一", "13800000001", one.uscc] for one in (first, second)]

    report = take(xlsx("姓名 手机号 统一社会信用代码", *rows))

    assert (report.created, report.updated) == (1, 1)
    assert User.objects.get().memberships.count() == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (["", "1", ""], "姓名", "missing"),
        (["王一", "", ""], "工号", "missing"),
        (["王" * 65, "1", ""], "姓名", "too-long"),
        (["王一", "1.23E+11", ""], "工号", "damaged-code"),
        (["王一", "1", "1.38E+10"], "手机号", "damaged-code"),
        (["王一", "1", "12345"], "手机号", "bad-phone"),
        (["王一", "1号", ""], "工号", "bad-number"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_taken_in(row, column, code):
    school = SchoolFactory()
    good = ["李好", "2", "", school.school_code]

    report = take(xlsx(f"{SHORT} 学校标识码", good, [*row, school.school_code]))

    assert codes(report) == [("名单", 3, column, code)]
    assert (report.read, report.created, User.objects.count()) == (2, 0, 0)


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("统一社会信用代码", "124211224200000012", "bad-code"),
        ("统一社会信用代码", "1.24211E+17", "damaged-code"),
        ("统一社会信用代码", "124211224200001000", "damaged-code"),
        ("学校标识码", "123", "bad-code"),
        ("学校标识码", "2142999999", "unknown-school"),
        ("学校名称", "没有这所学校", "unknown-school"),
        ("学校名称", "", "missing"),
    ],
)
def test_a_school_that_cannot_be_meant_is_refused(heading, text, code):
    SchoolFactory()

    report = take(xlsx(f"姓名 工号 {heading}", ["王一", "1", text]))

    assert codes(report) == [("名单", 2, heading, code)]


@pytest.mark.parametrize(
    ("heading", "text", "code"),
    [
        ("角色", "校长", "unknown-word"),
        ("教师类别", "任课教师、班长", "unknown-word"),
        ("任教学段", "托儿所", "unknown-word"),
        ("到校时间", "2024年13月1日", "bad-date"),
        ("到校时间", "去年", "bad-date"),
        ("人员状态", "出差", "unknown-word"),
        ("教师个人标识码", "1.2E+9", "damaged-code"),
    ],
)
def test_a_word_that_is_not_known_is_refused_by_its_column(heading, text, code):
    school = SchoolFactory()

    report = take(xlsx(f"姓名 工号 学校标识码 {heading}", ["王一", "1", school.school_code, text]))

    assert codes(report) == [("名单", 2, heading, code)]


@pytest.mark.parametrize(
    "told", ["2024-09-01", "2024/9/1", "2024.9", "202409", "20240901", "2024年9月", "2024-09-01 00:00:00"]
)
def test_a_day_is_read_in_every_usual_form(told):
    school = SchoolFactory()

    take(xlsx("姓名 工号 学校标识码 到校时间", ["王一", "1", school.school_code, told]))

    assert Membership.objects.get().joined_on == date(2024, 9, 1)


def test_the_same_number_or_phone_twice_is_refused_with_the_other_row():
    school = SchoolFactory()
    rows = [["王一", "1", ""], ["王二", "1", ""], ["王三", "", "13800000001"], ["王四", "", "13800000001"]]

    report = take(xlsx(f"{SHORT} 学校标识码", *([*row, school.school_code] for row in rows)))

    assert codes(report) == [("名单", 3, "工号", "duplicate"), ("名单", 5, "手机号", "duplicate")]
    assert "2" in report.errors[0].reason


def test_a_phone_of_somebody_else_is_refused_without_saying_whose():
    school, other = SchoolFactory(), SchoolFactory()
    take(xlsx("姓名 手机号 学校标识码", ["张三", "13800000001", other.school_code]))

    report = take(xlsx("姓名 手机号 学校标识码", ["李四", "13800000001", school.school_code]))

    assert codes(report) == [("名单", 2, "手机号", "phone-taken")]
    assert "张三" not in report.errors[0].reason


def test_with_partial_the_good_rows_go_in():
    school = SchoolFactory()
    rows = [["王一", "1", "", school.school_code], ["", "2", "", school.school_code]]

    report = take(xlsx(f"{SHORT} 学校标识码", *rows), partial=True)

    assert (report.read, report.created, len(report.errors), User.objects.count()) == (2, 1, 1, 1)


def test_a_dry_run_tells_and_does_nothing():
    school = SchoolFactory()

    report = take(xlsx("姓名 工号 学校标识码", ["王一", "1", school.school_code]), dry_run=True)

    assert (report.created, User.objects.count(), Event.objects.filter(action="roster.imported").count()) == (1, 0, 0)


def test_rows_of_several_sheets_and_unknown_columns_are_told():
    school = SchoolFactory()

    report = take(xlsx("姓名 工号 学校标识码 爱好", ["王一", "1", school.school_code, "围棋"]))

    assert (report.created, report.ignored_columns) == (1, ["爱好"])


def test_a_csv_from_a_chinese_spreadsheet_program_is_read():
    school = SchoolFactory()
    text = f"教师姓名,教工号,标识码\n王㛃,1,{school.school_code}\n"

    assert take(csv(text, "gb18030"), name="名单.csv").created == 1


def test_a_head_reaches_the_own_school_and_its_parts_only():
    school, other = SchoolFactory(), SchoolFactory()
    SchoolFactory(name="柳林教学点", uscc="", school_code="", parent=school)
    head = head_of(school)
    rows = [["王一", "1", ""], ["王二", "2", "柳林教学点"], ["王三", "3", other.name]]

    report = take(xlsx("姓名 工号 学校名称", *rows), by=head, reach=rosters.reach_of(head), partial=True)

    assert (report.created, codes(report)) == (2, [("名单", 4, "学校名称", "unknown-school")])
    assert Membership.objects.filter(organisation=other).count() == 0


def test_a_head_cannot_appoint_a_head_but_the_bureaus_officer_can():
    bureau = BureauFactory()
    school = SchoolFactory(managing_authority=bureau)
    head, officer = head_of(school), UserFactory()
    grant(officer, "officer", bureau)
    row = ["王一", "1", school.school_code, "学校经办人"]

    by_head = take(xlsx("姓名 工号 学校标识码 角色", row), by=head, reach=rosters.reach_of(head))
    by_officer = take(xlsx("姓名 工号 学校标识码 角色", row), by=officer, reach=rosters.reach_of(officer))

    assert codes(by_head) == [("名单", 2, "角色", "role-not-yours")]
    assert (by_officer.created, codes(by_officer)) == (1, [])


def test_a_head_cannot_rename_somebody_who_holds_rights_elsewhere():
    bureau = BureauFactory()
    school = SchoolFactory(managing_authority=bureau)
    officer = UserFactory(name="审核员", phone="13800000001", username="13800000001")
    grant(officer, "officer", bureau)
    grant(officer, "teacher", school)

    head = head_of(school)
    report = take(xlsx("姓名 手机号", ["改名", "13800000001"]), by=head, reach=rosters.reach_of(head))

    assert codes(report) == [("名单", 2, "姓名", "not-yours")]
    officer.refresh_from_db()
    assert officer.name == "审核员"


def test_one_event_for_each_school_holds_counts_and_no_names():
    school = SchoolFactory()

    take(xlsx("姓名 工号 学校标识码", *([f"王{n}", str(n), school.school_code] for n in range(3))))

    event = Event.objects.get(action="roster.imported")
    assert (event.object_id, event.path, event.detail) == (str(school.uuid), school.path, {"joined": 3})


def test_higher_floors_are_told_who_got_new_people():
    school, told = SchoolFactory(), []
    registry.on_joined(lambda keys, at: told.append(list(keys)))
    try:
        for _again in range(2):
            take(xlsx("姓名 工号 学校标识码", ["王一", "1", school.school_code]))
    finally:
        registry._joined.pop()

    assert told == [[school.pk]]


def test_a_thousand_people_cost_a_bounded_number_of_statements(django_assert_max_num_queries):
    school = SchoolFactory()
    file = xlsx("姓名 工号 学校标识码", *([f"王{n}", str(n), school.school_code] for n in range(1000)))

    with django_assert_max_num_queries(60):
        assert take(file).created == 1000


def test_more_rows_than_can_be_looked_through_are_refused_as_a_whole():
    line = "王一,{},2142000001\n"
    text = "姓名,工号,学校标识码\n" + "".join(line.format(number) for number in range(200_000))

    report = take(csv(text), name="名单.csv")

    assert codes(report) == [("", None, "", "too-many-rows")]


def test_a_zip_bomb_is_not_opened():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    file.seek(0)

    assert codes(take(file)) == [("", None, "", "too-large")]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"PK\x03\x04broken", "a.xlsx", "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.xlsx", "wrong-type"),
        ("题干,答案\nx,y\n".encode(), "a.csv", "no-headings"),
        (b"", "a.csv", "no-headings"),
    ],
)
def test_another_file_is_refused_in_words(data, name, code):
    assert codes(take(io.BytesIO(data), name=name)) == [("", None, "", code)]


def test_a_formula_is_named_by_its_cell():
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["姓名", "工号"])
    book.active.append(["=1+1", "1"])
    book.save(file)
    file.seek(0)

    (error,) = take(file).errors
    assert (error.code, "A2" in error.reason) == ("formula", True)


def test_a_closed_school_takes_nobody_in():
    school = SchoolFactory()
    Organisation.objects.filter(pk=school.pk).update(closed_on=date(2024, 1, 1))

    report = take(xlsx("姓名 工号 学校标识码", ["王一", "1", school.school_code]))

    assert codes(report) == [("名单", 2, "学校标识码", "unknown-school")]

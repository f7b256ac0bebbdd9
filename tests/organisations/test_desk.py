import io
from datetime import timedelta

import pytest
from django.conf import settings

from identity.actions import slips
from identity.models import SignInSlip, User
from kit import clock
from organisations.models import Membership, RoleGrant
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, MembershipFactory, SchoolFactory, grant
from tests.organisations.sheets import xlsx
from trail.actions import jobs
from trail.models import Event, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory(managing_authority=BureauFactory())


@pytest.fixture
def head(school, client):
    person = UserFactory(name="经办人")
    grant(person, "school_head", school)
    client.force_login(person)
    return person


@pytest.fixture
def security(school, client):
    person = UserFactory(name="安全员")
    grant(person, "security_admin", school.managing_authority)
    client.force_login(person)
    return person


def upload(client, file, name="花名册.xlsx"):
    file.name = name
    return client.post("/desk/roster/import/", {"file": file})


def newcomers(school, count):
    made = []
    for number in range(count):
        user = UserFactory(name=f"新人{number}")
        user.set_unusable_password()
        user.save()
        MembershipFactory(user=user, organisation=school, staff_number=f"N{number}")
        grant(user, "teacher", school)
        made.append(user)
    return made


# --- The list --------------------------------------------------------------------------------------------------


def test_who_keeps_one_roster_goes_straight_to_it(client, head, school):
    assert client.get("/desk/roster/").url == f"/desk/roster/{school.uuid}/"


def test_an_officer_chooses_among_the_units_of_the_territory(client, school):
    officer = UserFactory()
    grant(officer, "officer", school.managing_authority)
    SchoolFactory(name="外县学校")
    client.force_login(officer)

    page = client.get("/desk/roster/").content.decode()

    assert (school.name in page, "外县学校" in page) == (True, False)
    assert school.name in client.get("/desk/roster/", {"q": school.school_code, "page": "1"}).content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_a_roster_costs_the_same_however_many_are_on_it(client, head, school, people, django_assert_num_queries):
    newcomers(school, people)

    with django_assert_num_queries(12):
        assert client.get(f"/desk/roster/{school.uuid}/").status_code == 200


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_units_costs_the_same_however_many_there_are(client, school, people, django_assert_num_queries):
    officer = UserFactory()
    grant(officer, "officer", school.managing_authority)
    for _number in range(people):
        SchoolFactory(managing_authority=school.managing_authority)
    client.force_login(officer)

    with django_assert_num_queries(6):
        assert client.get("/desk/roster/").status_code == 200


def test_a_phone_number_is_shown_only_in_part(client, head, school):
    MembershipFactory(organisation=school, user=UserFactory(phone="13812345678"))

    page = client.get(f"/desk/roster/{school.uuid}/").content.decode()

    assert ("138****5678" in page, "13812345678" in page) == (True, False)


@pytest.mark.parametrize("address", ["", "add/", "{who}/"])
def test_a_foreign_roster_is_not_there(client, head, address):
    other = MembershipFactory()

    path = f"/desk/roster/{other.organisation.uuid}/{address.format(who=other.user.uuid)}"

    assert client.get(path).status_code == 404
    assert client.post(f"/desk/roster/{other.organisation.uuid}/slips/", {"who": "new"}).status_code == 404


def test_an_auditor_reads_a_roster_and_changes_nothing(client, school):
    auditor = UserFactory()
    grant(auditor, "auditor", school.managing_authority)
    client.force_login(auditor)

    page = client.get(f"/desk/roster/{school.uuid}/")

    assert (page.status_code, b"slips/" in page.content) == (200, False)
    assert client.post(f"/desk/roster/{school.uuid}/slips/", {"who": "new"}).status_code == 403
    assert client.get("/desk/roster/import/").status_code == 403


@pytest.mark.parametrize("words", ["\x00", "%", "'", "x" * 500])
def test_odd_words_are_no_error(client, head, school, words):
    assert client.get(f"/desk/roster/{school.uuid}/", {"q": words, "page": "zwei"}).status_code == 200


# --- One person ------------------------------------------------------------------------------------------------


def test_a_person_is_added_by_hand_and_made_an_editor(client, head, school):
    told = {"name": "王㛃", "number": "12", "phone": "138 0000 0001", "status": "working", "editor": "on"}

    answer = client.post(f"/desk/roster/{school.uuid}/add/", told)

    assert answer.status_code == 302
    user = User.objects.get(username="13800000001")
    assert sorted(user.role_grants.values_list("role", flat=True)) == ["school_editor", "teacher"]


def test_a_refused_person_keeps_what_was_typed(client, head, school):
    MembershipFactory(organisation=school, staff_number="12")

    answer = client.post(f"/desk/roster/{school.uuid}/add/", {"name": "王一", "number": "", "status": "working"})

    assert (answer.status_code, "王一" in answer.content.decode()) == (200, True)
    assert "工号和手机号至少填一个" in answer.content.decode()


def test_number_and_phone_of_one_person_can_change_together(client, head, school):
    (user,) = newcomers(school, 1)
    told = {"name": user.name, "number": "X9", "phone": "13800000009", "status": "sick"}

    client.post(f"/desk/roster/{school.uuid}/{user.uuid}/", told)

    user.refresh_from_db()
    assert (user.username, user.memberships.get().staff_number) == ("13800000009", "X9")
    assert user.memberships.get().status == "sick"


def test_a_number_that_a_colleague_has_is_refused(client, head, school):
    first, second = newcomers(school, 2)
    told = {"name": second.name, "number": "N0", "phone": "", "status": "working"}

    page = client.post(f"/desk/roster/{school.uuid}/{second.uuid}/", told).content.decode()

    assert "另一位教职工已用了这个工号" in page
    assert second.memberships.get().staff_number == "N1"
    assert first.memberships.get().staff_number == "N0"


def test_the_editors_role_is_taken_by_its_own_button_and_a_heads_is_not(client, head, school):
    (user,) = newcomers(school, 1)
    editing, leading = (grant(user, role, school) for role in ("school_editor", "school_head"))
    address = f"/desk/roster/{school.uuid}/{user.uuid}/roles/{{}}/withdraw/"

    client.post(address.format(editing.pk))
    client.post(address.format(leading.pk))

    editing.refresh_from_db()
    leading.refresh_from_db()
    assert (editing.revoked_at is None, leading.revoked_at is None) == (False, True)


# --- Slips -----------------------------------------------------------------------------------------------------


def test_slips_are_shown_once_for_everybody_who_is_new(client, head, school):
    users = newcomers(school, 2)

    page = client.post(f"/desk/roster/{school.uuid}/slips/", {"who": "new"})

    assert page["Cache-Control"] == "no-store"
    assert SignInSlip.objects.open().count() == 2
    assert all(user.username in page.content.decode() for user in users)
    assert head.username not in page.content.decode()
    assert Event.objects.get(action="slips.issued").detail == {"count": 2}


def test_a_new_slip_ends_the_one_before(client, head, school):
    (user,) = newcomers(school, 1)
    (code,) = slips.issue([user], by=head, at=clock.now()).values()

    client.post(f"/desk/roster/{school.uuid}/slips/", {"person": str(user.uuid)})

    assert slips.redeem(user.username, code, at=clock.now()) is None
    assert SignInSlip.objects.open().filter(user=user).count() == 1


def test_no_slip_for_somebody_who_also_holds_rights_elsewhere(client, head, school):
    (user,) = newcomers(school, 1)
    grant(user, "officer", school.managing_authority)

    client.post(f"/desk/roster/{school.uuid}/slips/", {"person": str(user.uuid)})

    assert SignInSlip.objects.count() == 0


@pytest.mark.parametrize("chosen", [[], ["nothing"], ["0" * 36], ["x" * 36]])
def test_nobody_chosen_is_told(client, head, school, chosen):
    answer = client.post(f"/desk/roster/{school.uuid}/slips/", {"person": chosen}, follow=True)

    assert "没有选择人员" in answer.content.decode()


def test_a_slip_works_once_and_asks_for_a_password(school):
    (user,) = newcomers(school, 1)
    (code,) = slips.issue([user], by=None, at=clock.now()).values()

    typed = code.lower().replace("-", " ")
    assert slips.redeem(user.username, typed, at=clock.now()) == user
    assert slips.redeem(user.username, code, at=clock.now()) is None
    user.refresh_from_db()
    assert user.must_change_password


def test_a_slip_ends_with_its_days(school):
    (user,) = newcomers(school, 1)
    now = clock.now()
    (code,) = slips.issue([user], by=None, at=now).values()

    assert slips.redeem(user.username, code, at=now + timedelta(days=settings.SLIP_DAYS)) is None


def test_the_code_itself_is_nowhere_in_the_table(school):
    (user,) = newcomers(school, 1)
    (code,) = slips.issue([user], by=None, at=clock.now()).values()

    kept = str(SignInSlip.objects.values().get())
    assert (code in kept, code.replace("-", "") in kept) == (False, False)


# --- A spreadsheet ---------------------------------------------------------------------------------------------


def test_nothing_is_taken_in_before_the_preview_is_confirmed(client, head, school):
    page = upload(client, xlsx("姓名 工号", ["王一", "1"], ["王二", "2"]))
    assert Membership.objects.filter(organisation=school).count() == 1

    answer = client.post("/desk/roster/import/confirm/", {"ticket": page.context["ticket"]}, follow=True)

    assert "已导入或更新2人" in answer.content.decode()
    assert Membership.objects.filter(organisation=school).count() == 3
    again = client.post("/desk/roster/import/confirm/", {"ticket": page.context["ticket"]}, follow=True)
    assert "预览已过期" in again.content.decode() or "重新上传" in again.content.decode()


def test_a_ticket_of_somebody_else_takes_nothing_in(client, head, school):
    page = upload(client, xlsx("姓名 工号", ["王一", "1"]))
    other = UserFactory()
    grant(other, "school_head", SchoolFactory())
    client.force_login(other)

    client.post("/desk/roster/import/confirm/", {"ticket": page.context["ticket"]})

    assert User.objects.filter(name="王一").count() == 0


def test_refused_rows_are_shown_with_sheet_row_and_reason(client, head):
    page = upload(client, xlsx("姓名 工号 学校名称", ["王一", "1.2E+9", ""], name="七年级"))

    words = page.content.decode()
    assert ("七年级" in words, "ticket" in page.context, "损坏" in words or "改坏" in words) == (True, False, True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\x00" * 100, b"%PDF-1.7"])
def test_a_file_that_is_none_is_refused_in_words(client, head, data):
    assert upload(client, io.BytesIO(data)).status_code == 200


def test_a_large_roster_is_taken_in_by_the_background_and_may_be_killed(client, head, school, monkeypatch):
    from organisations.actions import large_rosters
    from organisations.views import importing

    monkeypatch.setattr(importing, "AT_ONCE", 5)
    monkeypatch.setattr(large_rosters, "PART", 4)
    page = upload(client, xlsx("姓名 工号", *([f"王{number}", str(number)] for number in range(10))))
    answer = client.post("/desk/roster/import/confirm/", {"ticket": page.context["ticket"]})
    job = Job.objects.get(kind="organisations.roster")
    assert answer.url == f"/desk/jobs/{job.uuid}/" or str(job.uuid) in answer.url

    assert jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.progress_done, job.result["created"]) == ("done", 10, 10)
    assert large_rosters.take_in(*job.arguments) == {}  # again: the file is done with
    assert Membership.objects.filter(organisation=school).count() == 11


def test_the_empty_spreadsheet_has_the_headings(client, head):
    from kit import spreadsheets
    from organisations.exchange import headings

    answer = client.get("/desk/roster/roster.xlsx")

    (sheet,) = spreadsheets.read(io.BytesIO(answer.content), "roster.xlsx")
    assert sheet.headings == list(headings.ROSTER)


# --- Roles -----------------------------------------------------------------------------------------------------


def test_a_role_is_given_and_its_person_is_told(client, security, school):
    person = UserFactory(username="13800000001")
    told = {"username": "13800000001", "role": "officer", "organisation": school.managing_authority.uscc}
    told["valid_from"] = str(clock.today())

    assert client.post("/desk/roles/give/", told).status_code == 302

    given = RoleGrant.objects.get(user=person)
    assert (given.role, given.granted_by) == ("officer", security)
    assert person.messages.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "niemand"}, "没有这个用户名"),
        ({"organisation": "没有这个单位"}, "没有这个单位"),
        ({"role": "school_head"}, "学校的角色授在学校"),
        ({"valid_to": "2020-01-01"}, "结束日早于开始日"),
    ],
)
def test_a_role_that_does_not_fit_is_refused_in_words(client, security, school, change, words):
    UserFactory(username="13800000001")
    told = {"username": "13800000001", "role": "officer", "organisation": school.managing_authority.uscc}
    told["valid_from"] = str(clock.today())

    page = client.post("/desk/roles/give/", told | change)

    assert words in page.content.decode()
    assert not RoleGrant.objects.filter(user__username="13800000001").exists()


def test_nobody_gives_a_role_to_themselves(client, security, school):
    told = {"username": security.username, "role": "officer", "organisation": school.managing_authority.uscc}

    page = client.post("/desk/roles/give/", told | {"valid_from": str(clock.today())})

    assert "不能给自己授权" in page.content.decode()


@pytest.mark.parametrize("second", ["operator", "auditor"])
def test_operator_security_administrator_and_auditor_are_three_people(client, security, school, second):
    person = UserFactory(username="13800000001")
    grant(person, "security_admin", school.managing_authority)
    told = {"username": "13800000001", "role": second, "organisation": school.managing_authority.uscc}

    page = client.post("/desk/roles/give/", told | {"valid_from": str(clock.today())})

    assert "三个人" in page.content.decode()
    assert person.role_grants.count() == 1


def test_a_role_that_is_taken_ends_at_once(client, security, school):
    person = UserFactory()
    given = grant(person, "officer", school.managing_authority)
    theirs = client.__class__()
    theirs.force_login(person)
    assert theirs.get("/desk/roster/").status_code in {200, 302}

    client.post(f"/desk/roles/{given.pk}/withdraw/")

    assert theirs.get("/desk/roster/").status_code == 403


def test_a_role_outside_the_territory_is_not_there(client, security):
    given = grant(UserFactory(), "officer", BureauFactory())

    assert client.post(f"/desk/roles/{given.pk}/withdraw/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_of_roles_costs_the_same_however_long(client, security, school, people, django_assert_num_queries):
    for _number in range(people):
        grant(UserFactory(), "officer", school.managing_authority)

    with django_assert_num_queries(7):
        assert client.get("/desk/roles/").status_code == 200

"""From a slip on paper to the desk: password, texts, second factor, and sessions that end."""

import shutil
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as live
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from identity.actions import passwords, slips
from identity.models import SignInSlip, TextAcceptance, User
from kit import clock
from tests.factories.identity import PASSWORD, UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant
from trail.models import Event

pytestmark = pytest.mark.django_db
NEW = "Zhi-xing-he-yi-9"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def newcomer():
    user = UserFactory(username="13800000001", name="新教师")
    user.set_unusable_password()
    user.save()
    grant(user, "teacher", SchoolFactory())
    return user


def slip_for(user):
    (code,) = slips.issue([user], by=None, at=clock.now()).values()
    return code


def sign_in(client, username, password, follow=False):
    return client.post("/accounts/login/", {"username": username, "password": password}, follow=follow)


def is_in(client):
    return client.get("/desk/").status_code == 200


# --- Slip and password -----------------------------------------------------------------------------------------


def test_a_slip_lets_in_once_and_leads_to_a_password_of_ones_own(client, newcomer):
    code = slip_for(newcomer)

    sign_in(client, "13800000001", code.lower())
    assert client.get("/desk/").url.startswith("/accounts/first/?next=%2Fdesk%2F")

    answer = client.post("/accounts/first/", {"new_password1": NEW, "new_password2": NEW, "next": "/desk/"})
    assert answer.url == "/desk/"
    assert is_in(client)
    assert sign_in(Client(), "13800000001", code).status_code == 200  # the form again
    again = Client()
    sign_in(again, "13800000001", NEW)
    assert is_in(again)
    assert list(Event.objects.filter(action__in=["slip.used", "password.chosen"]).values_list("action", flat=True)) == [
        "slip.used",
        "password.chosen",
    ]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("short1", "short1", "至少"),
        ("1234567890123", "1234567890123", "数字"),
        (NEW, NEW + "x", "不一致"),
        ("", "", "必需字段"),
    ],
)
def test_a_poor_password_is_refused_in_chinese(client, newcomer, first, second, words):
    sign_in(client, "13800000001", slip_for(newcomer))

    page = client.post("/accounts/first/", {"new_password1": first, "new_password2": second})

    newcomer.refresh_from_db()
    assert (page.status_code, newcomer.must_change_password) == (200, True)
    assert words in page.content.decode()


def test_a_password_works_beside_an_open_slip(client):
    user = UserFactory()
    slip_for(user)

    sign_in(client, user.username, PASSWORD)

    assert is_in(client)
    assert SignInSlip.objects.open().filter(user=user).count() == 1


def test_a_blocked_person_is_let_in_by_neither(client, newcomer):
    code = slip_for(newcomer)
    User.objects.update(is_active=False)

    sign_in(client, "13800000001", code)

    assert client.get("/desk/").status_code == 302


def test_who_is_blocked_is_out_with_the_next_request(client):
    user = UserFactory()
    client.force_login(user)
    assert is_in(client)

    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/desk/").status_code == 302


def test_choosing_a_password_ends_the_persons_other_sessions(newcomer):
    here, there = Client(), Client()
    sign_in(here, "13800000001", slip_for(newcomer))
    there.force_login(User.objects.get(pk=newcomer.pk))

    here.post("/accounts/first/", {"new_password1": NEW, "new_password2": NEW})

    assert (is_in(here), is_in(there)) == (True, False)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_on_stays_on_this_site(client, newcomer, target):
    sign_in(client, "13800000001", slip_for(newcomer))

    answer = client.post("/accounts/first/", {"new_password1": NEW, "new_password2": NEW, "next": target})

    assert answer.url == "/me/"


def test_public_pages_and_signing_out_stay_open_before_the_password(client, newcomer):
    sign_in(client, "13800000001", slip_for(newcomer))

    assert client.get("/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302


# --- Wrong passwords -------------------------------------------------------------------------------------------


def test_after_too_many_wrong_passwords_the_right_one_waits_too(client):
    user = UserFactory()
    for number in range(live.SIGN_IN_TRIES):
        sign_in(Client(), user.username, f"wrong-{number}")

    page = sign_in(client, user.username, PASSWORD)

    assert page.status_code == 200
    assert not is_in(client)
    assert "稍后" in page.content.decode() or "过多" in page.content.decode()


def test_the_limit_is_the_accounts_and_not_the_schools_address(client):
    user, colleague = UserFactory(), UserFactory()
    for number in range(live.SIGN_IN_TRIES):
        sign_in(Client(), user.username, f"wrong-{number}")

    sign_in(client, colleague.username, PASSWORD)

    assert is_in(client)


def test_a_wrong_password_and_an_unknown_name_are_told_alike(client):
    user = UserFactory()

    def errors(username):
        return sign_in(Client(), username, "wrong").context["form"].errors.as_text()

    assert errors(user.username) == errors("nobody-at-all")


# --- Privacy notice and terms ----------------------------------------------------------------------------------


def test_the_texts_are_accepted_once_and_kept_with_their_digest(client, settings):
    settings.NOTICES_DIR = live.ROOT / "content" / "notices"
    user = UserFactory()
    sign_in(client, user.username, PASSWORD)

    assert client.get("/desk/").url.startswith("/accounts/texts/")
    page = client.get("/accounts/texts/?next=/desk/")
    assert "个人信息保护告知" in page.content.decode()
    client.post("/accounts/texts/", {"accepted": page.context["key"], "next": "/desk/"})

    assert is_in(client)
    kept = TextAcceptance.objects.filter(user=user)
    assert sorted(kept.values_list("kind", "version")) == [("privacy", "1"), ("terms", "1")]
    assert {len(one.digest) for one in kept} == {64}


def test_agreeing_to_something_else_agrees_to_nothing(client, settings):
    settings.NOTICES_DIR = live.ROOT / "content" / "notices"
    client.force_login(UserFactory())

    client.post("/accounts/texts/", {"accepted": "privacy:0"})

    assert TextAcceptance.objects.count() == 0


def test_a_new_version_is_asked_about_and_the_old_one_kept(client, settings, tmp_path):
    shutil.copytree(live.ROOT / "content" / "notices", tmp_path / "texts")
    settings.NOTICES_DIR = tmp_path / "texts"
    user = UserFactory()
    client.force_login(user)
    client.post("/accounts/texts/", {"accepted": client.get("/accounts/texts/").context["key"]})
    assert is_in(client)

    newer = tmp_path / "newer"
    shutil.copytree(tmp_path / "texts", newer)
    text = (newer / "privacy-1.yaml").read_text().replace('version: "1"', 'version: "2"')
    (newer / "privacy-2.yaml").write_text(text.replace("2026-09-01", "2026-09-02"))
    settings.NOTICES_DIR = newer

    page = client.get("/desk/", follow=True)
    assert [one.version for one in page.context["texts"]] == ["2"]
    assert TextAcceptance.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("address", ["/privacy/", "/terms/"])
def test_anybody_reads_the_texts(client, settings, address):
    settings.NOTICES_DIR = live.ROOT / "content" / "notices"

    assert client.get(address).status_code == 200


def test_a_signed_in_page_asks_nothing_more_than_without_texts(client, settings):
    client.force_login(UserFactory())
    with CaptureQueriesContext(connection) as without:
        assert is_in(client)
    settings.NOTICES_DIR = live.ROOT / "content" / "notices"
    client.post("/accounts/texts/", {"accepted": client.get("/accounts/texts/").context["key"]})
    is_in(client)

    with CaptureQueriesContext(connection) as queries:
        assert is_in(client)

    assert len(queries) == len(without)


# --- Sessions --------------------------------------------------------------------------------------------------


@pytest.fixture
def officer():
    user = UserFactory()
    grant(user, "officer", BureauFactory())
    return user


def later(monkeypatch, **span):
    moved = clock.real_now() + timedelta(**span)
    monkeypatch.setattr(clock, "real_now", lambda: moved)


def test_a_session_that_is_used_lives_and_one_that_is_not_ends(client, officer, monkeypatch):
    client.force_login(officer)
    half = live.SESSION_IDLE_SECONDS // 2 + 60
    later(monkeypatch, seconds=half)
    assert is_in(client)
    later(monkeypatch, seconds=half)
    assert is_in(client)

    later(monkeypatch, seconds=live.SESSION_IDLE_SECONDS + 61)

    answer = client.get("/desk/", follow=True)
    assert answer.redirect_chain[0][0] == "/accounts/login/?next=/desk/"
    assert "有一段时间没有操作" in answer.content.decode()


def test_a_learner_may_be_idle_for_the_length_of_an_exam(client, monkeypatch):
    client.force_login(UserFactory())

    later(monkeypatch, seconds=live.SESSION_IDLE_SECONDS * 4)

    assert is_in(client)


def test_a_session_ends_in_the_evening_however_busy(client, officer, monkeypatch):
    client.force_login(officer)
    for _step in range(live.SESSION_ABSOLUTE_SECONDS // 1500 + 1):
        later(monkeypatch, seconds=1500)
        client.get("/desk/")

    assert client.get("/desk/").status_code == 302


def test_an_officer_has_one_live_session(officer, settings):
    settings.ONE_LIVE_SESSION_PER_OFFICER = True
    first, second = Client(), Client()
    first.force_login(officer)
    second.force_login(officer)

    answer = first.get("/desk/", follow=True)

    assert "在别处登录" in answer.content.decode()
    assert is_in(second)


def test_a_teacher_may_have_several(settings):
    settings.ONE_LIVE_SESSION_PER_OFFICER = True
    teacher = UserFactory()
    first, second = Client(), Client()
    first.force_login(teacher)
    second.force_login(teacher)

    assert (is_in(first), is_in(second)) == (True, True)


# --- Second factor ---------------------------------------------------------------------------------------------


def code_of(secret):
    """What an authenticator shows now."""
    from allauth.mfa.totp.internal import auth as totp

    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)
def test_an_office_demands_a_second_factor_before_anything_else(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    sign_in(client, officer.username, PASSWORD)

    assert client.get("/desk/").url.startswith("/accounts/2fa/totp/activate/")
    assert client.get("/cms/").url.startswith(("/accounts/2fa/totp/activate/", "/desk/editor/"))

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(page.context["form"].secret)})
    assert Authenticator.objects.filter(user=officer, type="totp").exists()
    assert is_in(client)


def test_a_session_without_the_factor_that_the_person_has_is_over(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    client.force_login(officer)

    assert client.get("/desk/").url.startswith("/accounts/login/")
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("door", ["/cms/login/", "/_util/login/", "/en/_util/login/"])
def test_there_is_one_door_to_sign_in_by(client, officer, door):
    for answer in (client.get(door), client.post(door, {"username": officer.username, "password": PASSWORD})):
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
    assert not client.session.get("_auth_user_id")


def test_a_teacher_needs_none(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(UserFactory())

    assert is_in(client)


def test_signing_in_with_a_second_factor_asks_for_the_code(client, officer, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    from allauth.mfa.totp.internal import auth as totp

    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)

    answer = sign_in(client, officer.username, PASSWORD)
    assert answer.url.startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302
    client.post(answer.url, {"code": code_of(secret)})

    assert is_in(client)


def test_a_lost_second_factor_is_forgotten_by_a_command(officer, capsys):
    Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})

    call_command("reset_second_factor", officer.username, "--json")

    assert not Authenticator.objects.exists()
    assert Event.objects.filter(action="second_factor.reset").count() == 1
    assert passwords.reset_second_factor(officer, by=None, at=clock.now()) == 0


def test_a_slip_is_issued_by_a_command(newcomer, capsys):
    import json

    call_command("issue_slip", newcomer.username, "--json")

    code = json.loads(capsys.readouterr().out)["slip"]
    assert slips.redeem(newcomer.username, code, at=clock.now()) == newcomer


def test_a_program_is_told_in_its_own_language(client, newcomer):
    sign_in(client, "13800000001", slip_for(newcomer))

    answer = client.post("/desk/", {}, content_type="application/json")

    assert (answer.status_code, answer.json()["error"]) == (403, "sign-in")

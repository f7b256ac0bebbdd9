from datetime import date

import pytest

from courses.actions import certificates
from courses.models import Certificate
from tests.factories.courses import NOON, enrol, make_programme, make_teacher, study_all

pytestmark = pytest.mark.django_db
UNKNOWN = "C0000000000A"


@pytest.fixture
def certificate(curriculum):
    teacher = make_teacher(name="林㛃")
    programme = make_programme(curriculum["M1"])
    enrol(teacher, programme)
    study_all(teacher, programme)
    return Certificate.objects.get()


def answers(client, code):
    """What the form and the certificate's own address say."""
    form = client.get("/verify/", {"code": code})
    page = client.get(f"/verify/{code}/")
    return form.context.get("answer"), page.status_code == 200 and page.context["answer"]


@pytest.mark.parametrize("standing", ["valid", "expired", "revoked", "superseded"])
def test_anybody_learns_how_a_certificate_stands(client, certificate, standing):
    if standing == "expired":
        Certificate.objects.update(issued_on=date(2020, 1, 1), expires_on=date(2021, 1, 1))
    if standing == "revoked":
        certificates.revoke(certificate, by=None, at=NOON)
    if standing == "superseded":
        certificates.reissue(certificate, by=None, at=NOON)

    assert answers(client, certificate.code) == (standing, standing)


def test_a_code_is_read_as_people_type_it(client, certificate):
    typed = f" {certificate.code[:4].lower()}-{certificate.code[4:8].lower()} {certificate.code[8:].lower()} "

    assert client.get("/verify/", {"code": typed}).context["answer"] == "valid"
    assert client.get(f"/verify/{certificate.code.lower()}/").status_code == 200


def test_an_unknown_number_is_answered_in_the_form_and_does_not_exist_as_an_address(client, certificate):
    from kit.codes import new_code

    code = new_code("C")

    assert client.get("/verify/", {"code": code}).context["answer"] == "unknown"
    unknown, broken = client.get(f"/verify/{code}/"), client.get(f"/verify/{UNKNOWN}/")
    assert unknown.status_code == broken.status_code == 404
    assert unknown.content == broken.content


def test_a_mistyped_number_is_told_as_such_and_asks_nothing_of_the_register(client, certificate):
    page = client.get("/verify/", {"code": "C123"})

    assert page.status_code == 200
    assert page.context.get("answer") is None
    assert page.context["form"].errors["code"]


def test_the_page_shows_no_more_than_the_certificate(client, certificate):
    learner = certificate.learner
    html = client.get(f"/verify/{certificate.code}/").content.decode()

    assert "林㛃" in html
    school = learner.memberships.get().organisation
    for secret in (
        learner.username,
        school.name,
        school.uscc,
        str(learner.uuid),
        learner.memberships.get().staff_number,
    ):
        assert secret not in html


def test_a_revoked_certificate_shows_no_name(client, certificate):
    certificates.revoke(certificate, by=None, at=NOON)

    assert "林㛃" not in client.get(f"/verify/{certificate.code}/").content.decode()


def test_a_certificate_is_handed_out_to_its_holder_only_and_only_while_valid(client, certificate):
    address = f"/me/certificates/{certificate.code}.png"

    client.force_login(make_teacher())
    assert client.get(address).status_code == 404
    client.force_login(certificate.learner)
    assert client.get(address).status_code == 200
    certificates.revoke(certificate, by=None, at=NOON)
    assert client.get(address).status_code == 404

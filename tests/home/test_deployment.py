import json

import pytest
from django.core.management import CommandError, call_command

from identity.actions import slips
from identity.models import User
from kit import clock
from official_documents.models import OfficialDocument
from organisations.models import Organisation, RoleGrant
from workdays.models import OfficialYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def created(capsys):
    call_command("create_deployment", "--json", "--operator", "13800000001", "--security", "13800000002")
    return json.loads(capsys.readouterr().out)["created"]


def test_every_division_of_the_province_has_its_bureau_and_the_four_are_on_the_level_of_cities(created):
    assert (created["divisions"] >= 117, created["bureaus"]) == (True, 117)
    levels = Organisation.objects.values_list("level", flat=True)
    assert [list(levels).count(one) for one in ("province", "city", "county")] == [1, 17, 99]


def test_the_directly_administered_places_stand_under_the_province(created):
    place = Organisation.objects.get(division__code="429005")

    assert (place.level, place.managing_authority.level) == ("city", "province")


def test_the_two_accounts_come_in_with_the_printed_slips(created):
    assert [(one["username"], one["role"]) for one in created["accounts"]] == [
        ("13800000001", "operator"),
        ("13800000002", "security_admin"),
    ]
    for one in created["accounts"]:
        assert slips.redeem(one["username"], one["slip"], at=clock.now()) == User.objects.get(username=one["username"])
    assert RoleGrant.objects.count() == 2


def test_working_days_and_documents_are_there(created):
    assert OfficialYear.objects.exists()
    assert OfficialDocument.objects.exists()


def test_a_second_time_is_refused_and_changes_nothing(created):
    with pytest.raises(CommandError, match="empty"):
        call_command("create_deployment")

    assert (User.objects.count(), Organisation.objects.count()) == (2, 117)


def test_one_person_cannot_be_both():
    with pytest.raises(CommandError) as refusal:
        call_command("create_deployment", "--operator", "a", "--security", "a")

    assert (refusal.value.returncode, User.objects.count()) == (2, 0)

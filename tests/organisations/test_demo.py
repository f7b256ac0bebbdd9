import pytest

from kit import clock, school_codes, uscc
from organisations import demo
from organisations.models import Division, Organisation, RoleGrant

pytestmark = pytest.mark.django_db


def test_the_demo_world_can_be_seeded_twice_and_all_its_codes_are_valid():
    world = {"now": clock.now()}
    demo.seed(world)
    demo.seed(world)

    schools = Organisation.objects.schools()
    assert schools.count() == 12
    assert [one.name for one in Organisation.objects.all() if one.uscc and not uscc.check(one.uscc).valid] == []
    assert [one.name for one in schools if one.school_code and not school_codes.check(one.school_code).valid] == []
    assert set(world["users"]) == set(demo.PEOPLE)
    assert RoleGrant.objects.filter(user__username="county").count() == 1


def test_hubei_has_seventeen_second_level_and_103_county_level_divisions_today():
    demo.seed({"now": clock.now()})

    today = Division.objects.filter(valid_to__isnull=True)
    directly = today.filter(directly_administered=True)

    assert today.filter(level="county").count() == 103
    assert today.filter(level="city").count() + directly.count() == 17
    assert sorted(directly.values_list("name", flat=True)) == ["仙桃市", "天门市", "潜江市", "神农架林区"]


def test_territory_is_who_manages_a_unit():
    world = {"now": clock.now()}
    demo.seed(world)
    places, users = world["organisations"], world["users"]

    seen = Organisation.objects.visible_to(users["county"])

    assert places["hongan_point"] in seen
    assert places["luotian_school"] not in seen
    assert places["huanggang_school"] not in seen
    assert places["huanggang_school"] in Organisation.objects.visible_to(users["city"])
    assert places["qianjiang_school"] not in Organisation.objects.visible_to(users["city"])

import pytest

from campaigns.calls import demo, rules
from campaigns.calls.actions import applications
from campaigns.calls.models import Application, ApplicationState, Call
from kit import clock
from organisations import demo as organisations_demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_world():
    world = {"now": clock.now()}
    organisations_demo.seed(world)
    demo.seed(world)
    return world


def test_it_can_be_seeded_twice(demo_world):
    demo.seed(demo_world)

    assert Call.objects.count() == 1
    assert Application.objects.get().reviewer == demo_world["organisations"]["province"]


@pytest.mark.parametrize(
    ("head", "school", "officers"),
    [
        ("head", "hongan_school", ["county", "city", "province"]),
        ("head_other", "luotian_school", ["county_other", "city", "province"]),
        ("head_qianjiang", "qianjiang_school", ["province"]),
        ("head_university", "university", ["province"]),
    ],
)
def test_the_demo_has_the_people_to_bring_an_application_to_its_end(demo_world, head, school, officers):
    users, now = demo_world["users"], demo_world["now"]
    unit, by = demo_world["organisations"][school], users[head]
    one = applications.start(Call.objects.get(), unit, by=by, at=now)
    if one.editable:
        answers = {leaf.pk: (80, "") for leaf in rules.asked_of(one.call, unit.stages)}
        one = applications.save(one, answers, "", by=by, at=now, version=one.version)
        one = applications.submit(one, by=by, at=now)
    for officer in officers:
        one = applications.recommend(one, by=users[officer], at=now, score=80, reason="属实", version=one.version)

    assert Application.objects.get(pk=one.pk).state == ApplicationState.RECOMMENDED

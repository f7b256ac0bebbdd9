import pytest

from campaigns.activities import demo
from campaigns.activities.models import Activity
from kit import clock
from media.models import ClassConsent, Picture, PublicCopy
from organisations import demo as organisations_demo
from workdays.actions import years

pytestmark = pytest.mark.django_db


def test_the_demo_world_has_activities_in_each_state_once(client):
    world = {"now": clock.now()}
    years.load_shipped()
    organisations_demo.seed(world)

    for _time in range(2):
        demo.seed(world)

    states = list(Activity.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["published"] * 4 + ["submitted", "draft"]
    assert (Picture.objects.count(), PublicCopy.objects.count(), ClassConsent.objects.count()) == (6, 10, 1)
    assert [
        len(client.get(place).context["activities"]) for place in ("/activities/", "/activities/?territory=429005")
    ] == [4, 1]

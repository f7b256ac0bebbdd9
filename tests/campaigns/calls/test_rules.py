from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from campaigns.calls import rules
from tests.factories import campaigns
from tests.factories.organisations import BureauFactory, SchoolFactory

SCORES = st.lists(
    st.tuples(st.decimals(1, 100, places=2), st.one_of(st.none(), st.integers(0, 100))), min_size=1, max_size=12
)


def test_a_school_of_a_county_goes_through_county_city_and_province(world):
    application = campaigns.application_draft(world)

    assert rules.chain(application) == [world.county, world.city, world.province]


def test_a_directly_administered_place_has_no_city_above_it(world):
    place = BureauFactory(level="city", managing_authority=world.province)
    school = SchoolFactory(managing_authority=place, stages=["primary"])
    application = campaigns.application_draft(world, school=school, head=campaigns.head_of(school))

    assert rules.chain(application) == [place, world.province]


def test_the_province_alone_reviews_what_it_runs_itself(world):
    school = SchoolFactory(managing_authority=world.province, stages=["primary"])
    application = campaigns.application_draft(world, school=school, head=campaigns.head_of(school))

    assert rules.chain(application) == [world.province]


def test_a_teaching_point_goes_where_its_school_goes(world):
    point = SchoolFactory(parent=world.school, managing_authority=None, uscc="", school_code="", stages=["primary"])
    application = campaigns.application_draft(world, school=point, head=world.head)

    assert rules.chain(application) == [world.county, world.city, world.province]


@given(SCORES)
def test_a_weighed_score_lies_between_the_lowest_and_the_highest(scores):
    given_scores = [score for _weight, score in scores if score is not None]

    found = rules.weighed(scores)

    if given_scores:
        assert min(given_scores) <= found <= max(given_scores)
    else:
        assert found == 0


@given(SCORES, st.decimals(1, 100, places=2))
def test_what_does_not_apply_changes_nothing(scores, weight):
    assert rules.weighed([*scores, (weight, None)]) == rules.weighed(scores)


def test_a_weighed_score_is_rounded_half_up():
    assert rules.weighed([(Decimal(1), 1), (Decimal(7), 0)]) == Decimal("0.13")

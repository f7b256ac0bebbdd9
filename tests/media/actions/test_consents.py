import pytest
from django.db import IntegrityError, transaction

from media.errors import BadConsent, NotAllowed
from media.models import ClassConsent
from tests.factories.activities import consent_of

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"  # the standard's own example


def test_a_consent_names_a_class_and_nobody_in_it(world):
    consent = consent_of(world)

    assert (str(consent), consent.organisation, consent.filed_by) == (
        "三年级（2）班 2026-2027",
        world.school,
        world.editor,
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("class_name", f"三班 {ID_NUMBER}"),
        ("class_name", "三班家长 13900000077"),
        ("paper_at", "王家长 139 0000 0077"),
        ("contact", f"教导处 {ID_NUMBER}"),
    ],
)
def test_numbers_of_persons_stay_on_the_paper(world, field, text):
    with pytest.raises(BadConsent) as refusal:
        consent_of(world, **{field: text})

    assert refusal.value.field == field
    assert not ClassConsent.objects.exists()


def test_a_consent_is_filed_once_by_the_school_and_covers_something(world):
    consent_of(world)

    with pytest.raises(BadConsent):
        consent_of(world)
    with pytest.raises(BadConsent):
        consent_of(world, class_name="四年级", pictures=False)
    world.editor = world.county_officer
    with pytest.raises(NotAllowed):
        consent_of(world, class_name="五年级")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"pictures": False}, "consent_covers_something"),
        ({"paper_at": ""}, "consent_says_which_class_where_and_whom_to_ask"),
        ({"contact": ""}, "consent_says_which_class_where_and_whom_to_ask"),
    ],
)
def test_the_database_refuses(world, changes, name):
    consent = consent_of(world)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ClassConsent.objects.filter(pk=consent.pk).update(**changes)


def test_the_database_refuses_the_same_class_and_year_twice(world):
    consent_of(world)
    other = consent_of(world, class_name="四年级")

    with pytest.raises(IntegrityError, match=r"consent_once|class_name"), transaction.atomic():
        ClassConsent.objects.filter(pk=other.pk).update(class_name="三年级（2）班")

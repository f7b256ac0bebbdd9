from datetime import date

import factory

from kit import uscc
from organisations.actions import grants, organisations
from organisations.models import Division, Membership, Organisation

LONG_AGO = date(2020, 9, 1)


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("code", "valid_from")

    code = "421122"
    name = "红安县"
    level = "county"
    valid_from = date(1949, 10, 1)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A school, unless told otherwise; `managing_authority` decides its place in the tree."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"测试学校{number}")
    kind = "school"
    division = factory.SubFactory(DivisionFactory)
    uscc = factory.Sequence(lambda number: uscc.make("12", "421122", f"EX9{number:05d}"))
    school_code = factory.Sequence(lambda number: f"2142{number:06d}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return organisations.create(**kwargs)


SchoolFactory = OrganisationFactory


class BureauFactory(OrganisationFactory):
    name = factory.Sequence(lambda number: f"测试教育局{number}")
    kind = "administration"
    level = "county"
    school_code = ""


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory("tests.factories.identity.UserFactory")
    organisation = factory.SubFactory(OrganisationFactory)
    joined_on = LONG_AGO


def grant(user, role, organisation):
    """The user holds `role` at the organisation and belongs to it."""
    Membership.objects.get_or_create(user=user, organisation=organisation, defaults={"joined_on": LONG_AGO})
    return grants.grant(user, role, organisation, valid_from=LONG_AGO)

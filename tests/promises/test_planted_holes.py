"""The walk finds what it is for: in each of twenty copies of the platform one filter is missing."""

import pytest

from assessments.models.papers import PaperQuerySet
from campaigns.activities import desk_work as activities_desk
from campaigns.activities.models.activities import ActivityQuerySet
from campaigns.calls.models.applications import ApplicationQuerySet, EvidenceQuerySet
from campaigns.calls.models.calls import CallQuerySet
from campaigns.calls.views import reviews, school
from campaigns.honours.models.decisions import DecisionQuerySet
from campaigns.honours.models.entries import HonourEntryQuerySet
from campaigns.notices.models.notices import CandidateQuerySet, PublicNoticeQuerySet
from campaigns.notices.models.objections import ObjectionQuerySet
from courses.models.credit import CertificateQuerySet
from courses.models.enrolments import EnrolmentQuerySet
from courses.models.programmes import ProgrammeQuerySet
from courses.views import learner
from media.models.pictures import PictureQuerySet
from notifications.models.messages import MessageQuerySet
from organisations import desk_work, doors, scopes
from organisations.models import Membership, Organisation, RoleGrant
from organisations.views import rosters
from tests.promises.test_walk import start, world  # noqa: F401 -- a fixture

pytestmark = pytest.mark.soak


def everything(self, _user):
    return self.all()


def any_school(_request, uuid, *_roles):
    return Organisation.objects.get(uuid=uuid) if Organisation.objects.filter(uuid=uuid).exists() else _nothing()


def any_application(_request, uuid):
    from campaigns.calls.models import Application

    return Application.objects.filter(uuid=uuid).first() or _nothing()


def _nothing():
    from django.http import Http404

    raise Http404


def everywhere(_user, *_roles, field="organisation__path"):
    from django.db.models import Q

    return Q(**{f"{field}__isnull": False})


HOLES = [
    (PaperQuerySet, "visible_to", everything),
    (ActivityQuerySet, "visible_to", everything),
    (ActivityQuerySet, "of_school_people", everything),
    (activities_desk, "territory", lambda _user: ActivityQuerySet(model=_activity()).all()),
    (ApplicationQuerySet, "visible_to", everything),
    (EvidenceQuerySet, "visible_to", everything),
    (school, "_own", any_application),
    (reviews, "_found", any_application),
    (CallQuerySet, "visible_to", everything),
    (DecisionQuerySet, "visible_to", everything),
    (HonourEntryQuerySet, "visible_to", everything),
    (PublicNoticeQuerySet, "visible_to", everything),
    (CandidateQuerySet, "of_heads", everything),
    (ObjectionQuerySet, "visible_to", everything),
    (CertificateQuerySet, "visible_to", everything),
    (EnrolmentQuerySet, "supervised_by", everything),
    (ProgrammeQuerySet, "visible_to", everything),
    (learner, "_mine", lambda _user: _programmes()),
    (PictureQuerySet, "visible_to", everything),
    (MessageQuerySet, "visible_to", everything),
    (rosters, "_school", any_school),
    (desk_work, "members", lambda _user, school: Membership.objects.filter(organisation=school)),
    (desk_work, "grants", lambda _user: RoleGrant.objects.exclude(role__in=["teacher", "student"])),
    (desk_work, "schools", lambda _user: Organisation.objects.filter(kind="school")),
    (scopes, "within", everywhere),
    (doors.scopes, "has_role", lambda _user, *_roles: True),
]


def _activity():
    from campaigns.activities.models import Activity

    return Activity


def _programmes():
    from django.db.models import BooleanField, Value

    from courses.models import Programme

    yes, no = Value(True, BooleanField()), Value(False, BooleanField())
    return Programme.objects.public().annotate(enrolled=yes, completed=no)


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: f"{hole[0].__name__}.{hole[1]}")
def test_a_missing_filter_is_found(world, monkeypatch, hole):  # noqa: F811
    monkeypatch.setattr(*hole)

    assert start(world).go(to_the_first=True) != []

"""The canary in training: a programme of each bureau; hours and a certificate of a teacher of each school."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from courses.actions.completion import CATEGORY
from courses.models import (
    Certificate,
    Enrolment,
    HoursEntry,
    LessonPage,
    Programme,
    ProgrammeModule,
    ProgrammeState,
)
from kit import clock
from kit.codes import new_code
from kit.seeded import Owner
from organisations.models import Membership, OrganisationKind

HOURS = Decimal("0.5")


def plant(world: dict[str, Any], text: str) -> None:
    province = world["organisations"]["province"]
    for owner in world["owners"]:
        if owner.organisation == province:
            closed = _programme(owner, ProgrammeState.CLOSED)
        elif owner.organisation.kind == OrganisationKind.ADMINISTRATION:
            _programme(owner, ProgrammeState.DRAFT)
    module = closed.modules.first()
    for owner in world["owners"]:
        if owner.organisation.kind == OrganisationKind.SCHOOL:
            _completed(world, closed, module, owner)


def _programme(owner: Owner, state: ProgrammeState) -> Programme:
    year = clock.today().year - 1
    programme, created = Programme.objects.get_or_create(
        organiser=owner.organisation,
        year=year,
        title=owner.says("示例往年培训", 120),
        defaults={
            "summary": owner.says("示例说明。"),
            "territory": owner.organisation,
            "opens_on": date(year, 3, 1),
            "closes_on": date(year, 6, 30),
            "certificate_title": owner.says("示例证书", 120),
            "state": state,
        },
    )
    lesson = LessonPage.objects.order_by("path").first()
    if created and lesson:
        ProgrammeModule.objects.create(programme=programme, lesson=lesson, hours=HOURS)
    return programme


def _completed(world: dict[str, Any], programme: Programme, module: Any, owner: Owner) -> None:
    membership = Membership.objects.get(user=owner.person, organisation=owner.organisation)
    at = world["now"] - timedelta(days=200)
    _enrolment, created = Enrolment.objects.get_or_create(
        programme=programme,
        membership=membership,
        defaults={"learner": owner.person, "assigned_at": at, "passed_at": at, "completed_at": at},
    )
    if not created:
        return
    HoursEntry.objects.create(
        learner=owner.person,
        organisation=owner.organisation,
        programme=programme,
        module=module,
        year=programme.year,
        category=CATEGORY,
        title=owner.says("示例模块", 200),
        hours=HOURS,
        rule_version=programme.rule_version,
        entered_at=at,
    )
    Certificate.objects.create(
        code=new_code("C"),
        learner=owner.person,
        programme=programme,
        name=owner.person.name,
        title=owner.says("示例证书", 120),
        programme_title=owner.says("示例往年培训", 140),
        category=CATEGORY,
        hours=HOURS,
        organiser_name=programme.organiser.name,
        issued_on=clock.local(at).date(),
        state_since=at,
        is_sample=True,
    )

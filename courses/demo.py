"""The demonstration's training: the shipped curriculum, and a programme for the schools of 示例红安县."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings

from courses import canary
from courses.actions import content, programmes
from courses.models import LessonPage, Programme, ProgrammeState
from kit import clock
from organisations.models import OrganisationKind
from trail.actions import jobs

TITLE = "教师信用知识培训"


def seed(world: dict[str, Any]) -> None:
    """Load `content/`, make the programme, assign it. Fills `world["programme"]`. Safe to run again.

    `world["papers"]`, where assessments were seeded before, brings the final: its first paper.
    """
    content.load(Path(settings.ROOT) / "content")
    county, officer = world["organisations"]["hongan"], world["users"]["county"]
    year = world["now"].astimezone(clock.SHANGHAI).year
    programme = Programme.objects.filter(organiser=county, year=year, title=TITLE).first()
    if programme is None:
        programme = programmes.create(
            modules=[(module, module.hours or Decimal("0.5"), True) for module in _modules()],
            by=officer,
            year=year,
            title=TITLE,
            summary="面向本县中小学、幼儿园、中职学校的全体教师：学完模块一，通过结业测评，登记学时，颁发合格证书。",
            organiser=county,
            territory=county,
            organisation_kinds=[OrganisationKind.SCHOOL.value],
            opens_on=date(year, 9, 1),
            closes_on=date(year + 1, 6, 30),
            final_paper=_final(world),
            certificate_title="教师信用知识培训合格证书",
            certificate_years=5,
        )
    if programme.state == ProgrammeState.DRAFT:
        jobs.run(programmes.open_and_assign(programme, by=officer, at=world["now"]).pk)
        programme.refresh_from_db()
    world["programme"] = programme


def plant_canary(world: dict[str, Any], text: str) -> None:
    canary.plant(world, text)


def _modules() -> list[LessonPage]:
    """The first module of the teachers' programme, or what there is to learn without it."""
    return list(LessonPage.objects.filter(key="M1") or LessonPage.objects.order_by("path")[:2])


def _final(world: dict[str, Any]) -> Any:
    papers = world.get("papers") or []
    return papers[0].uuid if papers else None

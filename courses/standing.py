"""Where a learner stands in a programme, in one line: what is still to do, and where to go for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum, prefetch_related_objects
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Certificate, Enrolment, HoursEntry, Programme, ProgrammeModule, SectionProgress
from kit.templatetags.kit import day as in_words


@dataclass
class ModuleStanding:
    module: ProgrammeModule
    done: int
    total: int
    url: str

    @property
    def finished(self) -> bool:
        return self.total > 0 and self.done >= self.total


@dataclass
class Standing:
    """`line` says what is still to do; `url` leads there and is empty when nothing is."""

    programme: Programme
    modules: list[ModuleStanding]
    passed: bool
    completed: bool
    certificate: Certificate | None
    hours: Decimal
    line: str = ""
    url: str = ""
    verb: str = ""
    final_url: str = ""


def of_all(user: Any, programmes: Sequence[Programme], today: date) -> list[Standing]:
    """The standing of one learner in each of the programmes, in as many queries for many as for one."""
    prefetch_related_objects(programmes, "modules__lesson")
    enrolments = Enrolment.objects.filter(learner=user, programme__in=programmes)
    rows = SectionProgress.objects.filter(learner=user, programme__in=programmes, finished_at__isnull=False)
    done: dict[tuple[int, int], set[str]] = defaultdict(set)
    for programme_id, lesson_id, section in rows.values_list("programme_id", "lesson_id", "section"):
        done[programme_id, lesson_id].add(section)
    certificates = Certificate.objects.filter(learner=user, programme__in=programmes).exclude(state="superseded")
    held = {one.programme_id: one for one in certificates}
    entries = HoursEntry.objects.filter(learner=user, programme__in=programmes)
    hours = dict(entries.values_list("programme").annotate(Sum("hours")).order_by())
    passed, completed = set(), set()
    for one in enrolments:
        if one.passed_at:
            passed.add(one.programme_id)
        if one.completed_at:
            completed.add(one.programme_id)
    found = []
    for programme in programmes:
        standing = Standing(
            programme,
            [_module(programme, module, done[programme.pk, module.lesson_id]) for module in programme.modules.all()],
            passed=programme.pk in passed,
            completed=programme.pk in completed,
            certificate=held.get(programme.pk),
            hours=hours.get(programme.pk, Decimal(0)),
            final_url=final_address(programme),
        )
        _say(standing, today)
        found.append(standing)
    return found


def of(user: Any, programme: Programme, today: date) -> Standing:
    return of_all(user, [programme], today)[0]


def _module(programme: Programme, module: ProgrammeModule, done: set[str]) -> ModuleStanding:
    keys = {section.key for section in module.lesson.sections()}
    url = reverse("courses:module", args=[programme.uuid, module.lesson.key])
    return ModuleStanding(module, len(keys & done), len(keys), url)


def final_address(programme: Programme) -> str:
    """Where the final paper is begun."""
    if programme.final_paper is None:
        return ""
    try:
        return reverse("assessments:paper", args=[programme.final_paper])
    except NoReverseMatch:
        return ""


def _say(standing: Standing, today: date) -> None:
    programme = standing.programme
    open_modules = [one for one in standing.modules if one.module.required and not one.finished]
    if standing.completed:
        standing.line = _("Finished, %(hours)s hours entered") % {"hours": f"{standing.hours:g}"}
        if standing.certificate:
            standing.url, standing.verb = reverse("courses:certificates"), _("See the certificate")
    elif today < programme.opens_on:
        standing.line = _("Opens on %(day)s") % {"day": in_words(programme.opens_on)}
    elif today > programme.closes_on or programme.state != "open":
        standing.line = _("The window closed on %(day)s") % {"day": in_words(programme.closes_on)}
    elif open_modules:
        left = sum(one.total - one.done for one in open_modules)
        sections = ngettext("%(left)d section to study", "%(left)d sections to study", left) % {"left": left}
        final = programme.final_paper is not None and not standing.passed
        standing.line = _("%(sections)s, then the final") % {"sections": sections} if final else sections
        begun = any(one.done for one in standing.modules)
        standing.url, standing.verb = open_modules[0].url, _("Go on studying") if begun else _("Begin studying")
    elif programme.final_paper is not None and not standing.passed:
        standing.line = _("Only the final is left")
        standing.url, standing.verb = standing.final_url, _("To the final")
    else:
        standing.line = _("More hours are needed: choose another module")

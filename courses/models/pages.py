"""What editors write and publish: tiers, courses, lessons. What learners do with them stands in the other modules."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from assessments import open_checks
from courses.blocks import LessonBody, TimingBody
from courses.faces import slides

TEACHERS = "teachers"
TIERS = (
    "primary-lower",
    "primary-upper",
    "junior",
    "senior",
    "vocational",
    "university",
    "university-credit",
    TEACHERS,
)
INTRO = FieldPanel("intro", help_text=_("Two or three plain sentences at the head of the page."))
NO_TIMETABLE: list[Panel] = []  # a second person publishes what was read, at that moment and no other


class LearnIndexPage(Page):
    """/learn/: the way in to every tier."""

    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.TierPage"]
    max_count = 1
    template = "courses/pages/learn.html"
    content_panels = [*Page.content_panels, INTRO]
    settings_panels = NO_TIMETABLE

    class Meta:
        verbose_name = _("learning")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        tiers = TierPage.objects.live().child_of(self).order_by("path")
        return {**super().get_context(request, *args, **kwargs), "tiers": tiers}


class TierPage(Page):
    """The curriculum of one age. Its slug is its voice."""

    age = models.CharField(_("age or grade"), max_length=60, blank=True)
    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["courses.LearnIndexPage"]
    subpage_types = ["courses.CoursePage"]
    template = "courses/pages/tier.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("age", help_text=_("Such as 小学一、二年级.")),
        INTRO,
    ]
    settings_panels = NO_TIMETABLE
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("tier")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        courses = list(CoursePage.objects.live().child_of(self).order_by("path"))
        lessons = LessonPage.objects.live().descendant_of(self).order_by("path").defer("body", "timing")
        below: dict[str, list[LessonPage]] = {course.path: [] for course in courses}
        for lesson in lessons:
            below.get(lesson.path[: -Page.steplen], []).append(lesson)
        shown = [(course, below[course.path]) for course in courses]
        return {**super().get_context(request, *args, **kwargs), "tier": self, "courses": shown}


class CoursePage(Page):
    """A course of a tier. Its children are its lessons, in order."""

    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["courses.TierPage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/pages/course.html"
    content_panels = [*Page.content_panels, INTRO]
    settings_panels = NO_TIMETABLE
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("course")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        lessons = LessonPage.objects.live().child_of(self).order_by("path").defer("body", "timing")
        tier = TierPage.objects.ancestor_of(self).get()
        return {**super().get_context(request, *args, **kwargs), "lessons": lessons, "tier": tier}


@dataclass
class Section:
    """A part of a lesson's body. What stands before the first section mark is a section of its own, `start`."""

    key: str
    title: str
    blocks: list[Any] = field(default_factory=list)

    @property
    def checks(self) -> list[Any]:
        return [block for block in self.blocks if block.block_type == "check"]


class LessonPage(Page):
    """A lesson for pupils, or a module of the teachers' programme: then it carries `hours` and is studied by section.

    One body, three faces: the pupil's page, `?face=class` on the classroom's panel, `?face=plan` on the teacher's A4.
    """

    key = models.CharField(
        _("key"),
        max_length=24,
        blank=True,
        validators=[RegexValidator(r"^[A-Z0-9][A-Za-z0-9-]*$")],
        help_text=_("P1-1, M1 …: by it the shipped content finds the lesson again."),
    )
    summary = models.TextField(_("summary"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=40)
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=1,
        default=Decimal(0),
        validators=[MinValueValidator(0)],
        help_text=_("Of a module for teachers, in steps of a half; 0 for a lesson."),
    )
    aims = models.TextField(_("aims"), blank=True, help_text=_("One in a line."))
    body = StreamField(LessonBody(), blank=True, verbose_name=_("body"))
    preparation = models.TextField(_("preparation"), blank=True, help_text=_("One thing in a line."))
    timing = StreamField(TimingBody(), blank=True, verbose_name=_("timetable"))
    board = models.TextField(_("board plan"), blank=True)
    homework = models.TextField(_("homework"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    checked = models.DateField(_("last checked"), null=True, blank=True)
    facts = models.CharField(_("facts"), max_length=1000, blank=True, help_text=_("Numbers in the fact register."))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["key"]
    faces = {"class": "courses/class/lesson.html", "plan": "courses/plan/lesson.html"}
    template = "courses/pages/lesson.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary", help_text=_("One or two sentences: what the lesson is about and whom it is for.")),
        FieldPanel("aims"),
        FieldPanel("body", help_text=_("Pupils read it from top to bottom. Add a part with the round plus.")),
        MultiFieldPanel(
            [
                FieldPanel("preparation"),
                FieldPanel("timing", help_text=_("What happens when; the minutes together are those of the lesson.")),
                FieldPanel("board", help_text=_("What stands on the board at the end.")),
                FieldPanel("homework", help_text=_("Something to do, not something to copy.")),
                FieldPanel("notes", help_text=_("For colleagues: where classes hesitate, what to leave out.")),
            ],
            heading=_("Lesson plan"),
            help_text=_("Printed on the teacher's A4 sheet; pupils do not see it."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("key"),
                FieldPanel("minutes", help_text=_("Of the whole lesson.")),
                FieldPanel("hours"),
                FieldPanel("checked", help_text=_("The day on which laws and numbers were looked up last.")),
                FieldPanel("facts"),
            ],
            heading=_("Record"),
        ),
    ]
    settings_panels = NO_TIMETABLE
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("aims"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="lesson_key_unique_when_given"),
            models.CheckConstraint(condition=Q(hours__gte=0), name="lesson_hours_not_negative"),
        ]

    @property
    def aim_list(self) -> list[str]:
        return self.aims.splitlines()

    @property
    def preparation_list(self) -> list[str]:
        return self.preparation.splitlines()

    @property
    def fact_ids(self) -> list[str]:
        """Every fact the lesson or one of its blocks rests on, once each, in order of appearance."""
        found = self.facts.split()
        for block in self.body:
            if block.block_type in {"law", "check"}:
                found += block.value["facts"].split()
        return list(dict.fromkeys(found))

    @property
    def waiting(self) -> list[str]:
        """The facts among them that wait to be verified."""
        return [fact for fact in self.fact_ids if open_checks.concern([fact])]

    @property
    def is_module(self) -> bool:
        return self.hours > 0

    def sections(self) -> list[Section]:
        """The body cut at its section marks; without any, the whole of it under the lesson's own title."""
        return list(self._cut())

    def _cut(self) -> Iterator[Section]:
        section = Section("start", self.title)
        for block in self.body:
            if block.block_type == "section":
                if section.blocks:
                    yield section
                section = Section(block.value["key"], block.value["title"])
            else:
                section.blocks.append(block)
        if section.blocks:
            yield section

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("Pupil's page")), ("class", _("On the classroom's panel")), ("plan", _("Lesson plan"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        request.GET = QueryDict(f"face={mode_name}")
        return super().serve_preview(request, mode_name)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.faces.get(request.GET.get("face", ""), self.template)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        above = {page.depth: page for page in self.get_ancestors().order_by("depth")}
        course, tier = above[self.depth - 1], above[self.depth - 2]
        context = {**super().get_context(request, *args, **kwargs), "course": course, "tier": tier}
        face = request.GET.get("face", "")
        if face == "class":
            context["slides"] = slides.of(self)
        elif face != "plan":
            context["following"] = self.get_next_siblings().live().first()
        return context

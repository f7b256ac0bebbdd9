from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.models.bank import Difficulty, QuestionType, Topic
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role


class PaperKind(models.TextChoices):
    FINAL = "final", _("final")
    PRACTICE = "practice", _("practice, without consequences")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class Shown(models.TextChoices):
    """When a learner sees a part of the result."""

    AFTER_ATTEMPT = "after_attempt", _("after handing in")
    AFTER_WINDOW = "after_window", _("after the window has closed")
    NEVER = "never", _("never")


class PaperQuerySet(models.QuerySet["Paper"]):
    def public(self) -> "PaperQuerySet":
        """What a learner may know of."""
        return self.exclude(state=PaperState.DRAFT)

    def visible_to(self, user: Any) -> "PaperQuerySet":
        """On the desk: papers organised in the user's scope, and those opened above it, which its teachers sit."""
        offices = scopes.grants(user, Role.OFFICER, Role.AUDITOR)
        above = [int(step) for grant in offices for step in grant.organisation.path.split(".") if step]
        mine = scopes.within(user, Role.OFFICER, Role.AUDITOR, field="organiser__path")
        return self.filter(mine | (~Q(state=PaperState.DRAFT) & Q(organiser__in=above)))


class Paper(models.Model):
    """An examination paper: a blueprint of cells that every attempt draws anew, and the rules of sitting it."""

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=PaperKind, default=PaperKind.FINAL)
    state = models.CharField(_("state"), max_length=6, choices=PaperState, default=PaperState.DRAFT)
    organiser = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser")
    )
    window_opens = models.DateTimeField(_("window opens"))
    window_closes = models.DateTimeField(_("window closes"))
    duration_minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    tries = models.PositiveSmallIntegerField(_("tries"), default=3)
    wait_days = models.PositiveSmallIntegerField(_("days between two tries"), default=7)
    grace_seconds = models.PositiveSmallIntegerField(_("grace in seconds"), default=30)
    spread_seconds = models.PositiveSmallIntegerField(_("entry spread over seconds"), default=0)
    pass_score = models.DecimalField(_("score to pass, of 100"), max_digits=5, decimal_places=2, default=Decimal(80))
    pledge = models.TextField(_("honour pledge"))
    pledge_version = models.PositiveSmallIntegerField(_("version of the pledge"), default=1)
    shows_score = models.CharField(_("score is shown"), max_length=16, choices=Shown, default=Shown.AFTER_ATTEMPT)
    shows_items = models.CharField(
        _("answers, keys and explanations are shown"), max_length=16, choices=Shown, default=Shown.AFTER_WINDOW
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-window_opens", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_closes__gt=models.F("window_opens")), name="paper_window_has_a_length"
            ),
            models.CheckConstraint(condition=Q(duration_minutes__gte=1, tries__gte=1), name="paper_has_time_and_a_try"),
            models.CheckConstraint(condition=Q(pass_score__gte=0, pass_score__lte=100), name="paper_pass_within_100"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def questions(self) -> int:
        """How many an attempt draws."""
        return sum(cell.count for cell in self.cells.all()) + sum(theme.questions for theme in self.themes.all())

    @property
    def points(self) -> Decimal:
        """What they are worth together."""
        cells = sum((cell.count * cell.points for cell in self.cells.all()), Decimal(0))
        return cells + sum((theme.worth for theme in self.themes.all()), Decimal(0))


class PaperCell(models.Model):
    """One cell of the blueprint (双向细目表): so many questions of a topic, difficulty and type, each worth so much."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="cells")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    difficulty = models.CharField(_("difficulty"), max_length=8, choices=Difficulty)
    type = models.CharField(_("type"), max_length=12, choices=QuestionType)
    count = models.PositiveSmallIntegerField(_("questions"))
    points = models.DecimalField(_("points each"), max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = _("cell of the blueprint")
        verbose_name_plural = _("cells of the blueprint")
        ordering = ["paper", "topic", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "topic", "difficulty", "type"], name="paper_cell_once"),
            models.CheckConstraint(condition=Q(count__gte=1, points__gt=0), name="paper_cell_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.difficulty} {self.type} × {self.count}"


_TYPES = F("single") + F("multiple") + F("truefalse") + F("case")
MOST_OF_A_THEME = 20  # every table with the sums of a theme is looked at: some thousands at this size


class PaperTheme(models.Model):
    """A theme of the blueprint, by its sums: so many questions of each difficulty and of each type.

    How the two meet in cells is drawn with each attempt. A topic has exact cells or a theme, not both.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="themes")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    easy = models.PositiveSmallIntegerField(_("easy"), default=0)
    medium = models.PositiveSmallIntegerField(_("medium"), default=0)
    hard = models.PositiveSmallIntegerField(_("hard"), default=0)
    single = models.PositiveSmallIntegerField(_("single choice"), default=0)
    multiple = models.PositiveSmallIntegerField(_("multiple choice"), default=0)
    truefalse = models.PositiveSmallIntegerField(_("true or false"), default=0)
    case = models.PositiveSmallIntegerField(_("case"), default=0)
    single_points = models.DecimalField(_("points of a single choice"), max_digits=5, decimal_places=1, default=2)
    multiple_points = models.DecimalField(_("points of a multiple choice"), max_digits=5, decimal_places=1, default=2)
    truefalse_points = models.DecimalField(_("points of a true or false"), max_digits=5, decimal_places=1, default=1)
    case_points = models.DecimalField(_("points of a case"), max_digits=5, decimal_places=1, default=4)

    TYPES = (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.TRUE_FALSE, QuestionType.CASE)

    class Meta:
        verbose_name = _("theme of the blueprint")
        verbose_name_plural = _("themes of the blueprint")
        ordering = ["paper", "topic", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "topic"], name="paper_theme_once"),
            models.CheckConstraint(
                condition=Q(easy=_TYPES - F("medium") - F("hard")), name="paper_theme_sums_are_equal"
            ),
            models.CheckConstraint(
                condition=Q(easy__gte=1 - F("medium") - F("hard"))
                & Q(easy__lte=MOST_OF_A_THEME - F("medium") - F("hard")),
                name="paper_theme_is_neither_empty_nor_large",
            ),
            models.CheckConstraint(
                condition=Q(single_points__gt=0, multiple_points__gt=0, truefalse_points__gt=0, case_points__gt=0),
                name="paper_theme_has_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} × {self.questions}"

    @property
    def questions(self) -> int:
        return sum(self.by_difficulty.values())

    @property
    def worth(self) -> Decimal:
        return sum((count * self.points[kind] for kind, count in self.by_type.items()), Decimal(0))

    @property
    def by_difficulty(self) -> dict[str, int]:
        return {str(name): getattr(self, name) for name in Difficulty}

    @property
    def by_type(self) -> dict[str, int]:
        return {str(name): getattr(self, name) for name in self.TYPES}

    @property
    def points(self) -> dict[str, Decimal]:
        return {str(name): Decimal(getattr(self, f"{name}_points")) for name in self.TYPES}


class Tag(models.TextChoices):
    """What a paper may ask for. A question may carry tags of other banks besides."""

    MINORS = "minors", _("minors’ information")
    PUNISHMENT = "punishment", _("bounds of punishment")


class PaperTag(models.Model):
    """At least so many questions with a tag stand in each paper drawn; no question counts for two tags."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(_("tag"), max_length=32, choices=Tag)
    least = models.PositiveSmallIntegerField(_("at least"))

    class Meta:
        verbose_name = _("tag that a paper needs")
        verbose_name_plural = _("tags that a paper needs")
        ordering = ["paper", "tag"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "tag"], name="paper_tag_once"),
            models.CheckConstraint(condition=Q(least__gte=1, least__lte=5), name="paper_tag_asks_for_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} ≥ {self.least}"

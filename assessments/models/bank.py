from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kit.uuids import uuid7


class QuestionType(models.TextChoices):
    SINGLE = "single", _("single choice")
    MULTIPLE = "multiple", _("multiple choice")
    TRUE_FALSE = "truefalse", _("true or false")
    MATCHING = "matching", _("matching")
    ORDERING = "ordering", _("ordering")
    SHORT = "short", _("short answer")
    NUMERIC = "numeric", _("numeric")
    CASE = "case", _("case")
    ESSAY = "essay", _("essay")


class Difficulty(models.TextChoices):
    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


class QuestionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    LIVE = "live", _("in use")
    RETIRED = "retired", _("retired")


class Topic(models.Model):
    """What a question is about, by the code that the curriculum gives it."""

    code = models.CharField(_("code"), max_length=16, unique=True)
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Question(models.Model):
    """A question of the bank. Its words stand in versions; a begun attempt keeps the version it drew.

    `identity` is the digest of type, stem and options: what makes two rows of a spreadsheet the same question when
    they have no number.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.CharField(_("number"), max_length=32, blank=True)
    identity = models.CharField(max_length=64)
    type = models.CharField(_("type"), max_length=12, choices=QuestionType)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic"))
    difficulty = models.CharField(_("difficulty"), max_length=8, choices=Difficulty)
    tier = models.CharField(_("tier"), max_length=32, blank=True)
    tags = models.JSONField(_("tags"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=QuestionState, default=QuestionState.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["topic", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="question_number_unique_when_given"
            ),
            models.UniqueConstraint(
                fields=["identity"], condition=Q(number=""), name="question_identity_unique_without_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="live") | Q(reviewer__isnull=False), name="question_live_only_after_review"
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=models.F("author")),
                name="question_reviewed_by_another_person",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "difficulty", "type"], condition=Q(state="live"), name="question_by_cell")
        ]

    def __str__(self) -> str:
        return self.number or str(self.uuid)

    @property
    def current(self) -> "QuestionVersion":
        """The newest version."""
        newest = self.versions.order_by("-version").first()
        if newest is None:
            raise QuestionVersion.DoesNotExist
        return newest


class QuestionVersion(models.Model):
    """The words of a question and its key. Never changed: a correction is a new version.

    `content` holds options, key, parts and the like in the form of `question_types`.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField(_("version"))
    stem = models.TextField(_("stem"))
    material = models.TextField(_("material"), blank=True)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=1)
    explanation = models.TextField(_("explanation"), blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    facts = models.JSONField(_("facts"), default=list)
    content: Any = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        constraints = [
            models.UniqueConstraint(fields=["question", "version"], name="question_version_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="question_version_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.version}"

from copy import copy
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin, RevisionMixin

from kit.codes import new_code
from kit.uuids import uuid7
from organisations import scopes
from organisations.models import Role

TITLE = 80
BODY = 8000


class Kind(models.TextChoices):
    CLASS_MEETING = "class_meeting", _("class meeting")
    TEAM_DAY = "team_day", _("pioneer or league activity")
    PLEDGE = "pledge", _("pledge")
    HONEST_EXAM = "honest_exam", _("exam without invigilator")
    LECTURE = "lecture", _("lecture or reading")
    CONTEST = "contest", _("speaking, writing or drawing")
    PRACTICE = "practice", _("practice outside school")
    FAMILY = "family", _("with families")


class Tier(models.TextChoices):
    """Whom it was for, by the tiers of the curriculum."""

    PRIMARY_LOWER = "primary-lower", _("Primary, lower grades")
    PRIMARY_UPPER = "primary-upper", _("Primary, middle and upper grades")
    JUNIOR = "junior", _("Junior secondary")
    SENIOR = "senior", _("Senior secondary")
    VOCATIONAL = "vocational", _("Secondary vocational")
    UNIVERSITY = "university", _("Higher education")


class ActivityState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for review")
    RETURNED = "returned", _("sent back")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("taken down")


WRITABLE = frozenset({ActivityState.DRAFT.value, ActivityState.RETURNED.value})
SCHOOL_ROLES = (Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD)


class ActivityQuerySet(models.QuerySet["Activity"]):
    def visible_to(self, user: Any) -> "ActivityQuerySet":
        """Everything of it to the school's editors and heads; to those above it once it was handed in."""
        above = scopes.within(user, Role.OFFICER, Role.AUDITOR) & ~Q(state=ActivityState.DRAFT)
        return self.filter(scopes.within(user, *SCHOOL_ROLES) | above)

    def of_school_people(self, user: Any) -> "ActivityQuerySet":
        return self.filter(scopes.within(user, *SCHOOL_ROLES))

    def public(self) -> "ActivityQuerySet":
        return self.filter(state=ActivityState.PUBLISHED)

    def waiting(self) -> "ActivityQuerySet":
        return self.filter(state=ActivityState.SUBMITTED)


class Activity(PreviewableMixin, RevisionMixin, models.Model):
    """What a school did for integrity, told by the school, published by the office that manages it.

    The public reads it under `code`; desks and the trail name it by `uuid`. `version` counts every change of its
    words or pictures: who publishes says which version was read. A revision of Wagtail's holds the words of one
    version and nothing else, so no state ever comes back out of one.
    """

    uuid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=12, unique=True, default=partial(new_code, "A"), editable=False)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(_("title"), max_length=TITLE, blank=True)
    held_on = models.DateField(_("day"), null=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, blank=True)
    body = models.TextField(_("what was done"), max_length=BODY, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ActivityState, default=ActivityState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun at"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("handed in at"), null=True)
    review_due_at = models.DateTimeField(_("to be reviewed by"), null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    territory = models.CharField(_("city"), max_length=6, blank=True)
    withdrawn_at = models.DateTimeField(_("taken down at"), null=True)
    withdrawn_because = models.CharField(_("taken down because"), max_length=300, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | (
                    ~Q(title="")
                    & ~Q(kind="")
                    & ~Q(body="")
                    & Q(held_on__isnull=False, submitted_at__isnull=False, submitted_by__isnull=False)
                ),
                name="activity_is_whole_once_it_was_handed_in",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(review_due_at__isnull=False),
                name="activity_waiting_for_review_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(reviewer__isnull=False, published_at__isnull=False) & ~Q(territory="")),
                name="activity_is_published_by_a_reviewer_at_an_instant",
            ),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=True) | (~Q(reviewer=F("author")) & ~Q(reviewer=F("submitted_by"))),
                name="activity_reviewer_neither_wrote_it_nor_handed_it_in",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_because="")
                | ~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_because=""),
                name="activity_is_taken_down_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state="published"), name="activity_published_newest"
            ),
            models.Index(fields=["review_due_at"], condition=Q(state="submitted"), name="activity_waiting_by_clock"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def for_whom(self) -> str:
        return "、".join(str(Tier(one).label) for one in self.tier_codes())

    def tier_codes(self) -> list[str]:
        """Of this version, in the order of the curriculum."""
        then = getattr(self, "_tiers_then", None)
        named = set(self.tiers.values_list("tier", flat=True) if then is None else then)
        return [one for one in Tier.values if one in named]

    def serializable_data(self) -> dict[str, Any]:
        day = self.held_on.isoformat() if self.held_on else None
        words = {"title": self.title, "held_on": day, "kind": self.kind, "body": self.body}
        return {"pk": self.pk, **words, "tiers": self.tier_codes()}

    def with_content_json(self, content: dict[str, Any]) -> "Activity":
        """The activity as it is now with the words as they were then."""
        then = copy(self)
        then._state = copy(self._state)
        then.title, then.kind, then.body = content["title"], content["kind"], content["body"]
        then.held_on = date.fromisoformat(content["held_on"]) if content["held_on"] else None
        then._tiers_then = content["tiers"]  # type: ignore[attr-defined]
        return then

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "activities/public/activity.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from campaigns.activities import reading

        return {"request": request, **reading.previewed(self)}


class ActivityTier(models.Model):
    """That an activity was for a tier."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="tiers")
    tier = models.CharField(max_length=16, choices=Tier)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "tier"], name="activity_names_a_tier_once")]

    def __str__(self) -> str:
        return self.tier

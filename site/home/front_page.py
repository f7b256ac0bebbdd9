"""What the first page shows. The roof may ask every app below it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models.pages import LessonPage, TierPage
from kit import face

# Slug, name and whom it is for, in the order in which one grows up.
TIERS: list[tuple[str, Any, Any]] = [
    ("primary-lower", _("Primary, lower grades"), _("Grades 1 to 2")),
    ("primary-upper", _("Primary, middle and upper grades"), _("Grades 3 to 6")),
    ("junior", _("Junior secondary"), _("Grades 7 to 9")),
    ("senior", _("Senior secondary"), _("Grades 10 to 12")),
    ("vocational", _("Secondary vocational"), _("Students of vocational schools")),
    ("university", _("Higher education, general"), _("All university students")),
    ("university-credit", _("Higher education, elective"), _("Students of credit management")),
]


def contents(now: datetime) -> dict[str, Any]:
    """The answers to the three questions, in few statements: the page is the most read of all."""
    lessons = lessons_by_tier()
    return {
        "tiers": [
            {
                "slug": slug,
                "name": name,
                "whom": whom,
                "url": f"{reverse('home:home')}learn/{slug}/",
                "lessons": lessons.get(slug),
            }
            for slug, name, whom in TIERS
        ],
        "lessons": sum(lessons.get(slug, 0) for slug, _name, _whom in TIERS),
        "honours": face.front("honours", now),
        "notices": face.front("notices", now),
        "activities": face.front("activities", now),
    }


def lessons_by_tier() -> dict[str, int]:
    """How many lessons stand open in each tier that is open itself."""
    tiers = dict(TierPage.objects.live().values_list("path", "slug"))
    counts = dict.fromkeys(tiers.values(), 0)
    for path in LessonPage.objects.live().values_list("path", flat=True):
        slug = tiers.get(path[: -2 * Page.steplen])  # a lesson stands in a course, the course in the tier
        if slug is not None:
            counts[slug] += 1
    return counts

"""Tags and filters for every template."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import get_language

from kit import clock

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月23日, or 23 November 2026 in English."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    if (get_language() or "").startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {value:%B %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """The day and the time of day in Shanghai."""
    return f"{day(value)} {clock.local(value):%H:%M}" if value else ""


@register.filter
def fact(value: Any) -> Any:
    """A value of unknown kind as people write it: days and moments in their form, everything else as it is."""
    if isinstance(value, datetime):
        return moment(value)
    return day(value) if isinstance(value, date) else value

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.creditfeed.models import Destination, Mode
from kit import clock

BEGINNING = date(2020, 1, 1)


def _a_day_until_today(day: date) -> None:
    if not BEGINNING <= day <= clock.today():
        raise ValidationError(gettext("Expected a day since 2020 and not in the future."))


class DayField(forms.DateField):
    """A day in Shanghai on which the feed can have carried something."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_validators = [_a_day_until_today]


class FeedForm(forms.Form):
    destination = forms.ModelChoiceField(Destination.objects.none(), label=_("Credit platform"), empty_label=None)

    def __init__(self, *args: Any, destinations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["destination"].queryset = destinations  # type: ignore[attr-defined]


class ReplayForm(FeedForm):
    first = DayField(label=_("From"))
    last = DayField(label=_("To, inclusive"))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "first" in told and "last" in told and told["last"] < told["first"]:
            self.add_error("last", gettext("The last day must not be before the first."))
        return told


class ReconcileForm(FeedForm):
    day = DayField(label=_("Day of receipt"))
    repair = forms.BooleanField(label=_("Send again what differs"), required=False)

    def __init__(self, *args: Any, destinations: Any, **kwargs: Any) -> None:
        super().__init__(*args, destinations=destinations.filter(mode=Mode.SERVICE), **kwargs)

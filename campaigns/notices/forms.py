from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.calls.models import Call
from campaigns.notices.models import Candidate, Channel, Lane, PublicNotice


class PublishForm(forms.ModelForm):
    """The notice's own words. Its days and its units are not typed but come from the calendar and the call."""

    class Meta:
        model = PublicNotice
        fields = ["title", "basis", "office", "phone", "address", "hours"]
        widgets = {"basis": forms.Textarea(attrs={"rows": 3}), "phone": forms.TextInput(attrs={"type": "tel"})}
        help_texts = {
            "basis": _("The rule and the approval that the campaign rests on, with their document numbers."),
            "office": _("Where anybody can object, on paper or in person as well."),
        }

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        start = {
            "title": gettext("Public notice of the units proposed for “%(honour)s”") % {"honour": call.honour_name},
            "basis": " ".join(filter(None, [call.approving_authority, call.approval_number])),
            "office": call.organiser.name,
        }
        super().__init__(*args, initial=start, **kwargs)


class Unechoed(forms.TextInput):
    """What was typed here never comes back in a page, not even to correct another field."""

    def format_value(self, value: Any) -> None:
        return None


class EnteredObjectionForm(forms.Form):
    """An objection that came by telephone, letter or visit, written down by an officer."""

    channel = forms.ChoiceField(
        label=_("How it came in"), choices=[one for one in Channel.choices if one[0] != Channel.ONLINE]
    )
    lane = forms.ChoiceField(label=_("Who objects"), choices=Lane)
    candidate = forms.ModelChoiceField(label=_("Unit"), queryset=Candidate.objects.none())
    substance = forms.CharField(
        label=_("What happened, when, how it can be checked"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("As it was said or written. Leave out who said it: that is sealed below."),
    )
    name = forms.CharField(
        label=_("Name of the unit or person who objects"),
        max_length=120,
        required=False,
        widget=Unechoed(attrs={"autocomplete": "off"}),
        help_text=_("Sealed at once; no page shows it again. Leave it empty for an anonymous lead."),
    )
    contact = forms.CharField(
        label=_("Telephone or address"),
        max_length=200,
        required=False,
        widget=Unechoed(attrs={"autocomplete": "off"}),
        help_text=_("Sealed as well. If another field has to be corrected, both must be typed again."),
    )

    def __init__(self, *args: Any, notice: PublicNotice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["candidate"].queryset = notice.candidates.standing()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for place in ("name", "contact") if found.get("lane") in {Lane.UNIT, Lane.PERSON} else ():
            if not found.get(place):
                self.add_error(place, _("A signed objection needs this; otherwise choose the anonymous lead."))
        return found

    def identity(self) -> dict[str, str]:
        return {"name": self.cleaned_data["name"], "contact": self.cleaned_data["contact"]}


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=_("Summary for the unit"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The unit reads this and nothing else. Write nothing that tells who objected."),
    )


class AnswerForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("Finding"),
        choices=[
            ("", _("Please choose")),
            ("no", _("not upheld: the unit stays")),
            ("yes", _("upheld: the unit goes")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    outcome = forms.CharField(
        label=_("Finding and reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The objector reads it under the receipt code."),
    )

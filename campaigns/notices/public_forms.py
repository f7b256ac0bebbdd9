"""What somebody who objects fills in, and what somebody with a receipt types."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.notices.models import Candidate, Lane, PublicNotice
from kit.codes import parse_code
from kit.errors import BadInput

SHORTEST = 10


class ObjectionForm(forms.Form):
    """One objection. Name and way of contact are sealed and shown to nobody; an anonymous lead has neither."""

    lane = forms.ChoiceField(
        label=gettext_lazy("Who objects"),
        choices=[
            (Lane.PERSON, gettext_lazy("I, with my name")),
            (Lane.UNIT, gettext_lazy("A unit, with its name")),
            (Lane.ANONYMOUS, gettext_lazy("Anonymously, as a lead")),
        ],
        initial=Lane.PERSON,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Signed objections are looked into and answered. A lead is looked into where it can be."
        ),
    )
    candidate = forms.ModelChoiceField(
        label=gettext_lazy("Which unit"), queryset=Candidate.objects.none(), empty_label=gettext_lazy("Choose …")
    )
    substance = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "When, where, what, and how it can be checked. Please leave out names and numbers of pupils."
        ),
    )
    unit = forms.CharField(label=gettext_lazy("Name of your unit"), max_length=120, required=False)
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For a signed objection. Sealed: no page shows it, and opening it takes two persons."),
    )
    contact = forms.CharField(
        label=gettext_lazy("How to reach you"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Telephone or e-mail, sealed likewise."),
    )
    website = forms.CharField(required=False, max_length=200)  # people do not see it; programs fill it in
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, notice: PublicNotice, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        field: Any = self.fields["candidate"]
        field.queryset = notice.candidates.filter(removed_at__isnull=True).order_by("division_name", "name")

    def shown(self) -> list[forms.BoundField]:
        return [self[name] for name in ("lane", "candidate", "substance", "unit", "name", "contact")]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Please leave this field empty and send again."))
        return ""

    def clean_substance(self) -> str:
        text = self.cleaned_data["substance"].strip()
        if len(text) < SHORTEST:
            raise forms.ValidationError(_("Say what happened, when, and how it can be checked."))
        return text

    def clean(self) -> dict[str, Any]:
        """A signed objection names who signs; an anonymous one keeps nothing of the kind."""
        given = super().clean() or {}
        lane = given.get("lane")
        if lane == Lane.UNIT and not given.get("unit"):
            self.add_error("unit", _("Give the name of the unit, or choose another way to object."))
        if lane in {Lane.UNIT, Lane.PERSON}:
            for field in ("name", "contact"):
                if not given.get(field) and field not in self.errors:
                    self.add_error(field, _("A signed objection needs this. Without it choose “anonymously”."))
        return given

    def identity(self) -> dict[str, str]:
        """What is sealed; nothing of an anonymous lead, whatever was typed."""
        given = self.cleaned_data
        if given["lane"] == Lane.ANONYMOUS:
            return {}
        facts = {"name": given["name"], "contact": given["contact"]}
        return {**facts, "unit": given["unit"]} if given["lane"] == Lane.UNIT else facts


class ReceiptForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Receipt code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("Twelve characters, beginning with R."),
    )

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"], "R")
        except BadInput as fault:
            raise forms.ValidationError(str(fault)) from None

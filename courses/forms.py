from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import LessonPage, Programme
from kit.codes import parse_code
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Organisation, OrganisationKind, Role, TeacherKind


class VerifyForm(forms.Form):
    code = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except BadInput as fault:
            raise forms.ValidationError(str(fault)) from None


class ProgrammeForm(forms.ModelForm):
    """A new programme, as a draft. Its modules bring the hours that the lesson itself states."""

    modules = forms.ModelMultipleChoiceField(
        label=_("Required modules"), queryset=LessonPage.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    organisation_kinds = forms.MultipleChoiceField(
        label=_("Kinds of unit"),
        choices=OrganisationKind.choices,
        initial=[OrganisationKind.SCHOOL],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )
    teacher_kinds = forms.MultipleChoiceField(
        label=_("Kinds of teacher"),
        choices=TeacherKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: everybody who belongs to the unit."),
    )

    class Meta:
        model = Programme
        fields = [
            "year",
            "title",
            "summary",
            "organiser",
            "opens_on",
            "closes_on",
            "modules",
            "organisation_kinds",
            "teacher_kinds",
            "certificate_title",
            "certificate_years",
        ]
        widgets = {
            "opens_on": forms.DateInput(attrs={"type": "date"}),
            "closes_on": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {"certificate_years": _("0: without end.")}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["modules"].queryset = LessonPage.objects.live().filter(hours__gt=0).order_by("path")
        places = {grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)}
        fields["organiser"].queryset = Organisation.objects.filter(pk__in=places)

    def chosen(self) -> list[tuple[LessonPage, Decimal, bool]]:
        return [(lesson, lesson.hours, True) for lesson in self.cleaned_data["modules"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        opens, closes = found.get("opens_on"), found.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It cannot close before it opens."))
        return found

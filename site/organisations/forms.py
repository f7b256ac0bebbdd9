from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from organisations.exchange import cells
from organisations.exchange.roster import PersonDraft
from organisations.models import Membership, MembershipStatus, Role, Stage, TeacherKind


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class RosterFileForm(forms.Form):
    file = forms.FileField(label=_("Spreadsheet"), help_text=_("An .xlsx or .csv file of at most 20 MB."))

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it and import the parts."))
        return file


class PersonForm(forms.Form):
    """One row of a roster, by hand."""

    name = forms.CharField(label=_("Name"), max_length=64)
    number = forms.CharField(label=_("Staff number"), max_length=32, required=False)
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=20,
        required=False,
        help_text=_("It becomes the sign-in name. Without it the school code and the staff number are."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of teacher"), choices=TeacherKind, required=False, widget=forms.CheckboxSelectMultiple
    )
    stages = forms.MultipleChoiceField(
        label=_("Stages taught"), choices=Stage, required=False, widget=forms.CheckboxSelectMultiple
    )
    editor = forms.BooleanField(label=_("Writes about the school's activities (school editor)"), required=False)
    joined_on = forms.DateField(label=_("At this school since"), required=False, widget=DayInput)
    status = forms.ChoiceField(label=_("Status"), choices=MembershipStatus, initial=MembershipStatus.WORKING)

    def __init__(
        self, *args: Any, membership: Membership | None = None, is_editor: bool = False, **kwargs: Any
    ) -> None:
        self.membership = membership
        if membership is not None:
            kwargs.setdefault("initial", {}).update(_initial(membership))
        super().__init__(*args, **kwargs)
        if is_editor:  # taken away by its own button, never by a box that was not ticked
            del self.fields["editor"]

    def clean_phone(self) -> str:
        return self._read(cells.phone, "phone")

    def clean_number(self) -> str:
        return self._read(cells.staff_number, "number")

    def _read(self, reader: Any, name: str) -> str:
        try:
            return str(reader(self.cleaned_data[name]))
        except cells.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not found.get("number") and not found.get("phone"):
            self.add_error("number", _("Give a staff number or a mobile phone number."))
        return found

    def draft(self) -> PersonDraft:
        told = self.cleaned_data
        joined: date | None = told["joined_on"]
        return PersonDraft(
            sheet="",
            row=1,
            name=told["name"].strip(),
            number=told["number"],
            phone=told["phone"],
            teacher_code="",
            school_name="",
            uscc="",
            school_code="",
            roles=(Role.TEACHER, Role.SCHOOL_EDITOR) if told.get("editor") else (),
            kinds=tuple(TeacherKind(kind) for kind in told["kinds"]),
            stages=tuple(Stage(stage) for stage in told["stages"]),
            joined_on=joined,
            status=MembershipStatus(told["status"]),
            user_id=self.membership.user_id if self.membership else 0,
        )


class GrantForm(forms.Form):
    """A role given by the security administrator. Person and organisation are named exactly: there is no search for
    people."""

    username = forms.CharField(label=_("Username"), max_length=64)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    organisation = forms.CharField(
        label=_("Organisation"), max_length=120, help_text=_("Its unified code, its school code or its full name.")
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    valid_to = forms.DateField(label=_("Until"), required=False, widget=DayInput)


def _initial(one: Membership) -> dict[str, Any]:
    return {
        "name": one.user.name,
        "number": one.staff_number,
        "phone": one.user.phone,
        "kinds": one.teacher_kinds,
        "stages": one.stages,
        "joined_on": one.joined_on,
        "status": one.status,
    }

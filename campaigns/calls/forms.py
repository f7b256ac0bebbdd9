from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.calls import evidence
from campaigns.calls.models import Application, Call, Indicator
from kit.errors import BadInput
from organisations import scopes
from organisations.models import Organisation, Role, Stage

MAX_ROWS = 120


class CallForm(forms.ModelForm):
    """What a call says. Most of it may wait; the gate asks for it before the call opens."""

    stages = forms.MultipleChoiceField(
        label=_("For units that teach"),
        choices=Stage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all of them."),
    )

    class Meta:
        model = Call
        fields = [
            "organiser",
            "title",
            "honour_name",
            "kind",
            "summary",
            "approving_authority",
            "approval_number",
            "permitted_list_entry",
            "cycle",
            "quota",
            "budget_line",
            "no_fee",
            "opens_on",
            "closes_on",
            "validity_years",
            "stages",
        ]
        widgets = {
            "opens_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "closes_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "kind": _("A model-unit campaign ends in naming; a commendation has its own approver."),
            "approval_number": _("Such as 鄂教发〔2026〕1号"),
            "permitted_list_entry": _("Number and name in the year's list of inspections and assessments."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        places = {grant.organisation_id for grant in scopes.grants(user, Role.OFFICER)}
        fields["organiser"].queryset = Organisation.objects.filter(pk__in=places)
        fields["organiser"].empty_label = None
        fields["summary"].max_length = 2000
        fields["summary"].widget.attrs["maxlength"] = 2000

    def clean_summary(self) -> str:
        text = self.cleaned_data["summary"]
        if len(text) > 2000:
            raise forms.ValidationError(_("Please shorten it to 2000 characters."))
        return str(text)


class IndicatorForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=12)
    title = forms.CharField(label=_("Title"), max_length=200)
    method = forms.CharField(label=_("How it is judged"), max_length=300, required=False)
    evidence = forms.CharField(label=_("Evidence asked for"), max_length=200, required=False)
    weight = forms.DecimalField(label=_("Weight"), min_value=0, max_value=100, decimal_places=2, required=False)
    veto = forms.BooleanField(label=_("Veto item"), required=False)
    stages = forms.MultipleChoiceField(
        label=_("Applies to"), choices=Stage.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    @property
    def chosen_stages(self) -> list[str]:
        """What is ticked now, in words."""
        chosen = self["stages"].value() or []
        return [str(label) for value, label in Stage.choices if value in chosen]

    def row(self) -> dict[str, Any]:
        return {**self.cleaned_data, "weight": self.cleaned_data["weight"] or Decimal(0)}


IndicatorRows = forms.formset_factory(
    IndicatorForm, extra=3, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=_("Spreadsheet with one indicator a row"),
        help_text=_("Columns 编号, 名称, 评价方法, 佐证材料, 权重, 一票否决, 适用学段; it replaces what stands here."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class EvidenceField(forms.FileField):
    """A file that may be filed as evidence, told by what it holds."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile):
            name = found.name or ""
            try:
                content = b"" if (found.size or 0) > evidence.MAX_BYTES else found.read()
                evidence.kind_of(name, content)
            except BadInput as fault:
                raise forms.ValidationError(str(fault)) from None
            found.seek(0)
        return found


class ApplicationForm(forms.Form):
    """One score, text and file for each indicator that is asked of the unit, and its narrative."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    narrative = forms.CharField(
        label=_("In your own words"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What your unit does for integrity, in up to 4000 characters. No pupils' names."),
    )

    def __init__(self, *args: Any, application: Application, asked: list[Indicator], **kwargs: Any) -> None:
        answers = {one.indicator_id: one for one in application.answers.all()}
        initial = {"version": application.version, "narrative": application.narrative}
        for one in asked:
            if one.pk in answers:
                initial[f"score-{one.pk}"] = answers[one.pk].self_score
                initial[f"text-{one.pk}"] = answers[one.pk].text
        super().__init__(*args, initial=initial, **kwargs)
        self.asked = asked
        for one in asked:
            self.fields[f"score-{one.pk}"] = forms.IntegerField(
                label=_("Your own score, 0 to 100"),
                min_value=0,
                max_value=100,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"text-{one.pk}"] = forms.CharField(
                label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
            )
            self.fields[f"file-{one.pk}"] = EvidenceField(
                label=_("Add evidence"), required=False, help_text=_("PDF, JPEG or PNG, up to 20 MB.")
            )

    def answers(self) -> dict[int, tuple[int | None, str]]:
        given = self.cleaned_data
        return {one.pk: (given[f"score-{one.pk}"], given[f"text-{one.pk}"]) for one in self.asked}

    def evidence(self) -> list[tuple[Indicator, UploadedFile]]:
        return [
            (one, self.cleaned_data[f"file-{one.pk}"]) for one in self.asked if self.cleaned_data[f"file-{one.pk}"]
        ]  # fmt: skip


class VerdictForm(forms.Form):
    """What every word of a reviewer carries: a reason, and the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The unit will read it."),
    )


class RecommendForm(VerdictForm):
    score = forms.DecimalField(label=_("Score, 0 to 100"), min_value=0, max_value=100, decimal_places=2)
    field_order = ("version", "score", "reason")


class ReturnForm(VerdictForm):
    due_on = forms.DateField(
        label=_("Supplement due on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Within thirty days; a supplement can be asked for once."),
    )
    field_order = ("version", "reason", "due_on")

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = gettext("What is to be supplemented")
        attrs = self.fields["due_on"].widget.attrs
        attrs["min"] = (today + timedelta(days=1)).isoformat()
        attrs["max"] = (today + timedelta(days=30)).isoformat()

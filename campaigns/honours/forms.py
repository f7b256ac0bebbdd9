from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.honours.models import Decision
from kit import document_numbers
from kit.errors import BadInput


class DecisionForm(forms.ModelForm):
    """What the paper of the decision says. Its list comes from the notice and is not typed."""

    class Meta:
        model = Decision
        fields = [
            "document_number",
            "decided_on",
            "meeting_number",
            "legality_opinion",
            "discipline_opinion",
            "secrecy_opinion",
        ]
        widgets = {"decided_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "document_number": _("As it stands on the paper, such as 鄂教发〔2026〕1号; any kind of bracket will do."),
            "meeting_number": _("The collective meeting that decided, with its minutes' number."),
            "legality_opinion": _("For example: legal affairs office, agreed, 2026-11-20."),
        }

    def clean_document_number(self) -> str:
        try:
            return str(document_numbers.parse(self.cleaned_data["document_number"]))
        except BadInput as fault:
            raise forms.ValidationError(str(fault)) from None


class AgainForm(forms.Form):
    """The person's own password once more, in the moment of an act that cannot be taken back."""

    password = forms.CharField(
        label=_("Your password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        user: Any = self.request.user
        if not ratelimit.consume(self.request, action="reauthenticate", user=user):
            raise forms.ValidationError(gettext("Too many tries. Wait a minute, then try again."))
        if not user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(gettext("This is not your password. Nothing was released."))
        return ""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason, and the document it rests on"), max_length=300, widget=forms.Textarea(attrs={"rows": 4})
    )


class SuspensionForm(ReasonForm):
    review_on = forms.DateField(
        label=_("Looked at again on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("By then it is either restored or revoked."),
    )

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class QuestionFileForm(forms.Form):
    file = forms.FileField(label=_("Spreadsheet"), help_text=_("An .xlsx or .csv file of at most 20 MB."))

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it and import the parts."))
        return file

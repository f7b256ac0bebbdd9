from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.models import Topic


class QuestionFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("Spreadsheet (.xlsx, .csv), Moodle XML, GIFT, QTI package or bundle, at most 20 MB."),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label=_("Topic for questions that name none"),
        required=False,
        to_field_name="code",
        empty_label="—",
        help_text=_("Files of other platforms seldom name one of our topics."),
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it and import the parts."))
        return file

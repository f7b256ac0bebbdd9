from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media import cleaning
from media.errors import BadPicture
from media.models import ClassConsent, Ground


class PictureField(WagtailImageField):
    """Makes the picture anew before Wagtail looks at it, which would answer to some broken files with an error page."""

    def to_python(self, data: Any) -> Any:
        if data not in self.empty_values:
            try:
                data = cleaning.clean(data, data.name).as_file(PurePath(data.name).stem or "picture")
            except BadPicture as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return super().to_python(data)


class LibraryImageForm(BaseImageForm):
    """Wagtail's form of a picture; WAGTAILIMAGES_IMAGE_FORM_BASE names it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = PictureField(label=stock.label, required=stock.required, widget=stock.widget)
        if "ground" in self.fields:
            ground: Any = self.fields["ground"]
            ground.choices = [one for one in ground.choices if one[0] != Ground.CONSENT]


class ConsentForm(forms.ModelForm):
    """What a school files about a class. Names are on the paper, never here."""

    class Meta:
        model = ClassConsent
        fields = ["class_name", "school_year", "pictures", "voice", "works", "shown_where", "paper_at", "contact"]
        labels = {
            "pictures": _("It covers pictures in which pupils can be recognised"),
            "voice": _("It covers voices"),
            "works": _("It covers works of pupils"),
        }
        help_texts = {
            "class_name": _("Such as 三年级（2）班. No names of pupils or guardians."),
            "school_year": _("Such as 2026-2027."),
            "paper_at": _("Room and folder, so that the paper is found when somebody asks."),
            "contact": _("An office of the school and its telephone; guardians read it beside the pictures."),
        }


class WithdrawalForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Sixteen characters. Spaces and hyphens do not matter."),
    )

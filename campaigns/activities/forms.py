from typing import Any
from uuid import UUID

from django import forms
from django.forms.models import construct_instance
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from campaigns.activities.models import (
    ALT,
    BODY,
    MOST_PICTURES,
    TITLE,
    Activity,
    ActivityPicture,
    Kind,
    ReviewNote,
    Tier,
)
from media.models import ClassConsent, Ground
from organisations.models import Organisation

CONSENT = "consent:"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files at once; each is judged by the action that takes it in, so that one bad file spoils no other."""

    widget = ManyFiles(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [one for one in files if one]


def grounds(organisation: Organisation) -> list[tuple[str, Any]]:
    """What a picture of the school may rest on; a class's consent is chosen by naming the class."""
    classes = ClassConsent.objects.for_pictures()
    above = [organisation.path[: end + 1] for end, sign in enumerate(organisation.path) if sign == "."]
    mine = classes.filter(organisation__path__in=above)
    return [
        ("", _("Please choose")),
        (Ground.NO_PERSON, _("Nobody can be recognised")),
        *[(f"{CONSENT}{one.uuid}", gettext("%(class)s has consented") % {"class": one}) for one in mine],
        (Ground.OWN_DRAWING, _("A drawing or design of our own")),
    ]


class GroundField(forms.ChoiceField):
    """Ground and consent in one choice."""

    def clean(self, value: Any) -> tuple[str, ClassConsent | None]:  # type: ignore[override]
        chosen = super().clean(value)
        if not chosen.startswith(CONSENT):
            return chosen, None
        return Ground.CONSENT, ClassConsent.objects.select_related("organisation").get(uuid=chosen[len(CONSENT) :])


class ActivityForm(forms.Form):
    """One page, for a telephone: words, up to nine pictures, what they rest on. A draft is kept whole or not."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=TITLE, required=False)
    held_on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Please choose")), *Kind.choices], required=False)
    tiers = forms.MultipleChoiceField(
        label=_("For whom"),
        choices=Tier.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "pick"}),
    )
    body = forms.CharField(
        label=_("What was done"),
        max_length=BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Pasted text keeps its words and loses its looks. No names of pupils."),
    )
    photos = PicturesField(
        label=_("Choose photos"),
        required=False,
        help_text=_("Up to nine. Place, time and device are removed from every file at once."),
    )
    lines = forms.CharField(
        label=_("What the photos show"),
        required=False,
        max_length=MOST_PICTURES * (ALT + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One line for each photo, in their order, for readers who cannot see them."),
    )
    ground = GroundField(label=_("Who can be recognised on these photos"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, activity: Activity | None = None, **kwargs: Any) -> None:
        self.activity = activity
        self.there: list[ActivityPicture] = []
        if activity is not None:
            self.there = list(activity.pictures.select_related("picture__consent"))
            kwargs["initial"] = {**_initial(activity, self.there), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        choices = grounds(organisation)
        self._choices("ground", choices)
        for one in self.there:
            if one.picture.withdrawn_at is None:
                self._describe(one, choices)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _describe(self, one: ActivityPicture, choices: list[tuple[str, Any]]) -> None:
        self.fields[f"alt-{one.pk}"] = forms.CharField(label=_("What it shows"), max_length=ALT, required=False)
        self.fields[f"ground-{one.pk}"] = GroundField(label=_("Who can be recognised"), choices=choices, required=False)
        self.fields[f"remove-{one.pk}"] = forms.BooleanField(label=_("Take this photo out"), required=False)

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "held_on", "kind", "tiers", "body")]

    @property
    def new_photos(self) -> list[forms.BoundField]:
        return [self[name] for name in ("photos", "lines", "ground")]

    @property
    def room(self) -> int:
        return MOST_PICTURES - len(self.there)

    @property
    def old_photos(self) -> list[tuple[ActivityPicture, list[forms.BoundField]]]:
        names = ("alt", "ground", "remove")
        return [
            (one, [self[f"{name}-{one.pk}"] for name in names if f"{name}-{one.pk}" in self.fields])
            for one in self.there
        ]

    def alts(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data.get("lines", "").splitlines() if line.strip()]


def _initial(activity: Activity, there: list[ActivityPicture]) -> dict[str, Any]:
    first: dict[str, Any] = {
        "uuid": activity.uuid,
        "version": activity.version,
        "title": activity.title,
        "held_on": activity.held_on,
        "kind": activity.kind,
        "body": activity.body,
        "tiers": list(activity.tiers.values_list("tier", flat=True)),
    }
    for one in there:
        first[f"alt-{one.pk}"] = one.alt
        first[f"ground-{one.pk}"] = chosen_ground(one)
    return first


def chosen_ground(one: ActivityPicture) -> str:
    consent = one.picture.consent
    return f"{CONSENT}{consent.uuid}" if consent else one.picture.ground


class WordsForm(WagtailAdminModelForm):
    """The words of a draft in the editing desk. Whole or not: what blocks is said when it is handed in."""

    whom = forms.MultipleChoiceField(
        label=_("For whom"), choices=Tier.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    read_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"whom": self.instance.tier_codes(), "read_version": self.instance.version})
        for field in self.fields.values():
            field.required = False
        self.fields["read_version"].required = True
        kind: Any = self.fields["kind"]
        kind.choices = [("", _("Please choose")), *Kind.choices]

    def _post_clean(self) -> None:
        """The words go onto the instance, for a preview; whether they may be kept is for the action to say."""
        construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        self.instance._tiers_then = self.cleaned_data.get("whom", [])

    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "held_on", "kind", "body")}


class DecisionForm(forms.Form):
    """The version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReturnForm(DecisionForm):
    """A reason beside each field that has to change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in ReviewNote.Field.choices:
            self.fields[value] = forms.CharField(
                label=label, max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def notes(self) -> dict[str, str]:
        return {value: self.cleaned_data[value] for value in ReviewNote.Field.values}


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label=_("Why it is taken down"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It does not come back. The public sees no reason."),
    )


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

"""Keeping whatever of a sent form can be kept, so that nobody types or uploads it twice."""

from datetime import datetime
from typing import Any

from campaigns.activities.actions import activities, illustrating
from campaigns.activities.forms import ActivityForm
from campaigns.activities.models import Activity
from kit.errors import Refusal


def keep(found: Activity, form: ActivityForm, *, by: Any, at: datetime) -> tuple[Activity, ActivityForm]:
    """The activity as it stands now, and a form that shows it, with each error at its field."""
    given = form.cleaned_data
    errors = [(field, str(message)) for field, messages in form.errors.items() for message in messages]
    version = given.get("version") or found.version
    try:
        found = activities.write(found, given, given.get("tiers"), by=by, at=at, version=version)
    except Refusal as refusal:
        return found, _again(found, form, [*errors, ("", str(refusal))], version=version)
    errors += _old_pictures(form, by, at)
    errors += _new_pictures(found, form, by, at)
    found.refresh_from_db(fields=["version"])
    return found, _again(found, form, errors)


def _old_pictures(form: ActivityForm, by: Any, at: datetime) -> list[tuple[str, str]]:
    errors = []
    given = form.cleaned_data
    for one in form.there:
        try:
            if given.get(f"remove-{one.pk}"):
                illustrating.take_out(one, by=by, at=at)
            elif f"alt-{one.pk}" in given and f"ground-{one.pk}" in given:
                ground, consent = given[f"ground-{one.pk}"]
                illustrating.describe(one, alt=given[f"alt-{one.pk}"], ground=ground, consent=consent, by=by, at=at)
        except Refusal as refusal:
            errors.append((f"ground-{one.pk}", str(refusal)))
    return errors


def _new_pictures(found: Activity, form: ActivityForm, by: Any, at: datetime) -> list[tuple[str, str]]:
    errors = []
    ground, consent = form.cleaned_data.get("ground") or ("", None)
    alts = form.alts()
    for number, file in enumerate(form.cleaned_data.get("photos") or []):
        alt = alts[number] if number < len(alts) else ""
        try:
            illustrating.add(found, file, file.name, ground=ground, consent=consent, alt=alt, by=by, at=at)
        except Refusal as refusal:
            errors.append(("photos", str(refusal)))
    return errors


def _again(
    found: Activity, form: ActivityForm, errors: list[tuple[str, str]], version: int | None = None
) -> ActivityForm:
    """A fresh form over what is kept now; where something was wrong, with what was typed."""
    fresh = ActivityForm(organisation=found.organisation, activity=found)
    if not errors:
        return fresh
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = version or found.version
    for name, value in fresh.initial.items():
        if name not in data and name.startswith(("alt-", "ground-")):
            data[name] = value
    for name in ("lines", "ground"):  # they went with the photos that were kept
        data.pop(name, None)
    bound = ActivityForm(data, organisation=found.organisation, activity=found)
    bound.is_valid()
    bound.errors.clear()
    for field, message in errors:
        bound.add_error(field if field in bound.fields else None, message)
    return bound

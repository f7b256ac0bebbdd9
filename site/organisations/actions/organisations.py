"""What can happen to an organisation. Nothing else writes `Organisation.path`."""

from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from organisations.errors import PlaceRefused
from organisations.models import Organisation
from trail.actions import audit

PLACE = {"managing_authority", "parent"}


@transaction.atomic
def create(*, by: Any = None, **fields: Any) -> Organisation:
    """Make an organisation and give it its place under its managing authority."""
    organisation = Organisation(**fields)
    organisation.save()
    organisation.path = _place(organisation)
    organisation.save(update_fields=["path"])
    audit.record("organisation.created", organisation, by=by, path=organisation.path)
    return organisation


@transaction.atomic
def change(organisation: Organisation, *, by: Any = None, **fields: Any) -> Organisation:
    """Correct an organisation; under another authority it moves with everything below it.

    Raises: PlaceRefused, when it would come to stand below itself.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    if PLACE & set(fields):
        _move(organisation)
    audit.record("organisation.changed", organisation, by=by, path=organisation.path, fields=sorted(fields))
    return organisation


def path_of(organisation: Organisation) -> str:
    """Its path by what is in memory; for many made at once."""
    above = organisation.parent or organisation.managing_authority
    return f"{above.path if above else ''}{organisation.pk:010d}."


def _place(organisation: Organisation) -> str:
    """Its path by what the database says now: the one above may have moved a moment ago."""
    above = Organisation.objects.filter(pk=organisation.parent_id or organisation.managing_authority_id or 0)
    return f"{above.values_list('path', flat=True).first() or ''}{organisation.pk:010d}."


def _move(organisation: Organisation) -> None:
    old, new = organisation.path, _place(organisation)
    if new == old:
        return
    if new.startswith(old):
        raise PlaceRefused(_("%(name)s cannot stand below itself. Name another authority.") % {"name": organisation})
    below = Organisation.objects.filter(path__startswith=old)
    below.update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    organisation.path = new

"""What can happen to an organisation. Nothing else writes `Organisation.path`."""

from typing import Any

from django.db import transaction

from organisations.models import Organisation
from trail.actions import audit


@transaction.atomic
def create(*, by: Any = None, **fields: Any) -> Organisation:
    """Make an organisation and give it its place under its managing authority."""
    organisation = Organisation(**fields)
    organisation.save()
    organisation.path = path_of(organisation)
    organisation.save(update_fields=["path"])
    audit.record("organisation.created", organisation, by=by, path=organisation.path)
    return organisation


def path_of(organisation: Organisation) -> str:
    above = organisation.parent or organisation.managing_authority
    return f"{above.path if above else ''}{organisation.pk:010d}."

"""Filing what the guardians of a class have signed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit import personal_numbers
from media.errors import BadConsent, NotAllowed
from media.models import ClassConsent
from organisations import scopes
from organisations.models import Organisation, Role
from trail.actions import audit


@transaction.atomic
def file(organisation: Organisation, *, by: Any, at: datetime, **fields: Any) -> ClassConsent:
    """File a class's consent.

    Raises: NotAllowed, when `by` does not work for this school; BadConsent with its field, when a text holds an
    identity number or a mobile phone, when it covers nothing, or when it is filed already.
    """
    if not scopes.covers(by, organisation, Role.SCHOOL_EDITOR, Role.SCHOOL_HEAD):
        raise NotAllowed(_("Only editors and heads of the school file consents of its classes."))
    _refuse_numbers(fields)
    if not any(fields.get(one) for one in ("pictures", "voice", "works")):
        raise BadConsent(_("Say what the consent covers: pictures, voices or works."), field="pictures")
    known = ClassConsent.objects.filter(
        organisation=organisation, class_name=fields["class_name"], school_year=fields["school_year"]
    )
    if known.exists():
        raise BadConsent(_("The consent of this class for this school year is filed already."), field="class_name")
    consent = ClassConsent.objects.create(organisation=organisation, filed_by=by, filed_at=at, **fields)
    audit.record("consent.filed", consent, by=by, at=at, path=organisation.path)
    return consent


def _refuse_numbers(fields: dict[str, Any]) -> None:
    """The contact is an office that answers the telephone; it may have a number, a person's identity number never."""
    for field in ("class_name", "paper_at"):
        if personal_numbers.any_in(fields.get(field, "")):
            raise BadConsent(
                _("There is a personal number in here. Names and numbers stay on the paper; leave them out."),
                field=field,
            )
    contact = fields.get("contact", "")
    if personal_numbers.identity_numbers(contact) or personal_numbers.bank_cards(contact):
        raise BadConsent(
            _("There is a personal number in here. An office and its telephone are enough."), field="contact"
        )

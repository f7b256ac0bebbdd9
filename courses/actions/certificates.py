"""Issuing, revoking and re-issuing certificates. What a certificate says is frozen at issue."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from courses.errors import CannotBeDrawn, NotValid
from courses.models import Certificate, CertificateState, Enrolment, HoursEntry, Programme
from kit import clock
from kit.codes import new_code
from media.renderers import fonts
from trail.actions import audit

CATEGORY = "credit-training"


@transaction.atomic
def issue(learner: Any, programme: Programme, *, at: datetime) -> Certificate:
    """The learner's certificate of a completed programme; the one that stands, when there is one already.

    Raises: NotValid, when the programme is not completed; CannotBeDrawn, when no font has a character of the name.
    """
    done = Enrolment.objects.select_for_update().filter(
        learner=learner, programme=programme, completed_at__isnull=False
    )
    if not done.exists():
        raise NotValid(_("The programme is not completed yet; the certificate follows when it is."))
    standing = Certificate.objects.filter(learner=learner, programme=programme)
    found = standing.exclude(state=CertificateState.SUPERSEDED).first()
    if found is not None:
        return found
    hours = HoursEntry.objects.filter(learner=learner, programme=programme).aggregate(sum=Sum("hours"))["sum"] or 0
    return _write(learner, programme, hours, at, supersedes=None, by=learner)


@transaction.atomic
def revoke(certificate: Certificate, *, by: Any, at: datetime) -> Certificate:
    """Raises: NotValid, when it is no longer valid."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    _still_valid(certificate)
    certificate.state, certificate.state_since = CertificateState.REVOKED, at
    certificate.save(update_fields=["state", "state_since"])
    audit.record("certificate.revoked", certificate, by=by, at=at)
    return certificate


@transaction.atomic
def reissue(certificate: Certificate, *, by: Any, at: datetime) -> Certificate:
    """A new number with the learner's name as it is now; the old number answers that it was superseded.

    Raises: NotValid, CannotBeDrawn.
    """
    certificate = Certificate.objects.select_for_update().select_related("learner", "programme").get(pk=certificate.pk)
    _still_valid(certificate)
    certificate.state, certificate.state_since = CertificateState.SUPERSEDED, at
    certificate.save(update_fields=["state", "state_since"])
    audit.record("certificate.superseded", certificate, by=by, at=at)
    return _write(certificate.learner, certificate.programme, certificate.hours, at, supersedes=certificate, by=by)


def _still_valid(certificate: Certificate) -> None:
    if certificate.state != CertificateState.VALID:
        raise NotValid(
            _("Certificate %(code)s is %(state)s already.")
            % {"code": certificate.code, "state": certificate.get_state_display()}
        )


def _write(
    learner: Any, programme: Programme, hours: Any, at: datetime, *, supersedes: Certificate | None, by: Any
) -> Certificate:
    missing = fonts.missing(learner.name)
    if missing:
        raise CannotBeDrawn(missing)
    day = clock.local(at).date()
    fields = {
        "learner": learner,
        "programme": programme,
        "name": learner.name,
        "title": programme.certificate_title,
        "programme_title": programme.title,
        "category": CATEGORY,
        "hours": hours,
        "organiser_name": programme.organiser.name,
        "issued_on": day,
        "expires_on": _expiry(day, programme.certificate_years),
        "state_since": at,
        "supersedes": supersedes,
        "is_sample": settings.DEMO,
    }
    certificate = _with_fresh_code(fields)
    audit.record("certificate.issued", certificate, by=by, at=at, programme=str(programme.uuid))
    return certificate


def _with_fresh_code(fields: dict[str, Any]) -> Certificate:
    for _try in range(3):
        code = new_code("C")
        if not Certificate.objects.filter(code=code).exists():
            return Certificate.objects.create(code=code, **fields)
    raise IntegrityError("three fresh codes in a row were taken")


def _expiry(day: date, years: int) -> date | None:
    """The last day of validity, the anniversary; that of 29 February is 28 February."""
    if not years:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)

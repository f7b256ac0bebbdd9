"""A certificate as it is drawn: its frozen facts in the words of the platform's language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from courses.models import Certificate
from kit.templatetags.kit import day
from media.renderers.certificate import Drawing


def verify_address(certificate: Certificate) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.BASE_URL.rstrip("/") + reverse("courses:verify_code", args=[certificate.code])


def drawing(certificate: Certificate) -> Drawing:
    """Always in the platform's own language, whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        valid = day(certificate.expires_on) if certificate.expires_on else _("without end")
        return Drawing(
            heading=certificate.title,
            name=certificate.name,
            text=_(
                "has completed “%(programme)s”, earned %(hours)s hours and met all its requirements. This certifies it."
            )
            % {"programme": certificate.programme_title, "hours": f"{certificate.hours:g}"},
            organiser=certificate.organiser_name,
            day=day(certificate.issued_on),
            qr=verify_address(certificate),
            qr_caption=_("Scan to verify, or type the number on the page “Verify”"),
            facts=[
                (_("Number"), certificate.code),
                (_("Hours"), f"{certificate.hours:g}"),
                (_("Category"), category(certificate.category)),
                (_("Valid to"), valid),
            ],
            mark=_("SAMPLE") if certificate.is_sample else "",
        )


def category(code: str) -> str:
    return {"credit-training": _("Teachers' credit training")}.get(code, code)

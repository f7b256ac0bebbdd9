"""The certificate of an entry: its frozen facts, drawn when somebody asks and kept from then on.

Drawing at release would make a hundred gigabytes of pictures of which few are ever looked at; one takes a fifth of a
second, is drawn once, and a change of the entry or of its wording draws it anew (docs/decisions/0012).
"""

import hashlib
from datetime import date

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from campaigns.calls.models import CallKind
from campaigns.honours.models import HonourEntry
from kit.templatetags.kit import day
from media.renderers import certificate as renderer
from media.renderers.certificate import Drawing


def address(entry: HonourEntry) -> str:
    """Where its QR leads: the same in every language and on every paper."""
    with translation.override(settings.LANGUAGE_CODE):
        return settings.BASE_URL.rstrip("/") + reverse("honours:entry", args=[entry.code])


def qr(entry: HonourEntry) -> SafeString:
    """The address as an SVG that stands in a page without any style of its own."""
    code = segno.make(address(entry), error="m", micro=False)
    return mark_safe(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))


def may_be_drawn(entry: HonourEntry, today: date) -> bool:
    """Only an honour that stands today has a certificate to hand out."""
    return entry.status_on(today) in {"valid", "corrected"}


def drawing(entry: HonourEntry) -> Drawing:
    """Always in the platform's own language, whoever asks. It bears no seal."""
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("is commended by %(document)s and bears the honour “%(honour)s”. This certifies it.")
            if entry.kind == CallKind.COMMENDATION
            else _("is named “%(honour)s” by %(document)s. This certifies it.")
        )
        facts = [
            (_("Number"), entry.code),
            (_("Entry of the roll"), _("No. %(number)d") % {"number": entry.entry_no}),
            (_("Decision"), entry.decision_no),
            (_("Valid"), _("%(first)s to %(last)s") % {"first": day(entry.valid_from), "last": day(entry.valid_to)}),
        ]
        return Drawing(
            heading=_("Certificate of honour"),
            name=entry.name,
            text=words % {"document": entry.decision_no, "honour": entry.honour},
            organiser=entry.organ_name,
            day=day(entry.decision_date),
            qr=address(entry),
            qr_caption=_("Scan to read the entry in the roll"),
            facts=facts,
            mark=_("SAMPLE") if settings.DEMO or entry.organisation.is_demo else "",
        )


def picture(entry: HonourEntry, kind: str) -> bytes:
    """The certificate as "png" or "pdf", from the private store where it was drawn before."""
    what = drawing(entry)
    digest = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
    name = f"honours/{entry.code}-{digest}.{kind}"
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            return bytes(kept.read())
    drawn = renderer.as_png(what) if kind == "png" else renderer.as_pdf(what, title=f"{entry.honour} {entry.code}")
    default_storage.save(name, ContentFile(drawn))
    return drawn

"""The roll as data that anybody may take along, and the certificate of an entry."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from campaigns.honours import asking, certificates, feed_of_changes, reading
from campaigns.honours.views.public import by_code
from kit import clock
from kit.access import access
from kit.shared_copies import may_be_kept
from kit.spreadsheets import harmless

COLUMNS = (
    "code",
    "name",
    "kind",
    "territory",
    "honour",
    "decision_no",
    "decision_date",
    "valid_from",
    "valid_to",
    "status",
    "entry_no",
    "subject_code",
    "managing_authority",
    "deciding_organ",
)
LICENCE = "CC BY 4.0"
AT_ONCE = 500  # lines that are sent together


def _etag(request: HttpRequest, *arguments: Any, **named: Any) -> str:
    """Changes with the roll, with the day on which validity is read, and with what is asked."""
    today = clock.local(request.received_at).date()
    parts = [reading.state(), today.isoformat(), request.get_full_path(), get_language() or ""]
    return quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])


@access("public")
@require_safe
@condition(etag_func=_etag)
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """Every entry that is asked for, as a table: UTF-8 with its mark, so that spreadsheet programs read Chinese."""
    asked, today = asking.read(request.GET), clock.local(request.received_at).date()
    if asked.faults:
        return _refused(asked)
    response = StreamingHttpResponse(_table(asked, today), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="honours.csv"'
    return may_be_kept(request, response)


@access("public")
@require_safe
@condition(etag_func=_etag)
def as_json(request: HttpRequest) -> HttpResponseBase:
    """The same entries for programs, with the day that they are read for."""
    asked, today = asking.read(request.GET), clock.local(request.received_at).date()
    if asked.faults:
        return _refused(asked)
    response = StreamingHttpResponse(_document(asked, today), content_type="application/json; charset=utf-8")
    return may_be_kept(request, response)


@access("public")
@require_safe
@condition(etag_func=_etag)
def as_atom(request: HttpRequest) -> HttpResponseBase:
    """The newest changes of the roll; what is shown no longer leaves a tombstone (RFC 6721)."""
    asked, today = asking.read(request.GET), clock.local(request.received_at).date()
    if asked.faults:
        return _refused(asked)
    changes = feed_of_changes.newest(asked, today)
    context = {
        "changes": changes,
        "updated": changes[0].when if changes else "1970-01-01T00:00:00.000Z",
        "root": settings.BASE_URL.rstrip("/"),
        "query": urlencode({name: request.GET[name] for name in asking.FILTERS if request.GET.get(name)}),
    }
    response = render(
        request, "honours/public/roll_atom.html", context, content_type="application/atom+xml; charset=utf-8"
    )
    return may_be_kept(request, response)


@access("public")
@require_safe
def certificate(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The certificate as PNG, to keep, or PDF, to print; only while the honour stands."""
    found = by_code(code)
    if not certificates.may_be_drawn(found, clock.local(request.received_at).date()):
        raise Http404
    response = HttpResponse(
        certificates.picture(found, kind), content_type="image/png" if kind == "png" else "application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{found.code}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return may_be_kept(request, response)


def _refused(asked: asking.Asked) -> JsonResponse:
    """Data with a filter left out would be wrong data: nothing is sent."""
    message = " ".join(asked.faults.values())
    remedy = _("Correct the filter or leave it out.")
    return JsonResponse({"error": "bad-input", "message": message, "remedy": remedy}, status=400)


def _table(asked: asking.Asked, today: Any) -> Iterator[bytes]:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    day = asked.as_of or today
    for number, line in enumerate(reading.everything(asked, today), start=1):
        row = line.row(day)
        writer.writerow([harmless(row[column]) for column in COLUMNS])
        if number % AT_ONCE == 0:
            yield _emptied(out)
    yield _emptied(out)


def _emptied(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


def _document(asked: asking.Asked, today: Any) -> Iterator[bytes]:
    day = asked.as_of or today
    head = {"as_of": day.isoformat(), "licence": LICENCE, "columns": list(COLUMNS)}
    yield (json.dumps(head, ensure_ascii=False)[:-1] + ', "entries": [').encode()
    piece: list[str] = []
    joint = "\n"
    for line in reading.everything(asked, today):
        piece.append(json.dumps(line.row(day), ensure_ascii=False))
        if len(piece) == AT_ONCE:
            yield (joint + ",\n".join(piece)).encode()
            joint, piece = ",\n", []
    if piece:
        yield (joint + ",\n".join(piece)).encode()
    yield b"\n]}\n"

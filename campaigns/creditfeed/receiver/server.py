"""The reference receiver: what a credit platform on the other side of `docs/credit-feed.openapi.yaml` has to do."""

import html
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema

from campaigns.creditfeed import destinations, signing
from campaigns.creditfeed.actions.outbox import CATALOGUE, EVENTS, schema
from campaigns.creditfeed.errors import Forged
from campaigns.creditfeed.receiver.store import Store
from kit import canonical_json, clock, uscc
from kit.uuids import uuid7

MAX_BODY = 1_000_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Bad(Exception):
    """A request that is answered with a 4xx: status, code, message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path, name: str) -> None:
        self.store, self.name = Store(folder), name
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_POST(self) -> None:
        self._answer({"/records": self._record, "/checks": self._checks})

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/":
            self._page()
        else:
            self._answer({"/manifest": self._manifest})

    def do_HEAD(self) -> None:
        self._no_such_method()

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD

    def log_message(self, *arguments: Any) -> None:
        """Silent: the answers are kept, not chatted about."""

    def _answer(self, routes: dict[str, Callable[[bytes], tuple[str, dict[str, Any]]]]) -> None:
        try:
            body = self._body()
            route = routes.get(urlsplit(self.path).path)
            if route is None:
                raise Bad(404, "unknown-address", "There is nothing at this address.")
            try:
                signing.verify(
                    {name.lower(): value for name, value in self.headers.items()},
                    body,
                    destinations.secrets(self.server.name),
                )
            except Forged as fault:
                raise Bad(401, "forged", str(fault)) from None
            message_id, value = route(body)
        except Bad as fault:
            self._send(fault.status, "", {"error": fault.code, "message": str(fault)})
        else:
            self._send(200, message_id, value)

    def _no_such_method(self) -> None:
        fault = Bad(405, "method", "This address takes GET and POST only.")
        with suppress(Bad):
            self._body()
        self._send(fault.status, "", {"error": fault.code, "message": str(fault)})

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY:
            self.close_connection = True
            raise Bad(413, "too-large", "The message is larger than one megabyte.")
        return self.rfile.read(int(length))

    def _json(self, body: bytes) -> dict[str, Any]:
        try:
            value = json.loads(body)
            canonical_json.dumps(value)  # refuses half characters, NaN and numbers that programs read differently
        except (ValueError, RecursionError):
            raise Bad(400, "not-json", "The message is not JSON in UTF-8 that every program reads alike.") from None
        if not isinstance(value, dict):
            raise Bad(400, "not-an-object", "The message is not a JSON object.")
        return value

    def _record(self, body: bytes) -> tuple[str, dict[str, Any]]:
        record = self._json(body)
        if set(record) != {"record_id", "version", "event", "catalogue", "data"}:
            raise Bad(422, "fields", "A record has record_id, version, event, catalogue and data, and nothing else.")
        if not isinstance(record["record_id"], str) or not _UUID.fullmatch(record["record_id"]):
            raise Bad(422, "record_id", "record_id is not a UUID in lower case.")
        if type(record["version"]) is not int or not 1 <= record["version"] < 2**31:
            raise Bad(422, "version", "version is not a whole number from 1.")
        if record["event"] not in EVENTS or record["catalogue"] != CATALOGUE:
            raise Bad(422, "catalogue", f"Expected catalogue {CATALOGUE} and an event of {sorted(EVENTS)}.")
        if self.headers.get("webhook-id") != f"{record['record_id']}-{record['version']}":
            raise Bad(422, "webhook-id", "webhook-id does not name this record and version.")
        fault = next(iter(jsonschema.Draft202012Validator(schema()).iter_errors(record["data"])), None)
        if fault is not None:
            place = "/".join(str(part) for part in fault.absolute_path) or "data"
            raise Bad(422, "data", f"{place}: {fault.message[:300]}")
        answer = self.server.store.take(record)
        return answer.receipt_id, answer.as_json()

    def _manifest(self, body: bytes) -> tuple[str, dict[str, Any]]:
        day = parse_qs(urlsplit(self.path).query).get("day", [""])[0]
        try:
            if not _DAY.fullmatch(day):
                raise ValueError(day)
            date.fromisoformat(day)
        except ValueError:
            raise Bad(400, "day", "day is not a date like 2026-11-24.") from None
        return f"manifest-{uuid7()}", self.server.store.manifest(day)

    def _checks(self, body: bytes) -> tuple[str, dict[str, Any]]:
        subjects = self._json(body).get("subjects")
        if not isinstance(subjects, list) or not all(
            isinstance(one, dict) and {"code", "name"} <= set(one) for one in subjects
        ):
            raise Bad(422, "subjects", "subjects is not a list of {code, name}.")
        check_id = str(uuid7())
        answers = [self._checked(str(one["code"])) for one in subjects]
        valid_until = clock.rfc3339(clock.now() + timedelta(days=30))
        return check_id, {"check_id": check_id, "answers": answers, "valid_until": valid_until}

    def _checked(self, code: str) -> dict[str, Any]:
        """Nobody in the demo world has a record against them; a code that cannot exist is told."""
        valid = uscc.check(code).valid
        return {"code": code, "clear": valid, "remark": "" if valid else "unknown code"}

    def _send(self, status: int, message_id: str, value: dict[str, Any]) -> None:
        body = canonical_json.dumps(value)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 405:
            self.send_header("Allow", "GET, POST")
        if message_id:
            for name, header in signing.headers(message_id, body, destinations.secret(self.server.name)).items():
                self.send_header(name, header)
        self._end(body)

    def _page(self) -> None:
        """A page for people, so that a demonstration can show what arrived."""
        rows = "".join(
            f"<tr><td>{html.escape(data['subject_name'])}<td>{html.escape(data['honour_name'])}<td>{html.escape(data['decision_no'])}"
            f"<td>{html.escape(data['status'])}<td>{version}<td>{html.escape(received_at)}<td><code>{html.escape(receipt)}</code>"
            for body, version, receipt, received_at in self.server.store.newest()
            for data in [json.loads(body)["data"]]
        )
        page = (
            "<!doctype html><html lang=zh-Hans><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            "<title>信用平台（参考接收端）</title><h1>信用平台（参考接收端）</h1>"
            f"<p>已入库 {self.server.store.count()} 个记录。本页只供演示：对方系统收到了什么，一看便知。</p>"
            "<table border=1 cellpadding=6>"
            "<tr><th>单位<th>荣誉<th>文号<th>状态<th>版本<th>收到时间（UTC）<th>回执号</tr>"
            f"{rows}</table></html>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self._end(page)

    def _end(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

"""The published contract and the receiver as it runs say the same."""

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from uuid import uuid4

import jsonschema
import pytest
import yaml
from django.conf import settings

from campaigns.creditfeed import signing
from campaigns.creditfeed.actions.outbox import CATALOGUE, EVENTS
from kit import clock
from tests.campaigns.creditfeed.conftest import SECRET, honour

pytestmark = pytest.mark.django_db
CONTRACT = yaml.safe_load((Path(settings.ROOT) / "docs" / "credit-feed.openapi.yaml").read_text(encoding="utf-8"))


def fits(value, schema):
    whole = {"$ref": f"#/components/schemas/{schema}", "components": CONTRACT["components"]}
    jsonschema.Draft202012Validator(whole).validate(value)


def ask(receiver, method, path, body=b"", name="id-1", secret=SECRET):
    headers = signing.headers(name, body, secret) if secret else {}
    url = f"http://127.0.0.1:{receiver.port}{path}"
    request = urllib.request.Request(url, body or None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def test_every_answer_of_the_receiver_fits_the_contract(receiver, province):
    record = {"record_id": str(uuid4()), "version": 1, "event": "award", "catalogue": CATALOGUE, "data": honour()}
    fits(record, "Record")
    body = json.dumps(record).encode()

    first = ask(receiver, "POST", "/records", body, f"{record['record_id']}-1")
    again = ask(receiver, "POST", "/records", body, f"{record['record_id']}-1")
    manifest = ask(receiver, "GET", f"/manifest?day={clock.today()}")
    checked = ask(receiver, "POST", "/checks", json.dumps({"subjects": [{"code": "1", "name": "甲"}]}).encode())

    assert [status for status, _body in (first, again, manifest, checked)] == [200] * 4
    for (_status, value), schema in (
        (first, "Receipt"),
        (again, "Receipt"),
        (manifest, "Manifest"),
        (checked, "Check"),
    ):
        fits(value, schema)
    assert (first[1]["outcome"], again[1]["outcome"]) == ("applied", "duplicate")


def test_every_refusal_fits_the_contract(receiver, province):
    refusals = [
        ask(receiver, "POST", "/records", b"{}"),
        ask(receiver, "POST", "/records", b"{}", secret=None),
        ask(receiver, "GET", "/manifest?day=never"),
        ask(receiver, "POST", "/checks", b"{}"),
    ]

    assert [status for status, _body in refusals] == [422, 401, 400, 422]
    for _status, value in refusals:
        fits(value, "Refusal")


@pytest.mark.parametrize("day", ["20261124", "2026-W48-2", "2026-1-1", "2026-02-30", ""])
def test_a_day_in_another_form_is_refused(receiver, province, day):
    status, value = ask(receiver, "GET", f"/manifest?day={day}")

    assert (status, value["error"]) == (400, "day")


@pytest.mark.parametrize("data", ['{"subject_name": "\\ud800"}', '{"\\udfff": 1}', '{"a": NaN}', '{"a": 1e400}'])
def test_what_is_no_interchangeable_json_is_refused_with_an_answer(receiver, province, data):
    body = f'{{"record_id": "x", "version": 1, "event": "award", "catalogue": "c", "data": {data}}}'.encode()

    status, value = ask(receiver, "POST", "/records", body)

    assert (status, value["error"]) == (400, "not-json")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_another_method_is_refused_in_json(receiver, province, method):
    status, value = ask(receiver, method, "/records", b"{}")

    assert (status, value["error"]) == (405, "method")
    fits(value, "Refusal")


def test_head_is_refused_without_a_body(receiver, province):
    connection = http.client.HTTPConnection("127.0.0.1", receiver.port, timeout=10)
    connection.request("HEAD", "/manifest")
    answer = connection.getresponse()

    assert (answer.status, answer.headers["Content-Type"], answer.read()) == (405, "application/json", b"")
    assert answer.headers["Allow"] == "GET, POST"
    connection.close()


def test_the_contract_names_what_the_code_knows():
    record = CONTRACT["components"]["schemas"]["Record"]["properties"]

    assert set(record["event"]["enum"]) == set(EVENTS)
    assert record["catalogue"]["const"] == CATALOGUE

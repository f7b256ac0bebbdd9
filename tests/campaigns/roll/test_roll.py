import csv
import io
import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.honours.actions import entries
from campaigns.honours.models import HonourEntry
from kit.codes import new_code
from tests.factories.roll import decided, noon

pytestmark = pytest.mark.usefixtures("at")
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def as_csv(client, query=""):
    text = b"".join(client.get(f"/honours.csv{query}").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def as_json(client, query=""):
    return json.loads(b"".join(client.get(f"/honours.json{query}").streaming_content))["entries"]


def names(client, query=""):
    return [line.entry.name for line in client.get(f"/honours/{query}").context["lines"]]


def suspend(world, entry, at=(2026, 6, 1)):
    return entries.suspend(entry, reason="核实中", review_on=date(2027, 1, 5), by=world.decider, at=noon(*at))


def revoke(world, entry, at=(2026, 6, 1)):
    return entries.revoke(entry, reason="测撤〔2026〕1号", by=world.decider, at=noon(*at))


def test_an_empty_roll_says_so(client, db):
    assert client.get("/honours/").context["lines"] == []
    assert as_csv(client) == as_json(client) == []


def test_csv_json_and_the_page_agree(client, world):
    decided(world, "测试甲小学", "测试乙小学")
    decided(world, "测试丙中学", day=date(2025, 6, 3))

    table, document = as_csv(client), as_json(client)

    assert [{key: str(value) for key, value in row.items()} for row in document] == table
    assert [row["name"] for row in document] == names(client)
    assert [row["entry_no"] for row in document] == [3, 2, 1]


def test_the_columns_are_those_that_were_promised(client, world):
    decided(world, "测试甲小学")

    assert list(as_csv(client)[0])[:11] == [
        "code", "name", "kind", "territory", "honour", "decision_no", "decision_date", "valid_from", "valid_to",
        "status", "entry_no",
    ]  # fmt: skip


def test_csv_begins_with_the_mark_that_spreadsheet_programs_want(client, world):
    assert next(iter(client.get("/honours.csv").streaming_content)).startswith(b"\xef\xbb\xbf")


def test_a_name_that_looks_like_a_formula_is_made_harmless(client, world):
    decided(world, "=1+1小学")

    assert as_csv(client)[0]["name"] == "'=1+1小学"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?year=2025", ["测试丙中学"]),
        ("?year=2026&kind=commendation", []),
        ("?q=小学", ["测试乙小学", "测试甲小学"]),
        ("?q=测试 甲", ["测试甲小学"]),
        ("?q=%25", []),
        ("?territory=421100", ["测试丙中学", "测试乙小学", "测试甲小学"]),
        ("?territory=421122", ["测试丙中学", "测试乙小学", "测试甲小学"]),
        ("?territory=420100", []),
        ("?after=3", ["测试乙小学", "测试甲小学"]),
        ("?status=valid&year=2026", ["测试乙小学", "测试甲小学"]),
        ("?status=revoked", []),
        ("?as_of=2025-12-31", ["测试丙中学"]),
        ("?as_of=2025-06-02", []),
    ],
)
def test_filters_mean_the_same_everywhere(client, world, query, expected):
    decided(world, "测试甲小学", "测试乙小学")
    decided(world, "测试丙中学", day=date(2025, 6, 3))

    assert names(client, query) == expected
    assert [row["name"] for row in as_csv(client, query)] == expected
    assert [row["name"] for row in as_json(client, query)] == expected


def test_a_call_and_codes_of_unit_and_entry_find_their_entries(client, world):
    one, _other = decided(world, "测试甲小学"), decided(world, "测试乙小学")
    entry = one.entries[0]

    for query in (f"?call={one.call.code.lower()}", f"?q={entry.code.lower()}", f"?q={entry.subject_code}"):
        assert names(client, query) == ["测试甲小学"]


@pytest.mark.parametrize(
    "query",
    [
        "year=abc", "year=99999999999999999999", "year=２０２６年", "territory=42", "territory='", "kind=school",
        "call=K123", "status=all", "as_of=2026-13-01", "as_of=0001-01-01", "as_of=9999-12-31", "after=-1",
        "after=99999999999999999999999", "after=1e9",
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_is_named_and_never_left_out_of_data(client, world, query):
    decided(world, "测试甲小学")
    name = query.partition("=")[0]

    assert list(client.get(f"/honours/?{query}").context["asked"].faults) == [name]
    for address in ("/honours.csv", "/honours.json", "/honours.atom"):
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, sorted(answer.json())) == (400, ["error", "message", "remedy"])


@pytest.mark.parametrize("query", ["q=%00", "q=" + "x" * 5000, "q=\"'%_*", "year=", "unknown=1", "q=%F0%9F%98%80"])
def test_odd_input_is_no_fault(client, world, query):
    assert client.get(f"/honours/?{query}").status_code == 200
    assert client.get(f"/honours.json?{query}").status_code == 200


def test_an_entry_shows_what_was_decided(client, world):
    [entry] = decided(world, "测试甲小学").entries

    page = client.get(f"/honours/{entry.code.lower()}/")

    html = page.content.decode()
    assert (page.status_code, page.context["status"]) == (200, "valid")
    for text in (entry.code, "测试甲小学", entry.decision_no, entry.organ_name, world.county.name, "<svg"):
        assert text in html


def test_an_unknown_broken_or_foreign_code_is_a_missing_page_byte_by_byte(client, world):
    made = decided(world, "测试甲小学")
    other = f"/honours/{made.notice.code}/"

    answers = [client.get(f"/honours/{new_code('H')}/"), client.get("/honours/H12/"), client.get(other)]
    answers.append(client.get(f"/honours/{made.entries[0].code}/?as_of=2026-01-01"))

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_suspended_entry_says_its_code_and_review_day_and_names_nobody(client, world):
    [entry] = decided(world, "测试甲小学").entries
    suspend(world, entry)

    page = client.get(f"/honours/{entry.code}/")

    html = page.content.decode()
    assert page.status_code == 200
    assert [text in html for text in (entry.code, "2027年1月5日", "测试甲小学", entry.subject_code, "核实中")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_suspended_entry_is_named_in_no_channel_of_no_day(client, world):
    [entry] = decided(world, "测试甲小学").entries
    suspend(world, entry)

    addresses = ["/honours/", "/honours/?q=测试甲", "/honours/?as_of=2026-04-01", "/honours/?status=suspended", "/"]
    addresses += [f"/honours/?q={entry.code}", "/honours.csv", "/honours.json?as_of=2026-04-01", "/honours.atom"]
    addresses += ["/search/?q=测试甲", f"/honours/{entry.code}/?as_of=2026-04-01", "/sitemap.xml"]
    for address in addresses:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        html = body.decode().replace('value="测试甲"', "").replace("“测试甲”", "").replace("<title>测试甲", "")
        assert "测试甲小学" not in html, address
        assert entry.subject_code not in html, address
    assert names(client, "?q=测试甲") == []
    assert as_json(client, "?status=suspended")[0]["code"] == entry.code
    assert entry.code not in client.get("/sitemap.xml").content.decode()


def test_a_restored_entry_is_shown_again(client, world):
    [entry] = decided(world, "测试甲小学").entries
    entries.restore(suspend(world, entry), reason="属实", by=world.decider, at=noon(2026, 7, 1))

    assert names(client, "?q=测试甲") == ["测试甲小学"]
    assert client.get(f"/honours/{entry.code}/").context["status"] == "valid"


def test_a_revoked_entry_stays_and_says_so_with_the_reason(client, world):
    [entry] = decided(world, "测试甲小学").entries
    revoke(world, entry)

    page = client.get(f"/honours/{entry.code}/")

    assert (page.status_code, page.context["status"]) == (200, "revoked")
    assert "测撤〔2026〕1号" in page.content.decode()
    assert client.get(f"/honours/{entry.code}/certificate.png").status_code == 404


def test_expired_is_read_from_the_day_without_anything_written(client, world, at):
    [entry] = decided(world, "测试甲小学", day=date(2025, 6, 3)).entries

    at(2028, 6, 3)
    assert as_json(client)[0]["status"] == "valid"
    at(2028, 6, 4)
    assert as_json(client, "?status=expired")[0]["status"] == "expired"
    assert client.get(f"/honours/{entry.code}/").context["status"] == "expired"
    assert HonourEntry.objects.get().status == "valid"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2026-05-31", "valid"),
        ("2026-06-01", "suspended"),
        ("2026-06-30", "suspended"),
        ("2026-07-01", "valid"),
        ("2026-09-01", "revoked"),
        ("2026-11-24", "revoked"),
        ("2031-01-01", "revoked"),
    ],
)
def test_an_earlier_day_is_told_as_it_was(client, world, day, status):
    [entry] = decided(world, "测试甲小学").entries
    suspended = suspend(world, entry, at=(2026, 6, 1))
    restored = entries.restore(suspended, reason="属实", by=world.decider, at=noon(2026, 7, 1))
    revoke(world, restored, at=(2026, 9, 1))

    assert [row["status"] for row in as_json(client, f"?as_of={day}")] == [status]
    assert [row["status"] for row in as_csv(client, f"?as_of={day}&status={status}")] == [status]
    others = {"valid", "expired", "corrected", "suspended", "revoked"} - {status}
    assert [as_json(client, f"?as_of={day}&status={other}") for other in sorted(others)] == [[]] * 4
    assert client.get(f"/honours/{entry.code}/?as_of={day}").context["status"] == status


def test_expired_on_an_earlier_day(client, world, at):
    decided(world, "测试甲小学", day=date(2025, 6, 3))

    at(2030, 1, 1)

    assert [row["status"] for row in as_json(client, "?as_of=2029-01-01&status=expired")] == ["expired"]
    assert [row["status"] for row in as_json(client, "?as_of=2027-01-01")] == ["valid"]


@pytest.mark.parametrize("address", ["/honours/", "/honours/?as_of=2026-04-01&q=小学&territory=421100"])
def test_the_page_asks_as_much_of_thirty_entries_as_of_three(client, world, address):
    counts = []
    for size in (3, 30):
        revoke(world, decided(world, *[f"测试{size}第{number}小学" for number in range(size)]).entries[0])
        client.get(address)  # the overview is counted once for each new state of the roll
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts == ([2, 2] if "as_of" not in address else [4, 4])


def test_the_first_reader_after_a_change_costs_no_more_than_five(client, world, django_assert_num_queries):
    revoke(world, decided(world, "测试甲小学").entries[0])

    with django_assert_num_queries(5):
        client.get("/honours/?as_of=2026-04-01&q=测试甲")


def test_an_entry_costs_three_statements(client, world, django_assert_num_queries):
    [entry] = decided(world, "测试甲小学").entries

    with django_assert_num_queries(3):
        client.get(f"/honours/{entry.code}/")


def test_pages_follow_each_other_without_gap_or_repetition(client, world, monkeypatch):
    monkeypatch.setattr("campaigns.honours.views.public.ON_A_PAGE", 2)
    decided(world, *[f"测试第{number}小学" for number in range(5)])

    seen, address = [], "/honours/?year=2026"
    while address:
        context = client.get(address).context
        seen += [line.entry.entry_no for line in context["lines"]]
        address = context["next"]

    assert seen == [5, 4, 3, 2, 1]


def test_a_name_that_many_units_bear_finds_them_all(client, world, monkeypatch):
    decided(world, "测试甲小学", "测试乙小学", "测试丙中学")

    monkeypatch.setattr("campaigns.honours.reading.FEW", 1)

    assert names(client, "?q=小学") == ["测试乙小学", "测试甲小学"]


def test_a_whole_stream_is_the_same_in_small_pieces(client, world, monkeypatch):
    decided(world, *[f"测试第{number}小学" for number in range(5)])
    whole = as_csv(client)

    monkeypatch.setattr("campaigns.honours.reading.CHUNK", 2)
    monkeypatch.setattr("campaigns.honours.views.files.AT_ONCE", 2)

    assert as_csv(client) == whole
    assert len(as_json(client)) == 5


@pytest.mark.parametrize("address", ["/honours/", "/honours.csv", "/honours.json", "/honours.atom"])
def test_an_unchanged_copy_is_not_sent_again_and_a_changed_one_is(client, world, address):
    [entry] = decided(world, "测试甲小学").entries
    tag = client.get(address).headers["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    suspend(world, entry)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_everybody_gets_the_same_bytes(client, world):
    [entry] = decided(world, "测试甲小学").entries
    addresses = ["/honours/", f"/honours/{entry.code}/", "/honours.atom"]

    before = [client.get(address) for address in addresses]
    client.force_login(world.province_officer)
    after = [client.get(address) for address in addresses]

    assert [one.content for one in before] == [one.content for one in after]
    assert {one.headers["Cache-Control"] for one in before} == {"public, max-age=60"}
    assert {one.headers["Cache-Control"] for one in after} == {"no-store"}


def test_the_feed_has_entries_and_tombstones(client, world):
    kept, hidden, gone = decided(world, "测试甲小学", "测试乙小学", "测试丙小学").entries
    suspend(world, hidden)
    revoke(world, gone)

    feed = ElementTree.fromstring(client.get("/honours.atom").content)

    assert [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")] == [f"urn:uuid:{kept.uuid}"]
    assert {one.get("ref") for one in feed.findall(GONE)} == {f"urn:uuid:{hidden.uuid}", f"urn:uuid:{gone.uuid}"}
    assert feed.findtext(f"{ATOM}updated") == "2026-06-01T04:00:00.000Z"


def test_the_feed_survives_names_with_markup(client, world):
    decided(world, "测试<甲>&小学")

    feed = ElementTree.fromstring(client.get("/honours.atom").content)

    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}title").startswith("测试<甲>&小学")


def test_english_stands_under_its_own_address(client, world):
    [entry] = decided(world, "测试甲小学").entries

    assert "Roll of honour for integrity" in client.get("/en/honours/").content.decode()
    assert "Managing authority" in client.get(f"/en/honours/{entry.code}/").content.decode()


def test_the_first_page_the_search_and_the_sitemap_know_the_roll(client, world):
    [entry] = decided(world, "测试甲小学").entries
    address = f"/honours/{entry.code}/"

    assert client.get("/").context["honours"].count == 1
    for page in ("/", "/search/?q=测试甲", "/sitemap.xml"):
        assert address in client.get(page).content.decode()


def test_the_number_of_an_honour_is_led_from_verify_to_its_entry(client, world):
    [entry] = decided(world, "测试甲小学").entries

    html = client.get("/verify/", {"code": entry.code}).content.decode()

    assert f'href="/honours/{entry.code}/"' in html


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF-")])
def test_a_certificate_is_drawn_once_and_kept(client, world, kind, start):
    [entry] = decided(world, "测试甲小学").entries
    address = f"/honours/{entry.code}/certificate.{kind}"

    first, second = client.get(address), client.get(address)

    assert first.content.startswith(start)
    assert first.content == second.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_here_can_be_written(client, world, method):
    [entry] = decided(world, "测试甲小学").entries

    for address in ("/honours/", f"/honours/{entry.code}/", "/honours.csv", "/honours.json", "/honours.atom"):
        assert getattr(client, method)(address).status_code == 405

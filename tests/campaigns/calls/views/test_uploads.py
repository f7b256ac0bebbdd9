"""Evidence and spreadsheets: what comes in, who takes it away, who may fetch it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campaigns.calls import rules
from campaigns.calls.actions import applications
from campaigns.calls.errors import NotYours, WrongState
from campaigns.calls.models import Evidence
from kit.errors import BadInput
from tests.factories import campaigns
from tests.factories.campaigns import NOON
from tests.factories.identity import UserFactory
from tests.factories.organisations import BureauFactory, SchoolFactory, grant

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture(autouse=True)
def private_store(monkeypatch, tmp_path):
    """The store is chosen once, so the field's own is led to an empty folder for the time of the test."""
    field = Evidence._meta.get_field("file")
    monkeypatch.setattr(field, "storage", FileSystemStorage(location=tmp_path, base_url=None))
    return tmp_path


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.effect_noise((200, 100), 80).save(file, kind)
    return file.getvalue()


def upload(client, application, name, data):
    leaf = rules.asked_of(application.call, application.organisation.stages)[0]
    values = {"version": application.version, f"file-{leaf.pk}": SimpleUploadedFile(name, data)}
    return client.post(reverse("calls:application", args=[application.uuid]), values)


def filed(world, application, at=NOON, data=PDF):
    leaf = rules.asked_of(application.call, application.organisation.stages)[0]
    return applications.file_evidence(application, leaf, "分工 文件.pdf", data, by=world.head, at=at)


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [("a.pdf", PDF, ".pdf"), ("a.jpg", picture("JPEG"), ".jpg"), ("wrong-name.txt", picture(), ".png")],
)
def test_a_pdf_or_picture_is_filed_by_what_it_holds(client, world, private_store, name, data, ending):
    draft = campaigns.application_draft(world)
    client.force_login(world.head)

    upload(client, draft, name, data)

    found = Evidence.objects.get()
    assert (found.name, found.file.name.endswith(ending)) == (name, True)
    assert (private_store / found.file.name).read_bytes() == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("renamed.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("broken.pdf", PDF[:20]),
        ("broken.png", picture()[:-5000]),
        ("broken.jpg", picture("JPEG")[:-4000]),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("too-big.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024) + PDF),
    ],
)
def test_anything_else_is_refused_and_nothing_is_kept(client, world, name, data):
    draft = campaigns.application_draft(world)
    client.force_login(world.head)

    answer = upload(client, draft, name, data)

    assert name in answer.content.decode()
    assert not Evidence.objects.exists()
    draft.refresh_from_db()
    assert draft.narrative == "我们学校……"


def test_the_same_file_twice_is_one(world):
    draft = campaigns.application_draft(world)

    assert filed(world, draft) == filed(world, draft)


def test_ten_files_to_an_indicator_are_enough(world, english):
    draft = campaigns.application_draft(world)
    for number in range(10):
        filed(world, draft, data=PDF.replace(b"9", str(number + 10).encode()))

    with pytest.raises(BadInput, match="ten files"):
        filed(world, draft)


def test_the_head_takes_a_file_away_and_it_is_gone_from_the_store(
    client, world, private_store, django_capture_on_commit_callbacks
):
    draft = campaigns.application_draft(world)
    one = filed(world, draft)
    client.force_login(world.head)

    values = {"version": draft.version, "then": f"remove:{one.uuid}"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("calls:application", args=[draft.uuid]), values)

    assert not Evidence.objects.exists()
    assert not (private_store / one.file.name).exists()


def test_what_reviewers_have_seen_stays(world, english):
    draft = campaigns.application_draft(world)
    one = filed(world, draft, at=NOON - timedelta(minutes=1))
    application = applications.submit(draft, by=world.head, at=NOON)
    with pytest.raises(WrongState, match="handed in"):
        applications.remove_evidence(one, by=world.head, at=NOON)

    returned = applications.send_back(
        application,
        by=world.county_officer,
        at=NOON,
        reason="补",
        due_on=NOON.date() + timedelta(days=5),
        version=application.version,
    )
    with pytest.raises(WrongState, match="stays"):
        applications.remove_evidence(one, by=world.head, at=NOON)
    later = filed(world, returned, at=NOON + timedelta(hours=1), data=PDF + b"\n")
    applications.remove_evidence(later, by=world.head, at=NOON)

    assert list(Evidence.objects.all()) == [one]


def test_nobody_else_files_or_removes(world):
    draft = campaigns.application_draft(world)
    one = filed(world, draft)

    with pytest.raises(NotYours):
        applications.remove_evidence(one, by=world.county_officer, at=NOON)
    with pytest.raises(NotYours):
        applications.file_evidence(draft, one.indicator, "b.pdf", PDF, by=world.county_officer, at=NOON)


def test_a_download_is_an_attachment_that_a_browser_does_not_run(client, world):
    one = filed(world, campaigns.application_draft(world))
    client.force_login(world.head)

    answer = client.get(reverse("calls:evidence", args=[one.uuid]))

    assert b"".join(answer.streaming_content) == PDF
    answer.close()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%88%86")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 200),
        ("county_officer", 200),
        ("province_officer", 200),
        ("auditor", 200),
        ("other_head", 404),
        ("other_county", 404),
        ("teacher", 403),
    ],
)
def test_only_who_sees_the_application_fetches_its_evidence(client, world, who, status):
    draft = campaigns.application_draft(world)
    one = filed(world, draft)
    applications.submit(draft, by=world.head, at=NOON)
    world.auditor, world.teacher = UserFactory(), UserFactory()
    grant(world.auditor, "auditor", world.province)
    grant(world.teacher, "teacher", world.school)
    world.other_head = campaigns.head_of(SchoolFactory(managing_authority=world.county))
    world.other_county = campaigns.officer_of(BureauFactory(managing_authority=world.city))
    client.force_login(getattr(world, who))

    answer = client.get(reverse("calls:evidence", args=[one.uuid]))
    answer.close()

    assert answer.status_code == status


def test_evidence_of_a_draft_is_the_units_alone(client, world):
    one = filed(world, campaigns.application_draft(world))
    client.force_login(world.county_officer)

    assert client.get(reverse("calls:evidence", args=[one.uuid])).status_code == 404


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("指标.xlsx", file.getvalue())


HEADINGS = ("编号", "名称", "评价方法", "佐证材料", "权重", "一票否决", "适用学段")


def test_indicators_come_from_a_spreadsheet(client, world):
    draft = campaigns.call_draft(world)
    client.force_login(world.province_officer)
    rows = [("1", "组织"), ("1.1", "负责", "看", "文件", 100, "", "小学、初中"), ("2", "造假", "", "", "", "是")]

    client.post(reverse("calls:import_indicators", args=[draft.uuid]), {"sheet": sheet(HEADINGS, *rows)})

    assert [(one.number, one.weight, one.veto, one.stages) for one in draft.indicators.all()] == [
        ("1", 0, False, []),
        ("1.1", 100, False, ["primary", "junior"]),
        ("2", 0, True, []),
    ]


@pytest.mark.parametrize(
    "bad",
    [
        sheet(("名字",), ("x",)),
        sheet(HEADINGS, ("1", "一", "", "", "很多")),
        sheet(HEADINGS, ("1", "一", "", "", "NaN")),
        sheet(HEADINGS, ("1", "一", "", "", "1", "", "夜校")),
        sheet(HEADINGS, ("1", "一" * 201)),
        sheet(HEADINGS, ("第一", "一")),
        SimpleUploadedFile("指标.xlsx", b"PK\x03\x04broken"),
        SimpleUploadedFile("指标.xlsx", b""),
    ],
    ids=["headings", "weight", "nan", "stage", "long", "number", "broken", "empty"],
)
def test_a_bad_spreadsheet_changes_nothing(client, world, bad):
    draft = campaigns.call_draft(world)
    client.force_login(world.province_officer)
    bad.seek(0)

    answer = client.post(reverse("calls:import_indicators", args=[draft.uuid]), {"sheet": bad}, follow=True)

    assert [one.level_tag for one in answer.context["messages"]] == ["error"]
    assert draft.indicators.count() == len(campaigns.INDICATORS)

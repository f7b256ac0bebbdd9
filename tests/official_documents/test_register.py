"""The register of official documents: loaded whole or not at all, read by anybody."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from kit.errors import BadInput
from official_documents.actions import register
from official_documents.models import OfficialDocument

pytestmark = pytest.mark.django_db
SHIPPED = Path(settings.ROOT) / "content" / "documents.yaml"
GOOD = {
    "title": "示例办法",
    "number": "鄂教发[2026]第1号",
    "issuer": "示例厅",
    "dated": "2026-01-05",
    "status": "in_force",
}


def written(folder, *rows):
    file = folder / "documents.yaml"
    file.write_text(
        yaml.safe_dump(list(rows), allow_unicode=True).replace("'2026-01-05'", "2026-01-05"), encoding="utf-8"
    )
    return file


def test_what_ships_loads_twice_and_says_what_was_replaced():
    count = register.load(SHIPPED)

    assert register.load(SHIPPED) == count == OfficialDocument.objects.count()
    old = OfficialDocument.objects.get(number="国科发监〔2019〕323号")
    assert old.status == "repealed"
    assert [one.number for one in old.superseded_by.all()] == ["国科发监〔2022〕221号"]


def test_a_number_is_kept_in_its_official_form(tmp_path):
    register.load(written(tmp_path, GOOD))

    assert OfficialDocument.objects.get().number == "鄂教发〔2026〕1号"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": "第一号文件"}, "is not a document number"),
        ({"status": "valid"}, "the status must be one of"),
        ({"issuer": ""}, "“issuer” is missing"),
        ({"dated": None}, "give a day or at least the year"),
        ({"colour": "red"}, "“colour” is not known here"),
        ({"supersedes": ["没有这个"]}, "which is not in the register"),
    ],
)
def test_one_fault_and_nothing_is_loaded(tmp_path, change, said):
    with pytest.raises(BadInput, match=said):
        register.load(written(tmp_path, {**GOOD, "title": "另一个办法", "number": ""}, {**GOOD, **change}))

    assert not OfficialDocument.objects.exists()


def test_anybody_reads_it_in_a_fixed_number_of_queries(client, django_assert_num_queries):
    register.load(SHIPPED)

    with django_assert_num_queries(3):  # count, page, what replaced them
        answer = client.get("/documents/")

    assert "国办发〔2020〕49号" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["?q=学位", "?q=%00", "?status=nonsense", "?page=-1", "?page=9999", "?q=%F0%9F%98%80", "?q=" + "长" * 5000]
)
def test_whatever_is_asked_gets_an_answer(client, query):
    register.load(SHIPPED)

    assert client.get(f"/documents/{query}").status_code == 200


def test_the_search_of_the_whole_site_finds_a_document_by_its_number(client):
    register.load(SHIPPED)

    assert "进一步完善失信约束制度" in client.get("/search/", {"q": "国办发〔2020〕49号"}).content.decode()

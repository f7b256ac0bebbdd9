import pytest
from django.urls import reverse

from media.models import ClassConsent
from tests.factories.activities import add_picture, consent_of, draft, editor_of
from tests.factories.campaigns import officer_of
from tests.factories.organisations import SchoolFactory

FILED = {
    "class_name": "五年级（1）班",
    "school_year": "2026-2027",
    "pictures": "on",
    "shown_where": "platform",
    "paper_at": "教导处二号柜",
    "contact": "教导处 0713-0000000",
}


@pytest.fixture
def editor(client, world):
    client.force_login(world.editor)
    return client


def test_a_school_files_a_consent_and_finds_it_in_its_list(editor, world):
    answer = editor.post(reverse("media:file_consent"), FILED)

    assert answer.url == reverse("media:consents")
    assert [one.class_name for one in editor.get(answer.url).context["consents"]] == ["五年级（1）班"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("class_name", "五年级 13900000077"),
        ("paper_at", "11010519491231002X"),
        ("school_year", "今年"),
        ("contact", ""),
    ],
)
def test_what_does_not_belong_there_is_said_at_its_field(editor, field, text):
    answer = editor.post(reverse("media:file_consent"), {**FILED, field: text})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not ClassConsent.objects.exists()


def test_another_school_sees_none_of_it(client, world):
    consent_of(world)
    client.force_login(editor_of(SchoolFactory(managing_authority=world.county)))

    assert list(client.get(reverse("media:consents")).context["consents"]) == []


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_nobody_else_makes_codes_for_a_picture(client, world, who):
    world.stranger = editor_of(SchoolFactory(managing_authority=world.county))
    world.officer = officer_of(world.county)
    one = add_picture(world, draft(world, pictures=0))
    client.force_login(getattr(world, who))

    answer = client.post(reverse("media:make_code", args=[one.picture.uuid]))

    assert answer.status_code == (404 if who == "stranger" else 403)
    assert not one.picture.withdrawal_codes.exists()

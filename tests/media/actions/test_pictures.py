"""A picture's way: taken in, given a ground, shown, withdrawn for good."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from PIL import Image

from media.actions import pictures, withdrawals
from media.errors import BadCode, BadConsent, BadPicture, NotAllowed, Withdrawn
from media.models import LeavingFile, Picture, PublicCopy, WithdrawalCode
from tests.factories.activities import consent_of, editor_of
from tests.factories.campaigns import NOON
from tests.factories.organisations import SchoolFactory
from tests.factories.pictures import SECRETS, bytes_of, upload
from trail.models import Event

pytestmark = pytest.mark.django_db


def taken(world, **options):
    file = upload(**options)
    return pictures.take_in(file, file.name, world.school, by=world.editor, at=NOON)


def shown(world, **options):
    found = taken(world, **options)
    pictures.give_ground(found, "no_person", None, by=world.editor, at=NOON)
    return pictures.publish(found, by=world.county_officer, at=NOON)


def files(folder):
    return sorted(one for one in folder.rglob("*") if one.is_file())


def test_what_is_stored_has_no_metadata_and_lies_in_the_private_store(world, settings):
    found = taken(world, orientation=6)

    [stored] = files(settings.PRIVATE_ROOT)
    assert stored.name == f"{found.uuid}.jpg"
    assert [secret for secret in SECRETS if secret in stored.read_bytes()] == []
    assert (found.width, found.height) == (400, 640)
    assert found.file.url == ""
    assert files(settings.MEDIA_ROOT) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_no_public_copy_has_metadata(world, settings, kind):
    found = shown(world, kept_as=kind, size=(1600, 1000))

    copies = {one.name: (one.width, one.height) for one in PublicCopy.objects.all()}
    assert sorted(copies.values()) == [(480, 300), (1280, 800)]
    for file in files(settings.MEDIA_ROOT):
        data = file.read_bytes()
        assert [secret for secret in SECRETS if secret in data] == []
        assert Image.open(io.BytesIO(data)).size == copies[file.name]
        assert str(found.uuid) not in file.name


def test_a_broken_picture_leaves_nothing_behind(world, settings):
    with pytest.raises(BadPicture):
        pictures.take_in(io.BytesIO(bytes_of()[:500]), "x.jpg", world.school, by=world.editor, at=NOON)

    assert not Picture.objects.exists()
    assert files(settings.PRIVATE_ROOT) == []


def test_only_the_school_sends_in_its_pictures(world):
    stranger = editor_of(SchoolFactory(managing_authority=world.county))

    for person in (stranger, world.county_officer):
        with pytest.raises(NotAllowed):
            pictures.take_in(upload(), "x.jpg", world.school, by=person, at=NOON)


def test_a_picture_without_ground_is_shown_nowhere(world):
    with pytest.raises(BadConsent):
        pictures.publish(taken(world), by=world.county_officer, at=NOON)


def test_a_consent_of_another_school_or_without_pictures_covers_nothing(world):
    found = taken(world)
    other = consent_of(world)
    type(other).objects.filter(pk=other.pk).update(organisation=SchoolFactory(managing_authority=world.county))
    other.refresh_from_db()

    for consent in (other, consent_of(world, class_name="四年级", pictures=False, works=True), None):
        with pytest.raises(BadConsent):
            pictures.give_ground(found, "consent", consent, by=world.editor, at=NOON)


def test_unpublishing_takes_the_copies_away_and_keeps_the_picture(world, settings, django_capture_on_commit_callbacks):
    found = shown(world)
    assert len(files(settings.MEDIA_ROOT)) == 2

    with django_capture_on_commit_callbacks(execute=True):
        pictures.unpublish(found, by=world.county_officer, at=NOON)

    assert (files(settings.MEDIA_ROOT), PublicCopy.objects.count()) == ([], 0)
    assert len(files(settings.PRIVATE_ROOT)) == 1


def test_a_withdrawal_code_takes_the_picture_down_everywhere_once_and_for_good(
    world, settings, django_capture_on_commit_callbacks
):
    found = shown(world)
    code = withdrawals.make_code(found, by=world.editor, at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        withdrawals.use(f" {code.lower()} ", at=NOON)

    found.refresh_from_db()
    assert (found.withdrawn_at, found.file.name, found.shown_as) == (NOON, "", None)
    assert files(settings.MEDIA_ROOT) == files(settings.PRIVATE_ROOT) == []
    for act in (
        lambda: pictures.publish(found, by=world.county_officer, at=NOON),
        lambda: pictures.give_ground(found, "no_person", None, by=world.editor, at=NOON),
        lambda: withdrawals.make_code(found, by=world.editor, at=NOON),
    ):
        with pytest.raises(Withdrawn):
            act()
    with pytest.raises(BadCode):
        withdrawals.use(code, at=NOON)


def test_the_code_itself_is_kept_nowhere(world):
    code = withdrawals.make_code(taken(world), by=world.editor, at=NOON)

    kept = WithdrawalCode.objects.get()
    details = [f"{one.detail}{one.object_id}" for one in Event.objects.all()]
    assert code.replace("-", "") not in f"{vars(kept)}{details}".upper()


def test_a_wrong_code_takes_nothing_down(world):
    found = shown(world)
    withdrawals.make_code(found, by=world.editor, at=NOON)

    with pytest.raises(BadCode):
        withdrawals.use("0000-0000-0000-0000", at=NOON)

    found.refresh_from_db()
    assert found.withdrawn_at is None


def test_files_that_a_crash_left_behind_go_with_the_next_sweep(world, settings):
    found = shown(world)
    pictures.withdraw(found, at=NOON)  # the callbacks after the commit never run in this test
    assert len(files(settings.MEDIA_ROOT)) == 2

    assert pictures.delete_leaving_files() == 3
    assert pictures.delete_leaving_files() == 0
    assert files(settings.MEDIA_ROOT) == files(settings.PRIVATE_ROOT) == []
    assert not LeavingFile.objects.exists()


def test_a_restore_of_the_database_brings_no_withdrawn_picture_back(world, settings):
    gone, other = shown(world), shown(world, size=(700, 400))
    before = {"file": gone.file.name, "shown_as": gone.shown_as, "withdrawn_at": None}
    pictures.withdraw(gone, at=NOON)
    Picture.objects.filter(pk=gone.pk).update(**before)  # as if an older backup had been restored
    with Path(settings.WITHDRAWN_PICTURES).open("a") as journal:
        journal.write("half a li")

    assert (pictures.withdraw_again(NOON), pictures.withdraw_again(NOON)) == (1, 0)

    gone.refresh_from_db()
    other.refresh_from_db()
    assert (gone.withdrawn_at, gone.shown_as, other.withdrawn_at) == (NOON, None, None)


def test_withdrawing_twice_is_once(world):
    found = shown(world)

    pictures.withdraw(pictures.withdraw(found, at=NOON), at=NOON)

    assert Event.objects.filter(action="picture.withdrawn").count() == 1


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"ground": "consent"}, "picture_has_a_consent_exactly_when_it_rests_on_one"),
        ({"withdrawn_at": NOON}, "withdrawn_picture_is_shown_nowhere_and_kept_nowhere"),
        ({"withdrawn_at": NOON, "file": ""}, "withdrawn_picture_is_shown_nowhere_and_kept_nowhere"),
        ({"ground": ""}, "picture_is_shown_only_with_a_ground"),
    ],
)
def test_the_database_refuses(world, changes, name):
    found = shown(world)

    with refused(name), transaction.atomic():
        Picture.objects.filter(pk=found.pk).update(**changes)


def test_the_database_refuses_a_consent_beside_another_ground(world):
    found = taken(world)

    with refused("picture_has_a_consent_exactly_when_it_rests_on_one"), transaction.atomic():
        Picture.objects.filter(pk=found.pk).update(ground="no_person", consent=consent_of(world))


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_copy_of_a_withdrawn_picture(world):
    found = pictures.withdraw(shown(world), at=NOON)

    with pytest.raises(IntegrityError):
        PublicCopy.objects.create(picture_id=uuid4(), width=480, height=300, name="0" * 32 + ".webp")
    with refused("withdrawn_picture_is_shown_nowhere_and_kept_nowhere"):
        Picture.objects.filter(pk=found.pk).update(shown_as=uuid4())


def test_the_public_store_has_no_place_for_guesses(world):
    shown(world)

    assert all(len(one.name) == 37 for one in PublicCopy.objects.all())
    assert storages["public"].exists(PublicCopy.objects.first().name)

"""Wagtail's library: every way into it makes the picture anew."""

import gc
import io

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from media.errors import BadPicture
from media.models import LibraryImage
from tests.factories.campaigns import officer_of
from tests.factories.organisations import BureauFactory
from tests.factories.pictures import SECRETS, bytes_of, upload

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a new rendition to the garbage collector.
    pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


@pytest.fixture(autouse=True)
def no_kept_renditions():
    cache.clear()


@pytest.fixture
def admin(client):
    client.force_login(officer_of(BureauFactory(level="province")))
    return client


def words_in(image):
    with image.file.open("rb") as file:
        data = file.read()
    return [secret for secret in SECRETS if secret in data]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_that_a_command_puts_in_has_no_metadata(kind):
    data = bytes_of(kind, size=(800, 600), orientation=6 if kind == "JPEG" else 1)

    image = LibraryImage.objects.create(title="x", file=ImageFile(io.BytesIO(data), name=f"x.{kind.lower()}"))

    image.refresh_from_db()
    assert words_in(image) == []
    assert (image.width, image.height) == ((600, 800) if kind == "JPEG" else (800, 600))
    assert image.file_size == image.file.size
    assert words_in(image.get_rendition("width-300")) == []
    gc.collect()


def test_a_command_cannot_put_in_what_is_no_picture():
    with pytest.raises(BadPicture):
        LibraryImage(title="x", file=ImageFile(io.BytesIO(b"no"), name="x.jpg"), width=1, height=1).save()


@pytest.mark.parametrize("address", ["wagtailimages:add", "wagtailimages:add_multiple"])
def test_the_editors_forms_make_it_anew(admin, address):
    fields = {"title": "一张照片", "file": upload(size=(800, 600), orientation=6), "collection": 1}
    if address.endswith("multiple"):
        fields["files[]"] = fields.pop("file")
    answer = admin.post(reverse(address), fields, headers={"X-Requested-With": "XMLHttpRequest"})

    image = LibraryImage.objects.get()
    assert answer.status_code in {200, 302}
    assert words_in(image) == []
    assert (image.width, image.height, image.file_size) == (600, 800, image.file.size)


@pytest.mark.parametrize("data", [b"just words", bytes_of()[:700]])
def test_the_editors_form_refuses_what_is_broken_with_a_sentence(admin, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = admin.post(
        reverse("wagtailimages:add"), {"title": "x", "file": SimpleUploadedFile("x.jpg", data), "collection": 1}
    )

    assert (answer.status_code, bool(answer.context["form"].errors["file"])) == (200, True)
    assert not LibraryImage.objects.exists()


def test_changing_the_words_of_a_picture_leaves_the_file_alone(admin):
    image = LibraryImage.objects.create(title="x", file=ImageFile(io.BytesIO(bytes_of()), name="x.jpg"))
    name = image.file.name

    admin.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "新名", "collection": 1, "ground": "no_person"}
    )

    image.refresh_from_db()
    assert (image.title, image.ground, image.file.name) == ("新名", "no_person", name)


def test_no_picture_of_the_library_rests_on_a_consent(admin):
    image = LibraryImage.objects.create(title="x", file=ImageFile(io.BytesIO(bytes_of()), name="x.jpg"))

    page = admin.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "x", "collection": 1, "ground": "consent"}
    )

    assert "ground" in page.context["form"].errors
    with pytest.raises(IntegrityError, match="library_picture_rests_on_no_consent"), transaction.atomic():
        LibraryImage.objects.filter(pk=image.pk).update(ground="consent")

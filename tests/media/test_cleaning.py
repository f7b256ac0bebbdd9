"""What comes out of an uploaded picture: its pixels, upright, and nothing else (P-D2, P-I1)."""

import io

import pytest
from PIL import Image

from media import cleaning
from media.errors import BadPicture
from tests.factories.pictures import SECRETS, bomb, bytes_of, moving, two_frames


def cleaned(data, name="照片.jpg"):
    return cleaning.clean(io.BytesIO(data), name)


def opened(clean):
    return Image.open(io.BytesIO(clean.data))


@pytest.mark.parametrize(
    ("given", "kept"), [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("AVIF", "AVIF"), ("HEIF", "JPEG")]
)
def test_no_format_keeps_a_word_of_its_metadata(given, kept):
    data = bytes_of(given)
    assert any(secret in data for secret in SECRETS)

    clean = cleaned(data)

    picture = opened(clean)
    assert [secret for secret in SECRETS if secret in clean.data] == []
    assert (picture.format, picture.size, dict(picture.getexif())) == (kept, (640, 400), {})
    assert picture.info.keys().isdisjoint({"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"})


def test_a_picture_lying_on_its_side_is_turned_upright():
    picture = opened(cleaned(bytes_of(orientation=6)))

    assert picture.size == (400, 640)
    red, _green, blue = picture.getpixel((200, 100))
    assert red > 200
    assert blue < 60


def test_the_second_frame_of_a_telephone_picture_is_gone():
    clean = cleaned(two_frames())

    assert (opened(clean).format, getattr(opened(clean), "n_frames", 1)) == ("JPEG", 1)
    assert clean.data.count(b"\xff\xd8\xff") == 1


def test_a_large_picture_is_made_smaller():
    assert opened(cleaned(bytes_of(size=(6000, 3000)))).size == (3000, 1500)


@pytest.mark.parametrize(
    ("mode", "kept"), [("RGBA", "RGBA"), ("L", "RGB"), ("CMYK", "RGB"), ("I;16", "RGB"), ("1", "RGB")]
)
def test_every_kind_of_pixel_is_taken(mode, kept):
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "TIFF" if mode == "x" else "JPEG" if mode == "CMYK" else "PNG")

    assert opened(cleaned(out.getvalue())).mode == kept


REFUSED = {
    "text.jpg": (b"not a picture at all", "no picture that we can read"),
    "page.png": (b"<html><body>hello</body></html>", "no picture that we can read"),
    "empty.jpg": (b"", "no picture that we can read"),
    "vector.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that we can read"),
    "cut.jpg": (bytes_of()[:900], "is broken"),
    "cut.png": (bytes_of("PNG")[:-60], "is broken"),
    "cut.heic": (bytes_of("HEIF")[:-400], "no picture that we can read"),
    "bomb.png": (bomb(), "more than 40 million pixels"),
    "moving.webp": (moving("WEBP"), "moves"),
    "moving.png": (moving("PNG"), "moves"),
    "large.jpg": (b"\xff\xd8\xff" + bytes(25 * 1024 * 1024), "larger than 20 MB"),
}


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_by_name_with_the_reason(name):
    data, reason = REFUSED[name]

    with pytest.raises(BadPicture, match=reason) as refusal:
        cleaned(data, f"C:/phone/{name}")

    assert str(refusal.value).startswith(f"“{name}”")

"""Making an uploaded picture harmless: bounded, turned upright, in sRGB, and without a word about who took it where."""

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

import pillow_heif
from django.conf import settings
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from media.errors import BadPicture

pillow_heif.register_heif_opener()

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
KEPT_AS = {"PNG": "PNG", "WEBP": "WEBP", "AVIF": "AVIF"}  # everything else becomes a JPEG
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
QUALITY: dict[str, dict[str, Any]] = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "AVIF": {"quality": 80}}
LONGEST_SIDE = 3000  # enough for a printed page; what is larger is made smaller
MEGABYTE = 1024 * 1024


class CleanPicture(ImageFile):
    """A picture that was made anew from its pixels: the mark by which it is not cleaned twice."""


@dataclass(frozen=True)
class Cleaned:
    """The bytes of a picture made anew, their format, and its size in pixels."""

    data: bytes
    format: str
    width: int
    height: int

    def as_file(self, stem: str) -> CleanPicture:
        return CleanPicture(io.BytesIO(self.data), name=f"{stem}.{ENDINGS[self.format]}")


def clean(file: IO[bytes], name: str) -> Cleaned:
    """The picture in `file` made anew from its pixels alone, upright, in sRGB, at most LONGEST_SIDE pixels long.

    JPEG, PNG, WebP and AVIF stay what they are; HEIF becomes JPEG; of several frames in a JPEG only the first is kept.
    Raises: BadPicture, naming the file, when it is too large, too many pixels, moving, broken, or no picture.
    """
    file.seek(0)
    data = file.read(settings.MAX_UPLOAD_BYTES + 1)
    shown = {"name": PurePath(name).name[:60], "limit": settings.MAX_UPLOAD_BYTES // MEGABYTE}
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise BadPicture(
            _("“%(name)s” is larger than %(limit)d MB and was not taken. Please send it in a smaller size.") % shown
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damaged metadata is none of our concern: it goes away
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                return _made_anew(picture, shown)
    except BadPicture:
        raise
    except Image.UnidentifiedImageError:
        raise BadPicture(
            _("“%(name)s” is no picture that we can read. Take JPEG, PNG, WebP, AVIF or HEIC.") % shown
        ) from None
    except Image.DecompressionBombError:
        raise _too_many_pixels(shown) from None
    except Exception:  # noqa: BLE001 -- decoders raise what they like; the file is what is wrong
        raise BadPicture(
            _("“%(name)s” is broken and was not taken. Open it, save it anew, or send another one.") % shown
        ) from None


def _made_anew(picture: Image.Image, shown: dict[str, Any]) -> Cleaned:
    if picture.width * picture.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels(shown)
    found = picture.format or ""
    if getattr(picture, "is_animated", False) and found in KEPT_AS:
        raise BadPicture(_("“%(name)s” moves. Please send a picture that stands still.") % shown)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than it is needed
    profile = picture.info.get("icc_profile")
    picture.load()
    upright = _in_srgb(ImageOps.exif_transpose(picture), profile)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    kept_as = KEPT_AS.get(found, "JPEG")
    if kept_as == "JPEG" and upright.mode == "RGBA":
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    fresh = Image.new(upright.mode, upright.size)  # whatever Pillow remembers about a file stays with the old one
    fresh.paste(upright)
    return Cleaned(encoded(fresh, kept_as), kept_as, fresh.width, fresh.height)


def encoded(picture: Image.Image, kept_as: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kept_as, **{**QUALITY.get(kept_as, {}), **options})
    return out.getvalue()


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB, or RGBA where something is transparent; the colours as they were meant."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    if profile and picture.mode in {"RGB", "CMYK"}:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
            picture = changed or picture
        except ImageCms.PyCMSError:
            pass  # a profile that nobody can read changes no colour
    return picture.convert("RGBA" if see_through else "RGB")


def _too_many_pixels(shown: dict[str, Any]) -> BadPicture:
    limit = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return BadPicture(
        _("“%(name)s” has more than %(limit)d million pixels. Choose a smaller size in the camera's settings.")
        % {**shown, "limit": limit}
    )

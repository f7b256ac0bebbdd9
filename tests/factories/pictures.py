"""Uploaded pictures with everything in them that must not leave the house."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

PLACE = "GPS-SECRET-CAMERA"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>XMP-SECRET</a></x:xmpmeta>'
SECRETS = (PLACE.encode(), b"XMP-SECRET", b"COMMENT-SECRET", b"ICC-SECRET", b"Exif\x00", b"http://ns.adobe.com/xap")


def _exif(orientation=1):
    exif = Image.Exif()
    exif[0x010F] = PLACE
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 17.0, 5.0), 3: "E", 4: (114.0, 37.0, 5.0)})
    return exif.tobytes()


def drawn(size=(640, 400), mode="RGB"):
    """Red on the left, blue on the right, so that turning shows."""
    picture = Image.new(mode, size, "blue")
    picture.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    return picture


def bytes_of(kept_as="JPEG", size=(640, 400), orientation=1, mode="RGB", **options):
    """A picture in this format that says where, by which device and by whom it was taken."""
    out = io.BytesIO()
    planted = {"exif": _exif(orientation)}
    if kept_as in {"JPEG", "WEBP", "AVIF"}:
        planted["xmp"] = XMP
        planted["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if kept_as == "JPEG":
        planted["comment"] = b"COMMENT-SECRET"
    if kept_as == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "COMMENT-SECRET")
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        planted["pnginfo"] = info
    drawn(size, mode).save(out, kept_as, **{**planted, **options})
    return out.getvalue()


def upload(kept_as="JPEG", name="", **options):
    endings = {"JPEG": "jpg", "HEIF": "heic"}
    return SimpleUploadedFile(name or f"班会.{endings.get(kept_as, kept_as.lower())}", bytes_of(kept_as, **options))


def two_frames():
    """What some telephones write: a JPEG with a second one behind it, which has metadata of its own."""
    out = io.BytesIO()
    drawn().save(out, "MPO", save_all=True, append_images=[drawn((320, 200))], exif=_exif())
    return out.getvalue()


def moving(kept_as):
    out = io.BytesIO()
    frames = [drawn(), drawn((640, 400)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    frames[0].save(out, kept_as, save_all=True, append_images=frames[1:], duration=200)
    return out.getvalue()


def bomb():
    """Few bytes, 400 million pixels."""
    out = io.BytesIO()
    Image.new("1", (20000, 20000)).save(out, "PNG")
    return out.getvalue()

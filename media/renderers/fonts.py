"""The fonts that pictures are drawn with, and whether they have a character at all.

The shipped font is Noto Sans CJK (variable, index 2 = Simplified Chinese); `FONT_PATHS` adds others after it.
"""

import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTCollection, TTFont
from PIL import ImageFont

_per_thread = threading.local()  # a font object is changed by its weight and must not be shared


@cache
def files() -> list[tuple[str, int]]:
    """Path and index in the collection, the shipped one first."""
    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured("The package manimgx-fonts-cjk is not installed; it holds the font of certificates.")
    found = sorted(Path(spec.origin).parent.rglob("NotoSansCJK-VF*.ttc"))
    return [(str(file), 2) for file in found] + [(str(file), 0) for file in settings.FONT_PATHS]


@cache
def characters(place: int) -> frozenset[int]:
    """The code points that the font at this place of `files()` can draw."""
    path, index = files()[place]
    if path.endswith(".ttc"):
        with TTCollection(path, lazy=True) as collection:
            return frozenset(collection.fonts[index].getBestCmap())
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> str:
    """The characters of `text` for which no single font of ours serves; "" when one font can draw all of it."""
    wanted = {ord(character) for character in text if not character.isspace()}
    lacks = [wanted - characters(place) for place in range(len(files()))]
    fewest = min(lacks, key=len)
    return "".join(sorted(chr(point) for point in fewest))


def font(text: str, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """A font that has every character of `text` (the shipped one when none has), at this size and weight."""
    wanted = {ord(character) for character in text if not character.isspace()}
    place = next((i for i in range(len(files())) if wanted <= characters(i)), 0)
    held = _per_thread.__dict__.setdefault("fonts", {})
    if (place, size, weight) not in held:
        path, index = files()[place]
        made = ImageFont.truetype(path, size, index=index)
        if path.endswith(".ttc") or "VF" in path:
            made.set_variation_by_axes([weight])
        held[place, size, weight] = made
    found: ImageFont.FreeTypeFont = held[place, size, weight]
    return found

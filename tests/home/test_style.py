"""The promises of the design that a machine can check."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = settings.ROOT / "site" / "static" / "css"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black|red|gr[ae]y)\b")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken")],
    *[("cinnabar-text", ground) for ground in ("paper", "surface")],
    *[("celadon-text", ground) for ground in ("paper", "surface", "sunken", "celadon-soft")],
    ("on-cinnabar", "cinnabar"),
    ("on-cinnabar", "cinnabar-strong"),
    ("on-celadon", "celadon"),
    ("on-celadon", "celadon-strong"),
    ("gold-text", "gold-soft"),
    ("gold-text", "paper"),
    ("warn-text", "warn-soft"),
    ("alarm-text", "alarm-soft"),
    ("alarm-text", "surface"),
]
CONTROLS = [
    (edge, ground)
    for edge in ("line-strong", "celadon-line", "gold-line", "warn-line", "alarm-line", "focus")
    for ground in ("paper", "surface")
]


def tokens(theme):
    text = (CSS / "tokens.css").read_text()
    dark = text[text.index("@media (prefers-color-scheme: dark)") : text.index("@media print")]
    light = text[: text.index("@media")]
    pairs = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", light))
    return pairs if theme == "light" else {**pairs, **dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", dark))}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("wanted", "pairs"), [(4.5, TEXT), (3.0, CONTROLS)], ids=["text", "controls"])
def test_every_pair_of_colours_can_be_read(theme, wanted, pairs):
    colours = tokens(theme)

    weak = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in pairs}

    assert {pair: found for pair, found in weak.items() if found < wanted} == {}


def test_colours_are_named_in_the_tokens_only():
    places = [
        f"{file.name}:{number}"
        for file in sorted(CSS.glob("*.css"))
        if file.name != "tokens.css"
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if COLOUR.search(line)
    ]

    assert places == []


def test_every_colour_that_is_used_has_a_token():
    defined = set(re.findall(r"--([a-z0-9-]+):", "".join(file.read_text() for file in CSS.glob("*.css"))))
    used = {name for file in CSS.glob("*.css") for name in re.findall(r"var\(--([a-z0-9-]+)", file.read_text())}

    assert used - defined == set()


def test_old_browsers_understand_every_selector():
    text = "".join(file.read_text() for file in CSS.glob("*.css"))

    assert re.findall(r":(?:is|where|has)\(|@layer|@container", text) == []


def test_no_template_carries_a_script_or_a_style_of_its_own():
    own = [settings.ROOT / folder for folder in ("site", "courses", "campaigns", "assessments", "media")]
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/)|\son[a-z]+=", re.I)

    places = [
        str(file.relative_to(settings.ROOT))
        for folder in own
        for file in Path(folder).rglob("*.html")
        if inline.search(file.read_text())
    ]

    assert places == []

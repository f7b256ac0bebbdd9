"""A certificate as a picture: A4 upright at 300 dots an inch. Says what it is given; knows nobody."""

import io
from dataclasses import dataclass, field

import segno
from PIL import Image, ImageDraw

from media.renderers import fonts

WIDTH, HEIGHT, DPI = 2480, 3508, 300
PAPER, INK, SOFT, GOLD, CINNABAR = "#fdfaf2", "#211c17", "#5e554a", "#a8802f", "#ab2f22"
MARGIN = 150
# Punctuation that must not begin a line.
CLOSING = "，。；：！？、）》”〕"


@dataclass(frozen=True)
class Drawing:
    """Everything written on a certificate. `mark` is laid across it, as 样张 in a demonstration."""

    heading: str
    name: str
    text: str
    organiser: str
    day: str
    qr: str
    qr_caption: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    mark: str = ""

    def characters(self) -> str:
        parts = [self.heading, self.name, self.text, self.organiser, self.day, self.qr_caption, self.mark]
        return "".join([*parts, *(word for fact in self.facts for word in fact)])


def draw(drawing: Drawing) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    _frame(pen)
    emblem(pen, (WIDTH // 2, 560), 330)
    _centred(pen, drawing.heading, top=860, size=150, weight=800)
    pen.line([(WIDTH // 2 - 260, 1110), (WIDTH // 2 + 260, 1110)], fill=GOLD, width=6)
    size = _fitting(drawing.name, 190, WIDTH - 2 * MARGIN - 300)
    _centred(pen, drawing.name, top=1230, size=size, weight=600)
    _paragraph(pen, drawing.text, top=1560, size=72)
    _facts(pen, drawing.facts, top=2130)
    _qr(image, pen, drawing)
    _signed(pen, drawing)
    if drawing.mark:
        image = _marked(image, drawing.mark)
    return image


def as_png(drawing: Drawing) -> bytes:
    out = io.BytesIO()
    draw(drawing).save(out, "PNG", dpi=(DPI, DPI), optimize=True)
    return out.getvalue()


def as_pdf(drawing: Drawing, *, title: str) -> bytes:
    out = io.BytesIO()
    draw(drawing).save(out, "PDF", resolution=DPI, quality=92, title=title, author=drawing.organiser)
    return out.getvalue()


def emblem(pen: ImageDraw.ImageDraw, centre: tuple[int, int], size: int, colour: str = CINNABAR) -> None:
    """The platform's own mark, two kept ends that hold each other. It is no seal and looks like none."""
    scale = size / 48
    left, top = centre[0] - size / 2, centre[1] - size / 2

    def at(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(left + x * scale, top + y * scale) for x, y in points]

    width = round(4 * scale)
    pen.line(
        at([(21.5, 33.5), (18, 37), (5, 24), (18, 11), (31, 24), (26.5, 28.5)]), fill=colour, width=width, joint="curve"
    )
    pen.line(
        at([(26.5, 14.5), (30, 11), (43, 24), (30, 37), (17, 24), (21.5, 19.5)]),
        fill=colour,
        width=width,
        joint="curve",
    )
    pen.polygon(at([(24, 20.7), (27.3, 24), (24, 27.3), (20.7, 24)]), fill=colour)


def _frame(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([MARGIN, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN], outline=GOLD, width=10)
    inner = MARGIN + 34
    pen.rectangle([inner, inner, WIDTH - inner, HEIGHT - inner], outline=GOLD, width=3)


def _centred(pen: ImageDraw.ImageDraw, text: str, *, top: int, size: int, weight: int) -> None:
    pen.text((WIDTH / 2, top), text, font=fonts.font(text, size, weight), fill=INK, anchor="mt")


def _fitting(text: str, size: int, width: int) -> int:
    """The size, made smaller until the text fits into the width."""
    while size > 60 and fonts.font(text, size, 600).getlength(text) > width:
        size -= 10
    return size


def _lines(text: str, size: int, width: int) -> list[str]:
    """Chinese breaks after any character, but no line begins with a closing mark."""
    font = fonts.font(text, size)
    lines, line = [], ""
    for character in text:
        if line and font.getlength(line + character) > width and character not in CLOSING:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def _paragraph(pen: ImageDraw.ImageDraw, text: str, *, top: int, size: int) -> None:
    left = MARGIN + 200
    for i, line in enumerate(_lines("　　" + text, size, WIDTH - 2 * left)):
        pen.text((left, top + i * round(size * 1.9)), line, font=fonts.font(text, size), fill=INK)


def _facts(pen: ImageDraw.ImageDraw, facts: list[tuple[str, str]], *, top: int) -> None:
    left = MARGIN + 200
    for i, (name, value) in enumerate(facts):
        y = top + i * 92
        pen.text((left, y), name, font=fonts.font(name, 48), fill=SOFT)
        pen.text((left + 330, y), value, font=fonts.font(value, 48, 500), fill=INK)


def _qr(image: Image.Image, pen: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    out = io.BytesIO()
    segno.make(drawing.qr, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    code = Image.open(out).convert("RGB")
    left, top = MARGIN + 200, 2690
    image.paste(code, (left, top))
    caption = drawing.qr_caption
    pen.text((left, top + code.height + 24), caption, font=fonts.font(caption, 38), fill=SOFT)


def _signed(pen: ImageDraw.ImageDraw, drawing: Drawing) -> None:
    right = WIDTH - MARGIN - 200
    size = _fitting(drawing.organiser, 64, 1000)
    pen.text((right, 2830), drawing.organiser, font=fonts.font(drawing.organiser, size, 600), fill=INK, anchor="rt")
    pen.text((right, 2950), drawing.day, font=fonts.font(drawing.day, 52), fill=INK, anchor="rt")


def _marked(image: Image.Image, mark: str) -> Image.Image:
    """Across the whole sheet, light enough to read through it, impossible to overlook."""
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    font = fonts.font(mark, 640, 700)
    pen.text((WIDTH / 2, HEIGHT / 2), mark, font=font, fill=(171, 47, 34, 38), anchor="mm")
    return Image.alpha_composite(image.convert("RGBA"), layer.rotate(32)).convert("RGB")

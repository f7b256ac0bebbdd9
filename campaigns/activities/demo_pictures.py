"""Pictures for the demonstration, drawn here: nobody is on them, and nobody took them."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from media.renderers.fonts import font

SIZE = (1280, 860)
PAPER, INK, RED, GREEN, GOLD = "#f7efdf", "#2b2520", "#ab2f22", "#2d6c60", "#c89b45"
LIGHT, WOOD, BOARD = "#fffaf0", "#8a5a34", "#2f4a42"
Scene = Callable[[ImageDraw.ImageDraw, str], None]


def blackboard(draw: ImageDraw.ImageDraw, words: str) -> None:
    """A blackboard with a line of words, and rows of desks before it."""
    draw.rectangle((0, 0, *SIZE), fill="#efe3cb")
    draw.rectangle((120, 80, 1160, 500), fill=WOOD)
    draw.rectangle((142, 102, 1138, 478), fill=BOARD)
    draw.text((640, 270), words, font=font(words, 92, 700), fill=LIGHT, anchor="mm")
    draw.line((330, 350, 950, 350), fill=GOLD, width=6)
    draw.rectangle((0, 600, SIZE[0], SIZE[1]), fill="#d9c39b")
    for row, top in enumerate((620, 730)):
        for left in range(90 - row * 40, 1240, 290):
            draw.rounded_rectangle((left, top, left + 220, top + 26), 8, fill=WOOD)
            draw.rectangle((left + 20, top + 26, left + 34, top + 100), fill=INK)
            draw.rectangle((left + 186, top + 26, left + 200, top + 100), fill=INK)


def bookshelf(draw: ImageDraw.ImageDraw, words: str) -> None:
    """Shelves of books that nobody watches, with a notebook for who borrows one."""
    draw.rectangle((0, 0, *SIZE), fill=PAPER)
    colours = (RED, GREEN, GOLD, "#4a6a8a", "#7a5a78", "#b56b3a")
    for shelf, bottom in enumerate((300, 540)):
        left = 120
        for number in range(19):
            width, height = 38 + (number * 7 + shelf * 5) % 22, 130 + (number * 13 + shelf * 29) % 60
            draw.rounded_rectangle((left, bottom - height, left + width, bottom), 4, fill=colours[(number + shelf) % 6])
            draw.line((left + 8, bottom - height + 26, left + width - 8, bottom - height + 26), fill=LIGHT, width=4)
            left += width + 6
        draw.rectangle((90, bottom, 1190, bottom + 18), fill=WOOD)
    draw.rounded_rectangle((380, 620, 900, 810), 14, fill=LIGHT, outline=INK, width=4)
    draw.text((640, 680), words, font=font(words, 54, 700), fill=RED, anchor="mm")
    for line in (730, 765):
        draw.line((430, line, 850, line), fill="#cbbfa8", width=3)


def letter(draw: ImageDraw.ImageDraw, words: str) -> None:
    """A letter out of its envelope."""
    draw.rectangle((0, 0, *SIZE), fill="#e6ece6")
    draw.rounded_rectangle((330, 90, 950, 620), 10, fill=LIGHT, outline="#cbbfa8", width=4)
    draw.text((640, 190), words, font=font(words, 64, 700), fill=INK, anchor="mm")
    for place, line in enumerate(range(270, 560, 50)):
        draw.line((400, line, 880 - (place == 5) * 260, line), fill="#b9ad97", width=5)
    draw.polygon([(200, 480), (1080, 480), (1080, 800), (200, 800)], fill=GOLD)
    draw.polygon([(200, 480), (640, 690), (200, 800)], fill="#b98a36")
    draw.polygon([(1080, 480), (640, 690), (1080, 800)], fill="#b98a36")
    draw.ellipse((596, 640, 684, 728), fill=RED)


def drawn(scene: Scene, words: str) -> io.BytesIO:
    picture = Image.new("RGB", SIZE)
    scene(ImageDraw.Draw(picture), words)
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out

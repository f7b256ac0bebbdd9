from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from media.renderers import certificate, fonts

RARE = "㛃䶮𬭊𠮷"


def ink(character, size=200):
    image = Image.new("L", (size * 2, size * 2), 255)
    ImageDraw.Draw(image).text((20, 20), character, font=fonts.font(character, size), fill=0)
    return image.tobytes()


@pytest.mark.parametrize("character", RARE)
def test_a_rare_character_is_drawn_and_not_as_a_box(character):
    box, nothing = ink("\U000e0fff"), ink(" ")

    assert ink(character) not in {box, nothing}
    assert len({ink(one) for one in RARE}) == len(RARE)


def test_a_character_without_a_glyph_is_named():
    assert fonts.missing("林㛃䶮𬭊𠮷") == ""
    assert fonts.missing("扎西ཨ") == "ཨ"


@pytest.fixture(scope="module")
def drawing():
    return certificate.Drawing(
        heading="培训合格证书",
        name="林㛃䶮𬭊𠮷",
        text="完成培训，修满3学时，特发此证。",
        organiser="示例红安县教育局",
        day="2026年11月24日",
        qr="http://127.0.0.1:8000/verify/C0123456789A/",
        qr_caption="扫码查验",
        facts=[("证书编号", "C0123456789A")],
        mark="样张",
    )


def test_the_picture_is_a4_upright_at_300_dots_an_inch(drawing):
    image = Image.open(BytesIO(certificate.as_png(drawing)))

    assert (image.format, image.size) == ("PNG", (2480, 3508))
    assert tuple(round(value) for value in image.info["dpi"]) == (300, 300)


def test_the_name_stands_on_the_paper_in_ink(drawing):
    from dataclasses import replace

    area = (certificate.MARGIN + 60, 1200, certificate.WIDTH - certificate.MARGIN - 60, 1480)
    named = certificate.draw(replace(drawing, mark="")).crop(area)
    nameless = certificate.draw(replace(drawing, mark="", name=" ")).crop(area)
    dark = sum(named.convert("L").histogram()[:80])

    assert dark > 20_000
    assert named.tobytes() != nameless.tobytes()


def test_the_pdf_has_one_page_and_a_title(drawing):
    pdf = certificate.as_pdf(drawing, title="培训合格证书 C0123456789A")

    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1


def test_a_long_name_is_made_to_fit(drawing):
    from dataclasses import replace

    image = certificate.draw(replace(drawing, name="阿卜杜热合曼·买买提吐尔逊·艾合买提江", mark=""))
    edge = image.crop((certificate.MARGIN + 45, 1200, certificate.MARGIN + 120, 1480))

    assert {pixel for _count, pixel in edge.getcolors()} == {(253, 250, 242)}


def test_no_line_of_a_paragraph_begins_with_a_closing_mark():
    lines = certificate._lines("完成了“二〇二六年度教师信用知识培训”，修满三学时，结业测评合格。" * 4, 72, 900)

    assert len(lines) > 5
    assert not [line for line in lines if line[0] in certificate.CLOSING]

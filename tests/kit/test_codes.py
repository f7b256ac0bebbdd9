import pytest

from kit import codes
from kit.errors import BadInput

pytestmark = pytest.mark.usefixtures("english")


def test_a_new_code_is_read_back_however_it_was_typed():
    code = codes.new_code("H")

    assert codes.parse_code(f" {code[:4].lower()}-{code[4:8]} {code[8:]}") == code


def test_letters_that_are_misread_within_the_body_are_mended():
    body = "C0000000001"
    code = body + codes.check_character(body)

    assert codes.parse_code("CO00000000I" + code[-1]) == code


def test_every_mistyped_character_is_refused():
    code = codes.new_code("C")
    wrong = [code[:i] + x + code[i + 1 :] for i in range(1, 11) for x in codes.ALPHABET if x != code[i]]

    for one in wrong:
        with pytest.raises(BadInput, match="character by character"):
            codes.parse_code(one)


def test_a_code_of_another_kind_is_refused():
    with pytest.raises(BadInput):
        codes.parse_code(codes.new_code("H"), "C")


def test_the_check_character_is_that_of_iso_7064():
    assert codes.check_character("A12425GABC1234002") == "M"  # the worked example of the grid of ISO 7064 MOD 37,36

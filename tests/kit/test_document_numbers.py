import pytest

from kit import document_numbers
from kit.errors import BadInput


@pytest.mark.parametrize(
    "typed",
    [
        "鄂教发〔2016〕1号",
        "鄂教发[2016]1号",
        "鄂教发（2016）第1号",
        " 鄂教发 【2016】 001 号",
        "鄂教发〔２０１６〕１号",
    ],
)
def test_a_number_is_read_with_any_bracket_and_written_in_the_official_form(typed):
    assert str(document_numbers.parse(typed)) == "鄂教发〔2016〕1号"


@pytest.mark.parametrize(
    "typed", ["", "鄂教发2016-1", "2016年第1号令", "鄂教发〔2016〕0号", "鄂教发〔1016〕1号", "<script>〔2016〕1号"]
)
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(BadInput, match="鄂教发〔2026〕1号"):
        document_numbers.parse(typed)

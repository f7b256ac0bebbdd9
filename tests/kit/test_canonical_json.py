import pytest
import rfc8785

from kit import canonical_json

VALUES = [
    {"attempt": "0198", "slot": 3, "version": 1, "answer": ["A", "C"]},
    {"b": {"2": None, "10": True, "1": False}, "a": ['引号"反斜\\换行\n控制\x01制表\t\x7f', "𠮷/é"]},
    {"number": 1.0, "small": 1e-7, "large": 1e21, "zero": -0.0},
    {"€": 1, "\r": 2, "1": 3, "😀": 4, "ö": 5, "דּ": 6},
    [2**53 - 1, -(2**53) + 1, 0],
    "",
    [],
    {},
]


@pytest.mark.parametrize("value", VALUES)
def test_every_value_is_written_as_rfc_8785_writes_it(value):
    assert canonical_json.dumps(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, "\ud800", {1: 2}, float("nan")])
def test_what_has_no_such_form_is_refused(value):
    with pytest.raises(ValueError):
        canonical_json.dumps(value)

import pytest

from kit import uscc


@pytest.mark.parametrize("code", ["91350100M000100Y43", " 91350100m000100y43", "９１350100M000100Y43"])
def test_a_valid_code_is_valid_however_it_was_typed(code):
    assert uscc.check(code) == uscc.Finding("91350100M000100Y43", "uscc", valid=True, damaged=False, reason="")


def test_every_single_mistyped_character_and_every_swap_of_neighbours_is_found():
    code = "91350100M000100Y43"

    mistyped = [code[:i] + x + code[i + 1 :] for i in range(18) for x in uscc.ALPHABET if x != code[i]]
    swapped = [code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(17) if code[i] != code[i + 1]]

    assert [one for one in mistyped + swapped if uscc.check(one).valid] == []


@pytest.mark.parametrize("code", ["124211220000000000", "1.24211E+17", "420100000000123000"])
def test_a_code_that_a_spreadsheet_rounded_is_called_damaged(code):
    finding = uscc.check(code)

    assert (finding.valid, finding.damaged) == (False, True)


def test_the_standards_own_misprint_is_refused():
    assert not uscc.check("91350100M000100Y4Z").valid


@pytest.mark.parametrize("remainder_zero", range(40))
def test_made_codes_pass_their_own_check(remainder_zero):
    code = uscc.make("12", "421122", f"8800{remainder_zero:04d}")

    assert uscc.check(code).valid


def test_the_inner_check_digit_is_checked_too():
    code = uscc.make("12", "421122", "88000001")
    body = code[:16] + ("1" if code[16] != "1" else "2")

    assert not uscc.check(body + uscc.check_digit(body)).valid

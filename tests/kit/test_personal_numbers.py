import pytest

from kit import personal_numbers

ID_NUMBER = "11010519491231002X"  # the standard's own example


def luhn_valid(body):
    return next(f"{body}{last}" for last in range(10) if personal_numbers._luhn(f"{body}{last}"))


@pytest.mark.parametrize(
    "text", [ID_NUMBER, f"证号{ID_NUMBER.lower()}。", "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X"]
)
def test_an_identity_number_is_found_however_it_is_written(text):
    assert len(personal_numbers.identity_numbers(text)) == 1


@pytest.mark.parametrize("text", ["110105194912310021", "11010519491331002X", "1234567890123456789", "没有"])
def test_what_fails_its_check_is_no_identity_number(text):
    assert personal_numbers.identity_numbers(text) == []


@pytest.mark.parametrize("text", ["13900000077", "电话139-0000-0077", "+86 13900000077", "１３９００００００７７"])
def test_a_mobile_number_is_found(text):
    assert len(personal_numbers.mobile_numbers(text)) == 1


@pytest.mark.parametrize("text", ["0713-5241234", "12345", "鄂教发〔2016〕1号", "2026-11-24", ID_NUMBER, "12900000077"])
def test_other_numbers_are_no_mobile_numbers(text):
    assert personal_numbers.mobile_numbers(text) == []


def test_a_bank_card_is_found_by_luhn():
    card = luhn_valid("622202123456789012")

    assert personal_numbers.bank_cards(f"卡号 {card[:4]} {card[4:8]} {card[8:]}") == [
        f"{card[:4]} {card[4:8]} {card[8:]}"
    ]
    wrong = card[:-1] + str((int(card[-1]) + 1) % 10)
    assert personal_numbers.bank_cards(wrong) == []

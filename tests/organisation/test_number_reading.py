"""Numbers that people type: thousands as they are written here, and nothing that may mean something else."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from organisation.number_fields import DecimalNumberField, MoneyField, WholeNumberField
from organisation.number_reading import read_decimal, read_money, read_whole_number
from organisation.vietnamese_format import format_money, format_number


@given(st.integers(min_value=0, max_value=10**15))
def test_what_is_written_as_vietnamese_papers_do_is_read_back(number):
    assert read_whole_number(format_number(number)) == number == read_whole_number(str(number))
    assert read_whole_number(format_number(number).replace(".", "\u00a0")) == number
    assert read_money(format_money(number)) == number


@pytest.mark.parametrize(
    "text",
    [
        "5.000",
        "5000",
        "5 000",
        " 5.000 ",
        "5.000 đồng",
        "5000đ",
        "5.000 VNĐ",
        "5 000 vnd",
        "5000 ₫",
        "5.000 Đồng.",
    ],
)
def test_an_amount_is_five_thousand_however_it_is_typed(text):
    assert read_money(text) == 5000


DOUBTFUL = [
    "5,5", "5.00", "5.0", "5,000", "5.0000", "0.500", "05.000", "5.000 000", "1.000.00", "5000.000", "5.000,00", "-5",
    "+5", "5e3", "0x10", "５０００", "năm nghìn", "5.000\x00", "", "9" * 61, "9" * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_mean_something_else_is_not_read(text):
    assert read_whole_number(text) is None
    assert read_money(text) is None


@pytest.mark.parametrize(
    "field", [WholeNumberField(min_value=0, max_value=10**6), MoneyField(max_value=10**6)]
)
def test_a_field_reads_thousands_and_refuses_doubt(field):
    assert field.clean("5.000") == 5000 == field.clean(5000)
    for text in ["5,5", "5.00", "9" * 40]:
        with pytest.raises(ValidationError):
            field.clean(text)


def test_an_empty_field_is_nothing():
    field = MoneyField(required=False)
    assert field.clean("") is None and field.clean("  ") is None and field.clean(None) is None


# --- With decimals ------------------------------------------------------------------------------------------------
@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_decimals_written_as_vietnamese_papers_do_are_read_back(number):
    assert read_decimal(format_number(number)) == number == read_decimal(format_number(number, 2))
    assert read_decimal(format_number(number).replace(".", "\u00a0")) == number
    assert read_decimal(f"{number:f}") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("97,5", "97.5"),
        ("97.5", "97.5"),
        ("97.55", "97.55"),
        ("1.000", "1000"),
        ("1 000", "1000"),
        ("1.250,75", "1250.75"),
        ("1000,5", "1000.5"),
        ("0,05", "0.05"),
        (" 12 ", "12"),
    ],
)
def test_a_point_before_three_digits_groups_thousands(text, number):
    assert read_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["0.500", "12.3456", "1,250.75", "1,2,3", "1.25,5", "97,", ",5", "-5", "+5", "1e9", "NaN", "Infinity", "９",
     "8 9", "", "%", "1,\x00", "9" * 61],
)  # fmt: skip
def test_decimals_that_may_mean_something_else_are_not_read(text):
    assert read_decimal(text) is None


def test_a_field_with_decimals_refuses_doubt_and_takes_a_percentage():
    field = DecimalNumberField(max_digits=9, decimal_places=2, min_value=0)
    assert field.clean("1.000") == 1000 and field.clean("99,57 %") == Decimal("99.57") == field.clean(
        "99.57%"
    )
    for text in ["1,000", "0.500", "nhiều", "-1", ""]:
        with pytest.raises(ValidationError):
            field.clean(text)
    assert DecimalNumberField(required=False).clean(" ") is None

"""One number that can be called, however it is written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.rules.telephone import is_telephone
from iso_docs.templatetags.ui import tel


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("(024) 3999 8888", "02439998888"),
        ("+84 912 345 678", "+84912345678"),
        ("(+84) 912 345 678", "+84912345678"),
        ("39998888", "39998888"),
    ],
)
def test_numbers_as_people_write_them(written, dialled):
    assert is_telephone(written) and tel(written) == dialled


@pytest.mark.parametrize(
    "written",
    [
        "abc 09x😀",
        "1234567",
        "1" * 16,
        "0912345678 / 0987654321",
        "09123456७८",
        "+",
        "....",
        "",
        "0912345678\n",
    ],
)
def test_what_nobody_can_call(written):
    assert not is_telephone(written)


@settings(deadline=None)
@given(st.text(max_size=30))
def test_an_address_holds_digits_only(written):
    assert set(tel(written)) <= set("+0123456789")

"""What the keys of an input method leave behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.telex import decode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng", "đăng"),
        ("dawng", "dăng"),
        ("kys", "ký"),
        ("giaays", "giấy"),
        ("pheps", "phép"),
        ("nguoiwf", "người"),
        ("nguowif", "người"),
        ("truongwf", "trường"),
        ("hoaf", "hòa"),
        ("quys", "quý"),
        ("toans", "toán"),
        ("vieetj", "việt"),
        ("thuwcj", "thực"),
        ("giaf", "già"),
        ("d9a6t1", "đất"),
        ("so63", "sổ"),
    ],
)
def test_decodes(typed, meant):
    assert decode(typed) == meant


@pytest.mark.parametrize("typed", ["sinh", "khai", "đăng", "a/b", "", "w" * 50])
def test_leaves_the_rest(typed):
    assert decode(typed) is None


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=12))
def test_any_keys_give_one_word_or_none(typed):
    meant = decode(typed)
    assert meant is None or meant.isalpha()

"""One spelling for every way of writing a syllable."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.marks import fold, is_marked, normalise

PLAIN = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
VIETNAMESE = "".join(
    unicodedata.normalize("NFC", letter + tone)
    for letter in PLAIN
    for tone in (TONES if letter in "aăâeêioôơuưy" else ("",))
)
vietnamese_text = st.text(VIETNAMESE + VIETNAMESE.upper() + " .,-/0123456789\n", max_size=60)


@given(st.text(max_size=80))
def test_normalising_and_folding_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once
    assert fold(fold(once)) == fold(once)


@given(vietnamese_text)
def test_composed_and_decomposed_are_the_same(text):
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(unicodedata.normalize("NFC", text))


@given(vietnamese_text)
def test_every_vietnamese_letter_folds_to_ascii(text):
    assert fold(normalise(text)).isascii()


@pytest.mark.parametrize("letter", sorted(set(VIETNAMESE)))
def test_each_letter_folds_to_its_base(letter):
    base = "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]
    assert fold(normalise(f"b{letter}n")) == f"b{base}n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("hòan", "hoàn"),
        ("ngòai", "ngoài"),
        ("quý", "quý"),
        ("quốc", "quốc"),
        ("toà án", "tòa án"),
        ("kĩ", "kỹ"),
        ("lí lịch", "lý lịch"),
        ("qui định", "quy định"),
        ("Ðăng", "đăng"),
        ("NĐ–CP", "nđ-cp"),
        ("so\u00ad\u200bdo", "sodo"),
        ("６１", "61"),
    ],
)
def test_other_spellings(written, meant):
    assert normalise(written) == meant


def test_what_looks_like_a_closed_syllable_keeps_its_i():
    assert normalise("tỉnh thi nghĩa si") == "tỉnh thi nghĩa sy"


@pytest.mark.parametrize(
    ("word", "marked"), [("đo", True), ("số", True), ("so", False), ("ß", False), ("61", False)]
)
def test_marked(word, marked):
    assert is_marked(word) is marked

"""Marking found words."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import pieces

TEXTS = st.text(alphabet="aáảâấđdeêiouưy nhgk,.-/1", max_size=60)


def marked(text, *words):
    return [piece.text for piece in pieces(text, words) if piece.is_hit]


def test_marks_do_not_matter():
    assert marked("Đăng ký khai sinh", "khai", "sinh") == ["khai sinh"]
    assert marked(unicodedata.normalize("NFD", "Chứng thực"), "chung", "thuc") == ["Chứng thực"]


def test_lone_syllables_are_left_when_words_stand_together():
    assert marked("Ghi việc sinh, nhận Giấy khai sinh", "khai", "sinh") == ["khai sinh"]
    assert marked("Ghi việc sinh", "khai", "sinh") == ["sinh"]


def test_codes_are_words():
    assert marked("Theo 66.7/2025/NQ-CP, điều 1", "66.7/2025/nq-cp") == ["66.7/2025/NQ-CP"]


@given(TEXTS, st.lists(st.sampled_from(["a", "nh", "d", "1", "ki"]), max_size=3))
def test_no_letter_is_lost(text, words):
    assert "".join(piece.text for piece in pieces(text, words)) == unicodedata.normalize("NFC", text)

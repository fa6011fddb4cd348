"""Marking found words and choosing the piece of text to show."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.marks import fold, normalise
from search.snippets import LONGEST_SHOWN, Marker

TEXTS = st.text(alphabet="aáảâấđdeêiouưy nhgk,.-/1\u0301\u0323<&", max_size=80)
ANY_TEXT = st.text(max_size=80)
WORDS = st.lists(st.sampled_from(["a", "nh", "d", "1", "ky", "khai", "hoa"]), max_size=4)
NAMES = st.lists(st.lists(st.sampled_from(["a", "nh", "đi"]), min_size=1, max_size=3), max_size=2)


def marked(text, *words, names=()):
    return [piece.text for piece in Marker(words, names).pieces(text) if piece.is_hit]


def test_marks_case_and_place_of_the_tone_do_not_matter():
    assert marked("Đăng ký khai sinh", "khai", "sinh") == ["khai sinh"]
    assert marked("CHỨNG THỰC", "chung", "thuc") == ["CHỨNG THỰC"]
    assert marked("hoà giải", "hoa", "giai") == ["hoà giải"]
    decomposed = unicodedata.normalize("NFD", "Chứng thực")
    assert marked(decomposed, "chung", "thuc") == [decomposed]


def test_lone_syllables_are_left_when_words_stand_together():
    assert marked("Ghi việc sinh, nhận Giấy khai sinh", "khai", "sinh") == ["khai sinh"]
    assert marked("Ghi việc sinh", "khai", "sinh") == ["sinh"]


def test_another_name_is_marked_as_a_whole_only():
    land = [("giấy", "chứng", "nhận", "quyền", "sử", "dụng", "đất")]
    text = "Cấp Giấy chứng nhận quyền sử dụng đất; quyền của người dân"
    assert marked(text, "so", "do", names=land) == ["Giấy chứng nhận quyền sử dụng đất"]


def test_codes_are_marked_whole():
    assert marked("Theo 66.7/2025/NQ-CP, điều 1", names=[("66", "7", "2025", "nq", "cp")]) == [
        "66.7/2025/NQ-CP"
    ]


@given(st.one_of(TEXTS, ANY_TEXT), WORDS, NAMES)
def test_the_marked_text_is_the_text(text, words, names):
    assert "".join(piece.text for piece in Marker(words, names).pieces(text)) == text


@given(TEXTS, WORDS)
def test_a_hit_consists_of_words_of_the_query(text, words):
    for hit in marked(text, *words):
        for syllable in hit.replace("/", " ").replace("-", " ").replace(".", " ").split():
            assert fold(normalise(syllable)) in words


@given(st.lists(TEXTS, max_size=4), WORDS)
def test_a_snippet_is_a_piece_of_one_passage(passages, words):
    pieces = Marker(words).snippet(passages)
    text = "".join(piece.text for piece in pieces if piece.text not in ("… ", " …"))
    assert len(text) <= LONGEST_SHOWN
    assert any(text in passage for passage in passages) or not pieces


def test_the_snippet_shows_the_hit_of_a_long_passage():
    passage = "Mở đầu không nói gì. " * 30 + "Ở đây có đăng ký khai sinh cho trẻ. " + "Phần cuối. " * 30
    pieces = Marker(("khai", "sinh")).snippet(["Không có gì", passage])
    assert [piece.text for piece in pieces if piece.is_hit] == ["khai sinh"]
    assert pieces[0].text == "… " and pieces[-1].text == " …"


def test_the_passage_with_more_of_the_query_wins():
    pieces = Marker(("chung", "thuc", "chu", "ky")).snippet(["Chứng thực bản sao", "Chứng thực chữ ký"])
    assert "".join(piece.text for piece in pieces) == "Chứng thực chữ ký"


@pytest.mark.parametrize("unit", ["khai sinh ", "a", "khai ", "\u0301", "<>& ", "1.", "đ\u0323 "])
def test_a_megabyte_is_no_trouble(unit):
    text = unit * (1_000_000 // len(unit))
    marker = Marker(("khai", "sinh"), [("khai", "sinh", "lai")])
    began = time.process_time()
    marker.snippet([text])
    assert time.process_time() - began < 3


def test_the_place_in_a_long_text_is_found_where_most_of_the_words_stand():
    filler = "Ngày tháng năm sinh của người khai và tờ giấy. " * 400
    text = f"{filler}Tờ khai đăng ký kết hôn lưu động. {filler}"
    for words in (["dang", "ky", "ket", "hon"], ["ket", "hon", "luu", "dong"]):
        shown = Marker(words).snippet(Marker(words).stretches(text))
        assert "đăng ký kết hôn lưu động" in "".join(piece.text for piece in shown)
        assert any(piece.is_hit and "kết hôn" in piece.text for piece in shown)


def test_other_names_and_i_for_y_are_found_in_a_long_text_too():
    text = "chữ đệm " * 500 + "Đăng kí khai tử " + "chữ đệm " * 500
    for marker in (Marker(["dang", "ky"]), Marker(["x"], [("khai", "tử")])):
        assert any(piece.is_hit for piece in marker.snippet(marker.stretches(text)))


def test_a_long_text_without_the_words_has_no_place():
    assert Marker(["ong"]).stretches("chữ đệm " * 500) == []
    assert Marker([]).stretches("chữ đệm " * 500) == []
    assert Marker(["ong"]).stretches("ngắn") == ["ngắn"]

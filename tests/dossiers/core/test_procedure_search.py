"""Words of an officer in a hurry and the procedures they mean."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.rules.procedure_search import Named, fits, is_slip, words_asked
from procedures.cards import fold

BIRTH = ("Đăng ký khai sinh", "Thủ tục đăng ký khai sinh", "QT-TP-01", "1.001193", "Giấy chứng sinh, tờ khai")
AGAIN = ("Đăng ký lại khai sinh", "Thủ tục đăng ký lại khai sinh", "QT-TP-02", "1.004884", "Tờ khai")
EXTRACT = (
    *("Cấp bản sao trích lục hộ tịch", "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh"),
    *("QT-TP-03", "2.000635", "Tờ khai cho người yêu cầu"),
)
PARENT = (
    *("Nhận cha, mẹ, con", "Thủ tục đăng ký nhận cha, mẹ, con", "QT-TP-04", "1.001022"),
    "Giấy khai sinh của con; tờ khai; chứng cứ cho quan hệ",
)
MARRIAGE = (
    *("Đăng ký kết hôn", "Thủ tục đăng ký kết hôn", "QT-TP-05", "1.000894"),
    "Tờ khai; giấy xác nhận cho bên nam",
)
ALL = (BIRTH, AGAIN, EXTRACT, PARENT, MARRIAGE)


def named(short, title, code, national, text):
    return Named.of(short, title, (code, national), fold(f"{short} {title} {code} {national} {text}"))


def best(*wordings):
    found = fits(wordings, [named(*row) for row in ALL])
    ranked = [(fit, row[0]) for fit, row in zip(found, ALL, strict=True) if fit]
    ranked.sort(key=lambda row: (not row[0].in_names, -row[0].score, len(row[1])))
    return [title for _fit, title in ranked]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("khai sinh", "Đăng ký khai sinh"),
        ("sinh khai", "Đăng ký khai sinh"),
        ("khai si", "Đăng ký khai sinh"),
        ("giay khai sinh cho con", "Đăng ký khai sinh"),
        ("khai xinh", "Đăng ký khai sinh"),
        ("khai sinh 😀", "Đăng ký khai sinh"),
        ("khai😀sinh", "Đăng ký khai sinh"),
        ("kết hôn <", "Đăng ký kết hôn"),
        ("ket honn", "Đăng ký kết hôn"),
        ("trich luc", "Cấp bản sao trích lục hộ tịch"),
        ("cha mẹ con", "Nhận cha, mẹ, con"),
        ("QT-TP-04", "Nhận cha, mẹ, con"),
        ("qt tp 04", "Nhận cha, mẹ, con"),
        ("1.000894", "Đăng ký kết hôn"),
    ],
)
def test_what_is_meant_stands_first(typed, first):
    assert best(typed)[0] == first


@pytest.mark.parametrize("typed", ["máy bay", "😀", "<>", "%", "khai báo tạm trú"])
def test_what_nobody_offers_finds_nothing(typed):
    assert best(typed) == []


def test_a_word_that_procedures_know_is_no_slip():
    assert "Đăng ký kết hôn" not in best("chứng sinh")


def test_another_wording_is_found_behind_the_words_typed():
    assert best("làm giấy cưới", "kết hôn") == ["Đăng ký kết hôn"]
    assert best("nhận con", "kết hôn")[0] == "Nhận cha, mẹ, con"


@pytest.mark.parametrize(
    ("typed", "meant", "slip"),
    [
        ("xinh", "sinh", True),
        ("sihn", "sinh", True),
        ("sinhh", "sinh", True),
        ("chng", "chung", True),
        ("honn", "hon", True),
        ("hon", "honn", False),
        ("sinh", "sinh", False),
        ("hon", "hop", False),
        ("kinh", "sang", False),
    ],
)
def test_one_letter_may_be_wrong(typed, meant, slip):
    assert is_slip(typed, meant) is slip


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=30))
def test_nothing_typed_is_an_error(typed, other):
    assert all(words_asked(typed))
    assert len(fits([typed, other], [named(*row) for row in ALL])) == len(ALL)


@settings(deadline=None)
@given(st.text("abcd", min_size=4, max_size=9), st.integers(0, 8), st.sampled_from("wxyz"))
def test_every_single_change_is_a_slip(word, place, letter):
    place %= len(word)
    for typed in (word[:place] + letter + word[place:], word[:place] + letter + word[place + 1 :]):
        assert is_slip(typed, word) and is_slip(word, typed)

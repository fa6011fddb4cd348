"""Text of before Unicode: every letter there and back, and the right guess of how a text is written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures.importers.office.legacy_fonts import (
    TCVN3,
    VNI,
    best_encoding,
    detect,
    encoding_of_font,
    letters,
    shows_capitals,
    to_unicode,
)
from procedures.importers.office.syllables import is_syllable

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES] + ["đ"]
ALPHABET = SMALL + [letter.upper() for letter in SMALL]
TO_TCVN3 = {letter: code for code, letter in TCVN3.items()}
TO_VNI = {letter: code for code, letter in VNI.items()}
OLD_TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam"
OLD_VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"
NEW = "Cộng hòa xã hội chủ nghĩa Việt Nam"
SAMPLES = [
    "Quy trình giải quyết thủ tục đăng ký thường trú tại Ủy ban nhân dân phường",
    "Thẩm định hồ sơ, yêu cầu bổ sung nếu thiếu; trả kết quả cho người nộp đúng hẹn",
    "Nghị định của Chính phủ quy định chi tiết một số điều của Luật Hộ tịch",
    "khuỷu tay nghiêng ngả, quẫn bách, giếng nước, xoèn xoẹt, ngoằn ngoèo, rượu, khuya, quýt",
    "ĐƠN ĐỀ NGHỊ CẤP GIẤY CHỨNG NHẬN, MẪU SỐ 01, PHƯỜNG THỬ, NGÀY CẤP",
]


def as_tcvn3(text):
    return "".join(TO_TCVN3.get(letter, TO_TCVN3.get(letter.lower(), letter)) for letter in text)


def as_vni(text):
    return "".join(TO_VNI.get(letter, letter) for letter in text)


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter_comes_back_from_vni(letter):
    assert to_unicode(TO_VNI.get(letter, letter), "vni") == letter


@pytest.mark.parametrize("letter", ALPHABET)
def test_every_letter_comes_back_from_tcvn3(letter):
    """Capitals with a tone are small letters in a font of capitals."""
    if letter in TO_TCVN3 or letter.isascii():
        assert to_unicode(TO_TCVN3.get(letter, letter), "tcvn3") == letter
    else:
        assert to_unicode(TO_TCVN3[letter.lower()], "tcvn3").upper() == letter


def test_tables_have_each_letter_once():
    beyond_ascii = {letter for letter in ALPHABET if not letter.isascii()}
    assert set(VNI.values()) == beyond_ascii and len(VNI) == len(beyond_ascii)
    assert len(set(TCVN3.values())) == len(TCVN3)
    assert set(map(str.lower, TCVN3.values())) == set(map(str.lower, beyond_ascii))


@given(st.text(st.sampled_from(ALPHABET + list(" .,;-/0123456789bcdghklmnpqrstvxBCDGH\n"))))
def test_any_text_comes_back_from_vni(text):
    assert to_unicode(as_vni(text), "vni") == text


@given(st.text(st.sampled_from(SMALL + list(" .,;-/0123456789bcdghklmnpqrstvxBCDGHĐĂÂÊÔƠƯ\n"))))
def test_any_text_comes_back_from_tcvn3(text):
    assert to_unicode(as_tcvn3(text), "tcvn3") == text


@given(st.text(), st.sampled_from(["tcvn3", "vni"]))
def test_letters_name_their_places_in_order(text, encoding):
    places = [place for place, _ in letters(text, encoding)]
    assert places == sorted(set(places)) and all(0 <= place < len(text) for place in places)


@given(st.text())
def test_nothing_makes_detection_stumble(text):
    assert detect(text) in {"unicode", "tcvn3", "vni", "mixed"}


@pytest.mark.parametrize("text", SAMPLES)
def test_tells_the_encodings_apart_without_a_font(text):
    assert best_encoding(text) == best_encoding(unicodedata.normalize("NFD", text)) == "unicode"
    assert best_encoding(as_tcvn3(text)) == "tcvn3"
    assert best_encoding(as_vni(text)) == "vni"


@pytest.mark.parametrize(
    ("text", "fonts", "expected"),
    [
        (OLD_TCVN3, (), "tcvn3"),
        (OLD_VNI, (), "vni"),
        (NEW, (), "unicode"),
        (f"{OLD_TCVN3}\n{NEW}", (), "mixed"),
        (NEW, (".VnTime",), "unicode"),  # typed in Unicode, an old font left over from a template
        ("và là bà già", (".VnTime",), "unicode"),
        ("§iÒu 1", (".VnTime",), "tcvn3"),
        ("NÑ-CP", ("VNI-Times",), "vni"),  # "nẹ" in the other encoding
        ("Q§-UBND, N§-CP", (".VnTime",), "tcvn3"),  # codes are no syllables, but the font knows
        ("§ 5 © ® ¥", (), "unicode"),
        ("25 °C, ±3, m², 100 £", (), "unicode"),
        ("", (), "unicode"),
        ("Office", (".VnTime",), "unicode"),
        ("Café, naïve, Zürich, señor", (), "unicode"),
    ],
)
def test_detects(text, fonts, expected):
    assert detect(text, fonts) == expected


def test_letters_of_symbol_fonts_are_found():
    assert to_unicode("\uf0a7i\uf0d2u", "tcvn3") == "Điều"


def test_says_when_no_reading_makes_sense():
    assert (
        best_encoding("x\u2021 h\u0192i ngh\u2039a Vi\u203at t\u02c6 h\u2030nh \u0178\u0152c ðþ", [".VnTime"])
        is None
    )


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VNARIALH", "tcvn3", True),
        (".VnArial Narrow", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("VNI-HelveH", "vni", False),
        ("Times New Roman", None, False),
        ("UVN Van", None, False),
        ("", None, False),
    ],
)
def test_fonts_by_name(font, encoding, capitals):
    assert encoding_of_font(font) == encoding
    assert shows_capitals(font) == capitals


@pytest.mark.parametrize("text", SAMPLES)
def test_syllables(text):
    words = [word.strip(",.;0123456789 ") for word in text.split()]
    assert [word for word in words if word and not is_syllable(word)] == []


@pytest.mark.parametrize(
    "word", ["Viet2", "strong", "các̣", "thac", "ngheing", "zürich", "QĐ", "đ", "éé", "café1"]
)
def test_no_syllables(word):
    assert not is_syllable(word)

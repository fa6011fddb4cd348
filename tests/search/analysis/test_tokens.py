"""Syllables, pairs and codes; and in bounded time whatever comes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.marks import normalise
from search.analysis.tokens import LONGEST_SYLLABLE, codes, pairs, syllables, terms


def test_codes_whole_and_in_parts():
    normal = normalise("Theo 61/2018/NĐ-CP, QT-TP-01 và 1.001193; và/hoặc an-ninh")
    assert codes(normal) == ["61/2018/nđ-cp", "qt-tp-01", "1.001193"]
    assert syllables(normal)[:5] == ["theo", "61", "2018", "nđ", "cp"]
    assert "hoặc" in syllables(normal)


def test_pairs_stand_beside_syllables():
    assert list(terms(["đăng", "ký", "lại"])) == ["đăng", "ký", "lại", "đăng ký", "ký lại"]
    assert list(pairs(["một"])) == []


@given(st.text(max_size=200))
def test_syllables_are_short_and_without_signs(text):
    assert all(0 < len(word) <= LONGEST_SYLLABLE and word.isalnum() for word in syllables(normalise(text)))


@pytest.mark.parametrize(
    "hostile",
    [
        "a-" * 200_000,
        "1/" * 200_000,
        "." * 400_000,
        "hoà" * 130_000,
        "o\u0300" * 200_000,
        "\u0323" * 300_000,
        "ﷺ" * 20_000,
    ],
    ids=["hyphens", "slashes", "dots", "no spaces", "decomposed", "marks alone", "long forms"],
)
def test_hostile_text_takes_no_more_than_a_moment(hostile):
    started = time.process_time()
    normal = normalise(hostile)
    list(terms(syllables(normal)))
    codes(normal)
    assert time.process_time() - started < 4

"""Legal numbers are found by every short form people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.marks import normalise
from search.analysis.numbers import code_terms, references


def finds(query, code):
    """The weight with which a query finds a document of that code, 0 when it does not."""
    asked = references(normalise(query)).asked
    forms = code_terms(code)
    return max((weight for one in asked for term, weight in one.terms if term in forms), default=0)


@pytest.mark.parametrize(
    "query",
    [
        "61/2018/NĐ-CP",
        "61/2018/nd-cp",
        "Nghị định 61/2018",
        "nghi dinh so 61/2018",
        "NĐ 61/2018",
        "61/2018",
        "nghị định 61",
        "nđ số 61",
        "NĐ 61/NĐ-CP",
        "theo nghị định số 061/2018/NĐ–CP",
    ],
)
def test_a_decree_is_found(query):
    assert finds(query, "61/2018/NĐ-CP") > 0


@pytest.mark.parametrize(
    "query", ["62/2018/NĐ-CP", "61/2019", "thông tư 61", "161/2018", "61", "năm 2018", "1/2018", "61/2018a"]
)
def test_another_decree_is_not(query):
    assert finds(query, "61/2018/NĐ-CP") == 0


def test_the_kind_decides_between_acts_of_one_number():
    assert finds("TT 191/2009", "191/2009/TT-BTC") > finds("TT 191/2009", "191/2009/QĐ-TTg") > 0
    assert finds("61/2018/NĐ-CP", "61/2018/NĐ-CP") > finds("61/2018/NĐ-CP", "61/2018/TT-BYT")


@pytest.mark.parametrize("code", ["QT-TP-01", "1.001193", "BM.01-QT.05", "TCVN-9001:2015"])
def test_codes_of_the_office_are_found_whole(code):
    assert finds(f"mẫu {code.split(':')[0]} mới", code.split(":")[0]) == 1
    assert finds(code[:-1], code) == 0


def test_leading_zeros_do_not_matter():
    assert finds("5/2020/TT-BTC", "05/2020/TT-BTC") == finds("05/2020/TT-BTC", "5/2020/TT-BTC") == 1


def test_articles():
    assert references(normalise("Điều 12a Nghị định 61/2018/NĐ-CP")).articles == ("12a",)
    assert references("deiu 4 thong tu 08/2017/tt-bnnptnt").articles == ("4",)


@given(st.text(max_size=120))
def test_nothing_typed_is_an_error(text):
    references(normalise(text))
    code_terms(text)

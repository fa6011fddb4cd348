"""What is spelt like a Vietnamese syllable."""

import pytest

from search.analysis.marks import fold
from search.analysis.spelling import may_be_a_syllable
from search.analysis.tokens import words_of

WELL_SPELT = words_of(
    "nghiêng khuya quý giếng gì yêu huýt thuở quyết oẹ xoong ngoằn khuỷu rượu uống ươn hoét quẹo tuần ỷ kỹ sĩ lý "
    "nghỉ phường giấy quốc tịch chuyển nhượng quyền sử dụng đất thuế hưởng ốm oanh uỵch"
)


@pytest.mark.parametrize("word", WELL_SPELT)
def test_a_syllable(word):
    assert may_be_a_syllable(fold(word))


@pytest.mark.parametrize(
    "word", ["", "honn", "hno", "kgai", "sih", "cccd", "wifi", "ktx", "khaisinh", "x", "a1", "spa"]
)
def test_none(word):
    assert not may_be_a_syllable(word)

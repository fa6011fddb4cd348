"""A nonconformity needs words and something to show."""

import pytest

from audits.enums import NONCONFORMITIES, Grade
from audits.rules import completeness
from audits.rules.completeness import Lack, cites, lacks

CODES = ["H26.65-261105-0009"]


def test_the_rule_knows_the_grades_of_the_database():
    assert completeness.NONCONFORMITIES == NONCONFORMITIES


@pytest.mark.parametrize("grade", sorted(set(Grade.values) - NONCONFORMITIES))
def test_other_grades_need_nothing(grade):
    assert lacks(grade, "", photos=0, codes=[]) == ()


@pytest.mark.parametrize(
    ("note", "photos", "expected"),
    [
        ("", 0, (Lack.NOTE, Lack.EVIDENCE)),
        ("  \n", 2, (Lack.NOTE,)),
        ("Giao muộn", 0, (Lack.EVIDENCE,)),
        ("Giao muộn", 1, ()),
        ("Hồ sơ h26.65-261105-0009 giao muộn", 0, ()),
        ("Hồ sơ …261105-0009 giao muộn", 0, ()),
        ("Hồ sơ 261105-0008 giao muộn", 0, (Lack.EVIDENCE,)),
    ],
)
@pytest.mark.parametrize("grade", sorted(NONCONFORMITIES))
def test_a_nonconformity(grade, note, photos, expected):
    assert lacks(grade, note, photos=photos, codes=CODES) == expected


def test_codes_without_a_dash_are_cited_whole():
    assert cites("xem hs12", ["HS12"]) and not cites("xem hs1", ["HS12", ""])

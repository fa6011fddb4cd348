import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.statistics.periods import Period, month_of, months_until, named_period, usual_periods

day = dt.date


@pytest.mark.parametrize(
    ("name", "first", "last", "words"),
    [
        ("2026-02", day(2026, 2, 1), day(2026, 2, 28), "Tháng 2/2026"),
        ("2024-02", day(2024, 2, 1), day(2024, 2, 29), "Tháng 2/2024"),
        ("2025-Q3", day(2025, 7, 1), day(2025, 9, 30), "Quý III/2025"),
        ("2018-H1", day(2018, 1, 1), day(2018, 6, 30), "6 tháng đầu năm 2018"),
        ("2018-H2", day(2018, 7, 1), day(2018, 12, 31), "6 tháng cuối năm 2018"),
        ("2026", day(2026, 1, 1), day(2026, 12, 31), "Năm 2026"),
    ],
)
def test_a_name_says_its_days_and_its_words(name, first, last, words):
    period = named_period(name)
    assert (period.first, period.last, period.name, period.words) == (first, last, name, words)
    assert period.is_whole_months


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-Q5", "26-10", "2026-10-01", "1900-01", "9999", "2026-H3"]
)
def test_other_words_are_no_period(name):
    assert named_period(name) is None


def test_a_period_of_days_says_them():
    period = Period(day(2026, 10, 5), day(2026, 11, 4))
    assert period.name == "" and not period.is_whole_months
    assert period.words == "Từ 05/10/2026 đến 04/11/2026"
    assert period.previous == Period(day(2026, 9, 4), day(2026, 10, 4))
    assert list(period.months()) == [
        Period(day(2026, 10, 5), day(2026, 10, 31)),
        Period(day(2026, 11, 1), day(2026, 11, 4)),
    ]


def test_the_period_before_has_as_many_months():
    assert named_period("2026-Q1").previous == named_period("2025-Q4")
    assert named_period("2026-03").previous == named_period("2026-02")
    assert named_period("2026").previous == named_period("2025")


def test_moments_are_those_of_vietnam():
    period = month_of(day(2026, 10, 15))
    assert period.start.isoformat() == "2026-10-01T00:00:00+07:00"
    assert period.end.isoformat() == "2026-11-01T00:00:00+07:00"


def test_a_period_does_not_run_backwards():
    with pytest.raises(ValueError, match="before"):
        Period(day(2026, 2, 1), day(2026, 1, 31))


def test_what_is_offered_begins_with_this_month_and_has_begun():
    offered = usual_periods(day(2026, 11, 20))
    assert offered[0].name == "2026-11" and len({period.name for period in offered}) == len(offered)
    assert all(period.name and period.first <= day(2026, 11, 20) for period in offered)
    assert [period.name for period in months_until(day(2026, 2, 10), 3)] == ["2025-12", "2026-01", "2026-02"]


@given(st.dates(day(2001, 1, 1), day(2099, 12, 31)), st.integers(0, 800))
def test_months_cover_a_period_without_gap(first, length):
    period = Period(first, min(first + dt.timedelta(days=length), day(2100, 12, 31)))
    months = list(period.months())
    assert months[0].first == period.first and months[-1].last == period.last
    assert all(a.last + dt.timedelta(days=1) == b.first for a, b in itertools.pairwise(months))
    assert period.previous.last + dt.timedelta(days=1) == period.first

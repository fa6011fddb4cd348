"""Reading the day a visitor asks for."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.vietnamese_format import VIETNAM
from procedures.as_of import as_of, read_day

NOW = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)  # 00:30 of the 21st in Vietnam


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-24", dt.date(2026, 7, 24)),
        (" 2026-7-4 ", dt.date(2026, 7, 4)),
        ("24/07/2026", dt.date(2026, 7, 24)),
        ("2026-02-29", None),
        ("1900-01-01", None),
        ("9999-12-31", None),
        ("24-07-2026", None),
        ("٢٠٢٦-٠٧-٢٤", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text, day):
    assert read_day(text) == day


def test_now_is_the_local_day():
    seen = as_of("", NOW)
    assert (seen.moment, seen.day, seen.is_chosen, seen.query) == (NOW, dt.date(2026, 11, 21), False, "")
    assert seen.link("/thu-tuc/") == "/thu-tuc/"


def test_a_day_is_seen_at_its_end_and_stays_in_links():
    seen = as_of("2026-07-24", NOW)
    assert seen.moment == dt.datetime(2026, 7, 24, 23, 59, 59, tzinfo=VIETNAM)
    assert seen.link("/thu-tuc/") == "/thu-tuc/?ngay=2026-07-24"
    assert seen.link("/thu-tuc/?q=a") == "/thu-tuc/?q=a&ngay=2026-07-24"


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_nonsense(text):
    seen = as_of(text, NOW)
    assert seen.moment.utcoffset() is not None
    assert seen.is_chosen + seen.is_nonsense + (not text.strip()) == 1

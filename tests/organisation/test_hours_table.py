"""Office hours as the public reads them."""

import datetime as dt

import pytest

from organisation.hours_table import HoursLine, hours_table
from organisation.worktime import OfficeInterval, OfficeSchedule

MORNING = OfficeInterval(dt.time(8), dt.time(12))
AFTERNOON = OfficeInterval(dt.time(13), dt.time(17))


def schedule(weekly, mode="none"):
    return OfficeSchedule(dt.date(2026, 1, 1), None, weekly, mode)


def test_equal_days_are_one_line():
    weekly = dict.fromkeys(range(5), (MORNING, AFTERNOON))
    assert hours_table(schedule(weekly)) == [HoursLine("Thứ Hai đến thứ Sáu", ("08:00–12:00", "13:00–17:00"))]


def test_other_days_stand_apart():
    weekly = {0: (MORNING,), 1: (MORNING,), 3: (AFTERNOON,), 6: (MORNING,)}
    assert [line.days for line in hours_table(schedule(weekly))] == [
        "Thứ Hai và thứ Ba",
        "Thứ Năm",
        "Chủ nhật",
    ]


@pytest.mark.parametrize(
    ("mode", "notes"),
    [
        ("none", []),
        ("reception_only", ["chỉ nhận hồ sơ, trả kết quả"]),
        ("immediate_procedures", ["cả việc giải quyết ngay"]),
    ],
)
def test_saturday_says_what_it_is_for(mode, notes):
    assert [line.note for line in hours_table(schedule({5: (MORNING,)}, mode))] == notes

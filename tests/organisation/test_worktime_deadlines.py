"""Deadlines against cases: required ones, ones reasoned by hand, and a large golden file."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
import yaml

from organisation.worktime import TimeLimit, TimeLimitError, describe_limit, due_at, explain
from tests.organisation.worktime_calendars import DATA, calendar, limit, local, pauses


def read_csv(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


REQUIRED = read_csv("deadlines_required.csv")
GOLDEN = read_csv("golden_deadlines.csv")
BY_HAND = yaml.safe_load((DATA / "deadlines_by_hand.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", REQUIRED, ids=lambda case: case["id"])
def test_required_deadline(case):
    asked = limit(case["value"], case["unit"], case["cutoff"])
    assert due_at(local(case["received"]), asked, calendar(case["calendar"])) == local(case["due"])


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case["id"])
def test_deadline_reasoned_by_hand(case):
    arguments = (
        local(case["received"]),
        limit(**case["limit"]),
        calendar(case["calendar"]),
        pauses(case.get("pauses", [])),
    )
    assert due_at(*arguments) == local(case["due"]), case["why"]
    assert explain(*arguments).due_at == local(case["due"]), case["why"]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_golden_deadlines(year):
    wrong = [
        (case, str(due))
        for case in GOLDEN
        if case["received"].startswith(str(year))
        and (
            due := due_at(
                local(case["received"]),
                limit(case["value"], case["unit"], case["cutoff"], case["immediate"] == "yes"),
                calendar(case["calendar"]),
            )
        )
        != local(case["due"])
    ]
    assert wrong == []


def test_case_files_are_complete():
    assert len(REQUIRED) == 14
    assert len(BY_HAND) >= 40
    assert len({tuple(case.values()) for case in GOLDEN}) >= 300
    assert {case["received"][:4] for case in GOLDEN} == {str(year) for year in range(2018, 2027)}


def test_moments_of_other_zones_are_counted_on_the_office_clock():
    received = dt.datetime(2025, 10, 15, 3, 0, tzinfo=dt.UTC)  # 10:00 in Hà Nội
    due = due_at(received, TimeLimit(8, "working_hour"), calendar("none"))
    assert due == local("2025-10-16T10:00")
    assert due.utcoffset() == dt.timedelta(hours=7)


def test_late_evening_in_utc_belongs_to_the_next_local_date():
    received = dt.datetime(2025, 10, 14, 23, 30, tzinfo=dt.UTC)  # 06:30 on the 15th in Hà Nội
    assert due_at(received, TimeLimit(1, "working_day"), calendar("none")) == local("2025-10-16T17:00")


@pytest.mark.parametrize(
    ("value", "unit", "cutoff"),
    [
        (0, "working_day", None),
        (-1, "working_hour", None),
        (Decimal("NaN"), "working_day", None),
        (Decimal("Infinity"), "working_hour", None),
        (0.5, "working_day", None),
        ("3", "working_day", None),
        (Decimal("0.333"), "working_day", None),
        (Decimal("0.33"), "working_hour", None),
        (Decimal("0.5"), "minute", None),
        (Decimal("1.5"), "calendar_day", None),
        (2, "same_day", None),
        (3, "working_day", dt.time(15)),
        (3, "week", None),
    ],
)
def test_a_limit_which_makes_no_sense_is_refused(value, unit, cutoff):
    with pytest.raises(TimeLimitError):
        TimeLimit(value, unit, cutoff)


@pytest.mark.parametrize(
    ("value", "unit", "minutes"),
    [
        ("1", "same_day", 480),
        ("3", "working_day", 1440),
        ("0.25", "working_day", 120),
        ("1.5", "working_hour", 90),
        ("45", "minute", 45),
        ("15", "calendar_day", None),
    ],
)
def test_minutes_for_comparing_with_steps(value, unit, minutes):
    assert limit(value, unit).minutes == minutes


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (limit("3", "working_day"), "3 ngày làm việc"),
        (limit("0.5", "working_day"), "0,5 ngày làm việc"),
        (limit("4", "working_hour"), "4 giờ làm việc"),
        (limit("15", "calendar_day"), "15 ngày"),
        (limit("1", "same_day", "15:00"), "trong ngày làm việc (nhận đến 15:00)"),
    ],
)
def test_limits_are_named_in_vietnamese(asked, words):
    assert describe_limit(asked) == words


def test_minutes_are_office_minutes():
    assert due_at(local("2025-10-15T11:50"), TimeLimit(30, "minute"), calendar("none")) == local(
        "2025-10-15T13:20"
    )

"""Calendars and data readers which the working-time tests share; no expectation is computed here."""

import csv
import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

from organisation import worktime
from organisation.vietnamese_format import VIETNAM

DATA = Path(__file__).parent / "data"
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2026, 12, 31)

FULL_DAY = "08:00-12:00 13:00-17:00"
SAME_HOURS_ALL_WEEK = dict.fromkeys(range(6), FULL_DAY)
IRREGULAR_2018 = dict.fromkeys(range(5), "07:30-11:30 13:30-17:00") | {5: "08:00-11:30"}
IRREGULAR_2021 = {0: FULL_DAY, 1: FULL_DAY, 2: "08:00-12:00", 3: FULL_DAY, 4: "08:00-12:00 13:00-16:30"}

# name -> periods of (valid_from, valid_to, weekday -> hours, saturday_mode)
SCHEDULES = {
    "none": [("2018-01-01", "", SAME_HOURS_ALL_WEEK, "none")],
    "reception_only": [("2018-01-01", "", SAME_HOURS_ALL_WEEK, "reception_only")],
    "immediate_procedures": [("2018-01-01", "", SAME_HOURS_ALL_WEEK, "immediate_procedures")],
    "irregular": [
        ("2018-01-01", "2020-12-31", IRREGULAR_2018, "immediate_procedures"),
        ("2021-01-01", "2023-06-30", IRREGULAR_2021, "none"),
        ("2023-07-01", "", IRREGULAR_2018, "reception_only"),
    ],
}


def read_days() -> list[dict[str, str]]:
    with (DATA / "days_2018_2026.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def calendar(name: str) -> worktime.Calendar:
    days = read_days()
    return worktime.Calendar.build(
        [schedule(*period) for period in SCHEDULES[name]],
        [
            worktime.DayOff(dt.date.fromisoformat(day["date"]), day["name"], day["kind"])
            for day in days
            if day["kind"] != "make_up"
        ],
        [
            worktime.MakeUpDay(
                dt.date.fromisoformat(day["date"]), day["name"], dt.date.fromisoformat(day["replaces"])
            )
            for day in days
            if day["kind"] == "make_up"
        ],
        first=FIRST,
        last=LAST,
    )


def schedule(
    valid_from: str, valid_to: str, weekly: dict[int, str], saturday_mode: str = "none"
) -> worktime.OfficeSchedule:
    return worktime.OfficeSchedule(
        dt.date.fromisoformat(valid_from),
        dt.date.fromisoformat(valid_to) if valid_to else None,
        {weekday: intervals(hours) for weekday, hours in weekly.items()},
        saturday_mode,
    )


def intervals(hours: str) -> tuple[worktime.OfficeInterval, ...]:
    pairs = [part.split("-") for part in hours.split()]
    return tuple(
        worktime.OfficeInterval(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))
        for opens, closes in pairs
    )


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def limit(value: str, unit: str, cutoff: str = "", immediate: bool = False) -> worktime.TimeLimit:
    return worktime.TimeLimit(
        Decimal(value), unit, dt.time.fromisoformat(cutoff) if cutoff else None, immediate
    )


def pauses(pairs: list[list[str]]) -> list[worktime.Pause]:
    return [worktime.Pause(local(start), local(end)) for start, end in pairs]

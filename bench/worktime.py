"""How much faster counting by bisection is than walking, measured in one run on one machine.

    .venv/bin/python -m bench.worktime [--rounds 5] [--cases 20000]

First compares that many random cases with an oracle that knows nothing of intervals: the list of all open minutes.
Then prints the median time per operation and its ratio to `add_working_minutes`. The methods take turns in every round,
so that a slow moment of the machine hits all of them; compare the ratios, not the times.
"""

import argparse
import datetime as dt
import random
import statistics
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from organisation.vietnamese_format import VIETNAM
from organisation.worktime import (
    Calendar,
    OfficeInterval,
    OfficeSchedule,
    Pause,
    TimeLimit,
    add_working_minutes,
    due_at,
    explain,
    working_minutes_between,
)

BEGIN = dt.datetime(2017, 1, 1, tzinfo=VIETNAM)
YEARS = 10
HALVES = (OfficeInterval(dt.time(8), dt.time(12)), OfficeInterval(dt.time(13), dt.time(17)))
WEEK = dict.fromkeys(range(6), HALVES)
SCHEDULE = OfficeSchedule(dt.date(2017, 1, 1), dt.date(2026, 12, 31), WEEK, "reception_only")
THREE_DAYS = TimeLimit(3, "working_day")
SAMPLE = 200


def build() -> Calendar:
    """A calendar of ten years."""
    return Calendar.build([SCHEDULE])


def paint(calendar: Calendar) -> bytearray:
    """One byte per minute of the ten years, 1 where somebody works."""
    length = (calendar.last - calendar.first).days + 1
    painted = bytearray(length * 1440)
    for number in range(length):
        if (calendar.first + dt.timedelta(days=number)).weekday() < 5:
            for opens, closes in ((480, 720), (780, 1020)):
                painted[number * 1440 + opens : number * 1440 + closes] = b"\1" * (closes - opens)
    return painted


def walk_add(painted: bytearray, start: dt.datetime, minutes: int) -> dt.datetime:
    """Add working minutes by looking at every minute."""
    minute = int((start - BEGIN).total_seconds()) // 60
    while minutes:
        minutes -= painted[minute]
        minute += 1
    return BEGIN + dt.timedelta(minutes=minute)


def walk_between(painted: bytearray, start: dt.datetime, end: dt.datetime) -> int:
    """Measure working minutes by looking at every minute."""
    first, last = (int((moment - BEGIN).total_seconds()) // 60 for moment in (start, end))
    return sum(painted[minute] for minute in range(first, last))


def check(calendar: Calendar, painted: bytearray, cases: int) -> None:
    """Compare random cases of adding, measuring and counting days with a list of all open minutes.

    Raises:
        AssertionError: the first case that differs.
    """
    choose = random.Random(7)
    open_minutes = [minute for minute, is_open in enumerate(painted) if is_open]
    open_days = sorted({minute // 1440 for minute in open_minutes})
    closing = {minute // 1440: minute + 1 for minute in open_minutes}
    limits = {days: TimeLimit(days, "working_day") for days in range(1, 61)}
    for number in range(cases):
        start, minutes = choose.randrange(9 * 365 * 1440), choose.randrange(1, 20 * 480)
        at = BEGIN + dt.timedelta(minutes=start)
        place = bisect_left(open_minutes, start)
        reached = open_minutes[place + minutes - 1] + 1
        end = BEGIN + dt.timedelta(minutes=reached)
        assert add_working_minutes(at, minutes, calendar) == end, f"case {number}: add {minutes} to {at}"
        assert working_minutes_between(at, end, calendar) == minutes, f"case {number}: between {at} and {end}"
        days = choose.randrange(1, 61)
        due = closing[open_days[bisect_right(open_days, start // 1440) + days - 1]]
        assert due_at(at, limits[days], calendar) == BEGIN + dt.timedelta(minutes=due), (
            f"case {number}: {days}"
        )


def measure(methods: dict[str, Callable[[dt.datetime, int], object]], rounds: int) -> dict[str, float]:
    """Median seconds per call of each method over the rounds."""
    choose = random.Random(42)
    cases = [
        (BEGIN + dt.timedelta(minutes=choose.randrange(9 * 365 * 1440)), choose.randrange(1, 20 * 480))
        for _ in range(SAMPLE)
    ]
    taken: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(rounds):
        for name, method in methods.items():
            begun = time.perf_counter()
            for start, minutes in cases:
                method(start, minutes)
            taken[name].append((time.perf_counter() - begun) / SAMPLE)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Check that both ways agree, then print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--cases", type=int, default=20_000)
    chosen = options.parse_args()
    rounds: int = chosen.rounds
    builds = []
    for _ in range(rounds):
        begun = time.perf_counter()
        calendar = build()
        builds.append(time.perf_counter() - begun)
    painted = paint(calendar)
    start = BEGIN + dt.timedelta(days=1000, hours=9)
    assert walk_add(painted, start, 5000) == add_working_minutes(start, 5000, calendar)
    check(calendar, painted, chosen.cases)
    print(f"{chosen.cases} random cases equal the list of all open minutes")

    month, day = dt.timedelta(days=30), dt.timedelta(days=1)
    medians = measure(
        {
            "add_working_minutes": lambda at, minutes: add_working_minutes(at, minutes, calendar),
            "walk, the same": lambda at, minutes: walk_add(painted, at, minutes),
            "working_minutes_between, 30 days": lambda at, _: working_minutes_between(
                at, at + month, calendar
            ),
            "walk, the same 30 days": lambda at, _: walk_between(painted, at, at + month),
            "due_at, 3 working days": lambda at, _: due_at(at, THREE_DAYS, calendar),
            "due_at with a pause": lambda at, _: due_at(at, THREE_DAYS, calendar, [Pause(at, at + day)]),
            "explain, 3 working days": lambda at, _: explain(at, THREE_DAYS, calendar),
        },
        rounds,
    )
    print(f"build {YEARS} years: {statistics.median(builds) * 1000:.1f} ms (median of {rounds})")
    unit = medians["add_working_minutes"]
    for name, seconds in medians.items():
        print(f"{name:34} {seconds * 1e6:10.1f} µs  {seconds / unit:9.1f} x")


if __name__ == "__main__":
    main()

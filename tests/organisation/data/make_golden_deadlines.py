"""Write golden_deadlines.csv: run by hand with `python make_golden_deadlines.py` when cases are added.

Finds each deadline the slow and obvious way, stepping dates and minutes one by one with nothing but the
list of days and the rules as a clerk would apply them. Imports nothing of the project on purpose.
"""

import csv
import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
CLOSING = dt.time(17)
EDGES = [
    *(
        "06:45:00",
        "07:59:59",
        "08:00:00",
        "09:17:00",
        "10:30:30",
        "11:59:00",
        "12:00:00",
        "12:30:00",
        "13:00:00",
    ),
    *("14:59:59", "15:00:00", "15:00:01", "15:45:00", "16:59:00", "17:00:00", "17:30:00", "22:10:00"),
]
WORKING_DAYS = ["1", "2", "3", "5", "7", "10", "15", "20", "0.5", "0.25", "1.5", "2.5"]
LIMITS = (
    [("same_day", "1", "15:00")] * 5
    + [("same_day", "1", "16:00"), ("same_day", "1", "")]
    + [("working_day", value, "") for value in WORKING_DAYS]
    + [("working_hour", value, "") for value in ["1", "2", "4", "8", "12", "0.5", "0.25"]]
    + [("calendar_day", value, "") for value in ["1", "3", "5", "7", "10", "15", "30"]]
)
MODES = ("reception_only", "reception_only", "immediate_procedures", "none")

with (HERE / "days_2018_2026.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
OFF = {row["date"] for row in ROWS if row["kind"] != "make_up"}
MADE_UP = {row["date"] for row in ROWS if row["kind"] == "make_up"}


def is_worked(date, saturdays):
    if str(date) in MADE_UP:
        return True
    if str(date) in OFF or date.isoweekday() == 7:
        return False
    return date.isoweekday() != 6 or saturdays


def is_at_work(minute, saturdays):
    in_hours = 8 <= minute.hour < 12 or 13 <= minute.hour < 17
    return in_hours and is_worked(minute.date(), saturdays)


def pass_minutes(start, amount, saturdays):
    minute = start.replace(second=0)
    while amount:
        amount -= is_at_work(minute, saturdays)
        minute += MINUTE
    return minute


def find_due(received, unit, value, cutoff, saturdays):
    date = received.date()
    if unit == "same_day":
        latest = dt.time.fromisoformat(cutoff) if cutoff else CLOSING
        if is_worked(date, saturdays) and received.time() <= latest and received.time() < CLOSING:
            return dt.datetime.combine(date, CLOSING)
        unit, value = "working_day", 1
    if unit == "working_hour":
        return pass_minutes(received, int(value * 60), saturdays)
    if unit == "calendar_day":
        date += int(value) * DAY
        while not is_worked(date, saturdays):
            date += DAY
        return dt.datetime.combine(date, CLOSING)
    whole = int(value)
    moment = received
    for _ in range(whole):
        date += DAY
        while not is_worked(date, saturdays):
            date += DAY
        moment = dt.datetime.combine(date, CLOSING)
    return pass_minutes(moment, int((value - whole) * 480), saturdays)


def make_cases(per_year):
    choose = random.Random(1959)
    seen = set()
    for year in range(2018, 2027):
        special = [row["date"] for row in ROWS if row["date"].startswith(str(year))]
        made = 0
        while made < per_year:
            if made % 4:
                date = dt.date.fromisoformat(choose.choice(special)) - choose.randrange(7) * DAY
            else:
                date = dt.date(year, 1, 1) + choose.randrange(330) * DAY
            unit, value, cutoff = choose.choice(LIMITS)
            mode = choose.choice(MODES)
            immediate = unit == "same_day" or choose.random() < 0.2
            received = dt.datetime.combine(date, dt.time.fromisoformat(choose.choice(EDGES)))
            key = (mode, received, unit, value, cutoff, immediate)
            if key in seen or date.year < 2018:
                continue
            seen.add(key)
            made += 1
            saturdays = immediate and mode == "immediate_procedures"
            due = find_due(received, unit, Decimal(value), cutoff, saturdays)
            flag = "yes" if immediate and unit != "same_day" else ""
            yield [mode, received.isoformat(), value, unit, cutoff, flag, due.isoformat(timespec="minutes")]


if __name__ == "__main__":
    with (HERE / "golden_deadlines.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["calendar", "received", "value", "unit", "cutoff", "immediate", "due"])
        writer.writerows(make_cases(40))

"""Periods of reports: whole days, both ends included; months, quarters, half years and years have names. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from organisation.vietnamese_format import VIETNAM, format_date

EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
ROMAN = ("I", "II", "III", "IV")
_NAMED = re.compile(r"(?P<year>\d{4})(-(?P<part>0[1-9]|1[0-2]|Q[1-4]|H[12]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `first` to `last`, both days included, on the clocks of Vietnam."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("The last day of a period lies before its first.")

    @property
    def start(self) -> dt.datetime:
        """The moment the period begins."""
        return dt.datetime.combine(self.first, dt.time(), VIETNAM)

    @property
    def end(self) -> dt.datetime:
        """The first moment after the period."""
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), VIETNAM)

    @property
    def is_whole_months(self) -> bool:
        """Does it begin and end with a month?"""
        return self.first.day == 1 and (self.last + dt.timedelta(days=1)).day == 1

    @property
    def first_month(self) -> int:
        return _month_number(self.first)

    @property
    def last_month(self) -> int:
        return _month_number(self.last)

    def months(self) -> Iterator[Period]:
        """Its months, the first and the last cut where the period cuts them."""
        day = self.first
        while day <= self.last:
            whole = month_of(day)
            yield Period(day, min(whole.last, self.last))
            day = whole.last + dt.timedelta(days=1)

    @property
    def previous(self) -> Period:
        """The period of the same length before it: as many months, or as many days."""
        before = self.first - dt.timedelta(days=1)
        if not self.is_whole_months:
            return Period(self.first - (self.last - self.first) - dt.timedelta(days=1), before)
        return Period(_months_back(self.first, sum(1 for _month in self.months())), before)

    @property
    def name(self) -> str:
        """How it stands in an address: "2026-10", "2026-Q3", "2026-H1", "2026"; "" for any other."""
        if not self.is_whole_months or self.first.year != self.last.year:
            return ""
        year, start, length = (
            self.first.year,
            self.first.month - 1,
            self.last.month - self.first.month + 1,
        )
        if length == 12:
            return f"{year}"
        if length == 6 and start % 6 == 0:
            return f"{year}-H{start // 6 + 1}"
        if length == 3 and start % 3 == 0:
            return f"{year}-Q{start // 3 + 1}"
        return f"{year}-{self.first.month:02}" if length == 1 else ""

    @property
    def words(self) -> str:
        """How it is said: "Tháng 10/2026", "Quý III/2026", "6 tháng đầu năm 2026", "Từ 01/10/2026 đến 15/10/2026"."""
        year, _dash, part = self.name.partition("-")
        if not year:
            return f"Từ {format_date(self.first)} đến {format_date(self.last)}"
        if not part:
            return f"Năm {year}"
        if part.startswith("H"):
            return f"6 tháng {'đầu' if part == 'H1' else 'cuối'} năm {year}"
        if part.startswith("Q"):
            return f"Quý {ROMAN[int(part[1]) - 1]}/{year}"
        return f"Tháng {int(part)}/{year}"


def _month_number(day: dt.date) -> int:
    return day.year * 100 + day.month


def _months_back(first: dt.date, count: int) -> dt.date:
    index = first.year * 12 + first.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def _whole(year: int, first_month: int, count: int = 1) -> Period:
    last_month = first_month + count - 1
    return Period(
        dt.date(year, first_month, 1),
        dt.date(year, last_month, calendar.monthrange(year, last_month)[1]),
    )


def month_of(day: dt.date) -> Period:
    """The month of a day."""
    return _whole(day.year, day.month)


def named_period(name: str) -> Period | None:
    """The period of a name as `Period.name` writes it; None for anything else."""
    found = _NAMED.fullmatch(name)
    if found is None or not EARLIEST.year <= int(found["year"]) <= LATEST.year:
        return None
    year, part = int(found["year"]), found["part"]
    if not part:
        return _whole(year, 1, 12)
    if part.startswith("H"):
        return _whole(year, 6 * int(part[1]) - 5, 6)
    if part.startswith("Q"):
        return _whole(year, 3 * int(part[1]) - 2, 3)
    return _whole(year, int(part))


def months_until(day: dt.date, count: int) -> list[Period]:
    """The `count` whole months that end with the month of `day`, the oldest first."""
    first = _months_back(day.replace(day=1), count - 1)
    return list(Period(first, month_of(day).last).months())


def usual_periods(today: dt.date) -> list[Period]:
    """What a report offers: this month and the twelve before, the last quarters and half years, the last years."""
    months = months_until(today, 13)[::-1]
    year = today.year
    parts = [f"{y}-{part}" for y in (year, year - 1) for part in ("Q4", "Q3", "Q2", "Q1", "H2", "H1")]
    parts += [str(y) for y in range(year, year - 4, -1)]
    named = (named_period(part) for part in parts)
    return [*months, *(period for period in named if period is not None and period.first <= today)]

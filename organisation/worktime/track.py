"""Open minutes on a line: prefix sums over the open intervals, questions answered by bisection.

Minutes are absolute and local: `date.toordinal() * 1440` + minute of the day.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

MINUTES_PER_DATE = 24 * 60

Hours = tuple[tuple[int, int], ...]  # (opens, closes) of one date, in minutes since midnight


class CalendarRangeError(ValueError):
    """A moment, or the result of a count, lies outside the dates the calendar covers."""

    def __init__(self, what: str, first: dt.date, last: dt.date) -> None:
        super().__init__(f"{what} lies outside the working calendar, {first:%d/%m/%Y} to {last:%d/%m/%Y}")
        self.first = first
        self.last = last


class Track:
    """Open intervals in time order with prefix sums: every question is one or two bisections.

    `dated_hours` are the dates (ordinals) with their hours, both in order, without empty ones.
    """

    __slots__ = ("_before", "_closings", "_days", "_ends", "_first", "_last", "_starts", "_total")

    def __init__(self, dated_hours: Iterable[tuple[int, Hours]], first: dt.date, last: dt.date) -> None:
        self._first, self._last = first, last
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []  # open minutes before the interval
        self._days: list[int] = []  # ordinals of dates with any open minute
        self._closings: list[int] = []  # last closing minute of each of them
        total = 0
        for ordinal, hours in dated_hours:
            midnight = ordinal * MINUTES_PER_DATE
            for opens, closes in hours:
                self._starts.append(midnight + opens)
                self._ends.append(midnight + closes)
                self._before.append(total)
                total += closes - opens
            self._days.append(ordinal)
            self._closings.append(self._ends[-1])
        self._total = total

    def _beyond(self) -> CalendarRangeError:
        return CalendarRangeError("The end of the count", self._first, self._last)

    def position(self, minute: int) -> int:
        """Open minutes from the beginning of the calendar up to `minute`."""
        index = bisect_right(self._starts, minute) - 1
        if index < 0:
            return 0
        return self._before[index] + min(minute, self._ends[index]) - self._starts[index]

    def between(self, start: int, end: int) -> int:
        """Open minutes in [start, end); negative when `end` is earlier."""
        return self.position(end) - self.position(start)

    def add(self, minute: int, open_minutes: int) -> int:
        """The first minute at which `open_minutes` are used up: a closing time, never the next opening."""
        if open_minutes == 0:
            return minute
        target = self.position(minute) + open_minutes
        if target > self._total:
            raise self._beyond()
        index = bisect_left(self._before, target) - 1
        return self._starts[index] + target - self._before[index]

    def closing_on(self, day: int) -> int | None:
        """Closing minute of the date (an ordinal), None when it has no open minute."""
        index = bisect_left(self._days, day)
        if index < len(self._days) and self._days[index] == day:
            return self._closings[index]
        return None

    def closing_on_or_after(self, day: int) -> int:
        """Closing minute of the first open date from `day` on."""
        return self._closing_at(bisect_left(self._days, day))

    def closing_of_day_after(self, day: int, count: int) -> int:
        """Closing minute of the `count`-th open date after `day` (count >= 1)."""
        return self._closing_at(bisect_right(self._days, day) + count - 1)

    def _closing_at(self, index: int) -> int:
        if index >= len(self._closings):
            raise self._beyond()
        return self._closings[index]

    def interval_at(self, minute: int) -> tuple[int, int] | None:
        """The open interval which holds `minute`."""
        index = bisect_right(self._starts, minute) - 1
        if index >= 0 and minute < self._ends[index]:
            return self._starts[index], self._ends[index]
        return None

    def next_start(self, minute: int) -> int:
        """The next minute at which an interval begins, strictly later than `minute`."""
        index = bisect_right(self._starts, minute)
        if index >= len(self._starts):
            raise self._beyond()
        return self._starts[index]

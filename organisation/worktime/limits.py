"""Time limits and the moment they end.

Counting rules (Civil Code 2015 art. 147-148 on the beginning and end of periods; decree on the one-stop
mechanism for the cut-off). R is the moment of reception:

* working_day n: the date of R is not counted; ends at the close of the n-th working day after it. A fraction
  (1.5 days) is counted after the whole days, in working minutes, 1 day = 480; less than one day
  (0.5 of a step) in working minutes from R on.
* calendar_day n: the date of R is not counted; R's date + n, moved to the next working day if that is none;
  ends at its close. Never converted to working days.
* working_hour h: only office minutes from R on are used up; ends at the minute reached. A minute, which
  only steps of a procedure use, is the same.
* same_day: received on a working day at or before the cut-off (15:00:00 is before, 15:00:01 is not) and
  before closing, it ends at the close of that day; else at the close of the next working day.

Reception outside office hours (online at 18:00, in the lunch break, on a Sunday) is valid. Day limits look
only at its date. Hours run from the next opening. "Same day" is kept in the lunch break and before opening,
but from closing time on the next working day is the day.

A limit that ends with its office minutes ends at closing time, never at the next opening.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, get_args

from organisation.vietnamese_format import MINUTES_PER_HOUR, MINUTES_PER_WORKING_DAY
from organisation.worktime.calendar import Calendar, to_local, to_moment
from organisation.worktime.track import MINUTES_PER_DATE, Track

LimitUnit = Literal["same_day", "minute", "working_hour", "working_day", "calendar_day"]


class TimeLimitError(ValueError):
    """The parts of a time limit do not go together."""


@dataclass(frozen=True)
class TimeLimit:
    """How long an authority may take.

    Attributes:
        value: more than 0, never a float; whole for calendar_day, 1 for same_day, whole minutes otherwise.
        cutoff: only with same_day; reception up to and including this time is still solved that day.
        immediate: the procedure is one "received and solved at once", so Saturdays of the mode
            immediate_procedures are working days. A same_day limit always is.
    """

    value: Decimal | int
    unit: LimitUnit
    cutoff: dt.time | None = None
    immediate: bool = False

    def __post_init__(self) -> None:
        if self.unit not in get_args(LimitUnit):
            raise TimeLimitError(f"unknown unit of a time limit: {self.unit!r}")
        value = self.value
        if not isinstance(value, int | Decimal) or not Decimal(value).is_finite() or value <= 0:
            raise TimeLimitError(f"a time limit is a positive int or Decimal, not {value!r}")
        if self.cutoff is not None and self.unit != "same_day":
            raise TimeLimitError("a cut-off time belongs to a same_day limit only")
        if self.unit == "same_day" and self.value != 1:
            raise TimeLimitError(f"a same_day limit has the value 1, not {self.value}")
        if self.unit == "calendar_day" and self.value != int(self.value):
            raise TimeLimitError(f"calendar days are whole, not {self.value}")
        if self.unit != "calendar_day" and self._exact_minutes() % 1:
            raise TimeLimitError(f"{self.value} {self.unit} is not a whole number of minutes")

    def _exact_minutes(self) -> Decimal:
        return Decimal(self.value) * {"minute": 1, "working_hour": MINUTES_PER_HOUR}.get(
            self.unit, MINUTES_PER_WORKING_DAY
        )

    @cached_property
    def minutes(self) -> int | None:
        """Working minutes at 480 a day, for comparing with the sum of steps only; None for calendar days."""
        return None if self.unit == "calendar_day" else int(self._exact_minutes())

    @cached_property
    def whole_days(self) -> int:
        """Whole days counted by date; 0 for hours and "same day"."""
        return int(self.value) if self.unit in ("working_day", "calendar_day") else 0

    @cached_property
    def loose_minutes(self) -> int:
        """Working minutes counted one by one, after the whole days."""
        if self.unit not in ("working_day", "working_hour", "minute"):
            return 0
        return int(self._exact_minutes()) - self.whole_days * MINUTES_PER_WORKING_DAY

    @property
    def uses_immediate_saturdays(self) -> bool:
        """Do Saturdays of the mode immediate_procedures count?"""
        return self.immediate or self.unit == "same_day"


@dataclass(frozen=True)
class Pause:
    """A time in which the clock of a dossier stands still, e.g. while the citizen supplements it."""

    start: dt.datetime
    end: dt.datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("a pause needs aware datetimes")
        if self.end < self.start:
            raise ValueError(f"a pause cannot end ({self.end}) before it starts ({self.start})")


@dataclass(frozen=True)
class Stop:
    """A pause as counted: absolute minutes [start, end), inside the life of the limit, none overlapping."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Count:
    """A limit applied to a reception: what `due_at` returns and `explain` puts into words.

    All moments are absolute local minutes; `unpaused_due` is the end without any pause.
    """

    received: int
    unpaused_due: int
    due: int
    stops: tuple[Stop, ...]
    track: Track

    @property
    def paused_minutes(self) -> int:
        """Working time for which the clock stood still."""
        return sum(self.track.between(stop.start, stop.end) for stop in self.stops)


def due_at(
    received_at: dt.datetime, limit: TimeLimit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> dt.datetime:
    """The moment at which a limit ends (still in time at that moment, late after it).

    Pauses shift it by exactly the paused working time: overlapping ones count once, what lies before the
    reception or begins when the limit has already ended does not count.

    Raises:
        ValueError: a naive datetime.
        CalendarRangeError: reception, pause or result outside the calendar.
    """
    if stops := tuple(pauses):
        return to_moment(count_limit(received_at, limit, calendar, stops).due)
    received = calendar.minute_of(received_at)
    return to_moment(
        _unpaused_due(received, _is_by_cutoff(received_at, limit), limit, _track(limit, calendar))
    )


def due_minute(received: int, limit: TimeLimit, calendar: Calendar) -> int:
    """As `due_at` without pauses, of a reception at a whole minute: absolute local minutes in and out."""
    return _unpaused_due(received, _is_by_cutoff(to_moment(received), limit), limit, _track(limit, calendar))


def count_limit(
    received_at: dt.datetime, limit: TimeLimit, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> Count:
    """Count a limit and keep the intermediate results; see `due_at`."""
    received = calendar.minute_of(received_at)
    track = _track(limit, calendar)
    unpaused = _unpaused_due(received, _is_by_cutoff(received_at, limit), limit, track)
    due = unpaused
    stops: list[Stop] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        start = max(calendar.minute_of(pause.start), stops[-1].end if stops else received)
        end = calendar.minute_of(pause.end)
        if start >= due:
            break
        if end > start:
            stops.append(Stop(start, end, pause.reason))
            due = track.add(due, track.between(start, end))
    return Count(received, unpaused, due, tuple(stops), track)


def _track(limit: TimeLimit, calendar: Calendar) -> Track:
    return calendar.track(immediate=limit.uses_immediate_saturdays)


def _is_by_cutoff(received_at: dt.datetime, limit: TimeLimit) -> bool:
    return limit.cutoff is None or to_local(received_at).time() <= limit.cutoff


def _unpaused_due(received: int, is_by_cutoff: bool, limit: TimeLimit, track: Track) -> int:
    day = received // MINUTES_PER_DATE
    if limit.unit == "same_day":
        closing = track.closing_on(day)
        if closing is not None and is_by_cutoff and received < closing:
            return closing
        return track.closing_of_day_after(day, 1)
    if limit.unit == "calendar_day":
        return track.closing_on_or_after(day + limit.whole_days)
    reached = track.closing_of_day_after(day, limit.whole_days) if limit.whole_days else received
    return track.add(reached, limit.loose_minutes)

"""The working calendar of an office: which minutes are open, which of them count as working time.

Three readings of the same hours, because Saturdays differ (`SaturdayMode`):

* ordinary: what a time limit is counted in; Monday to Friday and make-up days, without days off;
* immediate: the same plus the Saturdays on which procedures "received and solved at once" are handled;
* reception: when the counter is open to the public, reception-only Saturdays included.

All arithmetic is in whole minutes of local wall-clock time; seconds are cut off, as a receipt prints hh:mm.
Vietnam has had one offset and no summer time since 1975, so a local minute is unambiguous. An office
interval is half-open: at 17:00 an office open "13:00 to 17:00" is closed.
"""

import datetime as dt
import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, get_args

from organisation.vietnamese_format import VIETNAM
from organisation.worktime.track import MINUTES_PER_DATE, CalendarRangeError, Hours, Track

SATURDAY = 5
RULES_VERSION = 1  # raise it when a counting rule changes: stored calendar versions must then differ

_MINUTE_ZERO = dt.datetime(1, 1, 1, tzinfo=VIETNAM)  # the first day has the ordinal 1

SaturdayMode = Literal["none", "reception_only", "immediate_procedures"]
DayOffKind = Literal["public_holiday", "compensatory", "swapped_off"]


class CalendarDefinitionError(ValueError):
    """The schedules, days off and make-up days contradict each other or leave a gap."""


@dataclass(frozen=True)
class OfficeInterval:
    """Opening hours without a break; whole minutes, local time."""

    opens: dt.time
    closes: dt.time

    def __post_init__(self) -> None:
        for moment in (self.opens, self.closes):
            if moment.tzinfo is not None or moment.second or moment.microsecond:
                raise CalendarDefinitionError(f"office hours are whole minutes of local time, not {moment}")
        if self.opens >= self.closes:
            raise CalendarDefinitionError(f"office opens {self.opens:%H:%M} but closes {self.closes:%H:%M}")

    @property
    def minutes(self) -> tuple[int, int]:
        """Opening and closing in minutes since midnight."""
        return (
            self.opens.hour * 60 + self.opens.minute,
            self.closes.hour * 60 + self.closes.minute,
        )


@dataclass(frozen=True)
class OfficeSchedule:
    """The weekly hours of an office in one period (both dates inclusive, `valid_to` None = open end).

    `weekly` maps the weekday (0 Monday … 6 Sunday) to its intervals; a weekday left out is closed. Intervals
    that overlap or touch count once. Saturday hours are used only when `saturday_mode` is not "none".
    """

    valid_from: dt.date
    valid_to: dt.date | None
    weekly: Mapping[int, tuple[OfficeInterval, ...]] = field(hash=False)
    saturday_mode: SaturdayMode = "none"

    def __post_init__(self) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise CalendarDefinitionError(f"schedule ends {self.valid_to} before it begins {self.valid_from}")
        if self.saturday_mode not in get_args(SaturdayMode):
            raise CalendarDefinitionError(f"unknown Saturday mode {self.saturday_mode!r}")
        unknown = set(self.weekly) - set(range(7))
        if unknown:
            raise CalendarDefinitionError(f"weekdays are 0 (Monday) to 6 (Sunday), not {sorted(unknown)}")

    def hours_on(self, weekday: int) -> Hours:
        """The hours of a weekday, in order and merged."""
        merged: list[tuple[int, int]] = []
        for opens, closes in sorted(interval.minutes for interval in self.weekly.get(weekday, ())):
            if merged and opens <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(closes, merged[-1][1]))
            else:
                merged.append((opens, closes))
        return tuple(merged)

    def make_up_hours(self, replaced: dt.date | None) -> Hours:
        """Hours of a make-up day: those of the weekday it replaces, else of the week's first working day."""
        weekdays = list(range(SATURDAY))
        if replaced is not None and replaced.weekday() in weekdays:
            weekdays.insert(0, replaced.weekday())
        return next((hours for weekday in weekdays if (hours := self.hours_on(weekday))), ())


@dataclass(frozen=True)
class DayOff:
    """A date on which the office is closed: holiday, day in lieu, or day swapped with a make-up day."""

    date: dt.date
    name: str = ""
    kind: DayOffKind = "public_holiday"


@dataclass(frozen=True)
class MakeUpDay:
    """A date, usually a Saturday, worked in full instead of `replaces` (a swapped day off)."""

    date: dt.date
    name: str = ""
    replaces: dt.date | None = None


@dataclass(frozen=True, eq=False)
class Calendar:
    """A working calendar ready for counting; make it with `Calendar.build`, keep it, it never changes.

    Attributes:
        first, last: the dates it covers, inclusive.
        version: fingerprint of schedules, days off and make-up days (not of the range, which decides only
            whether there is an answer, never which). A deadline stores it to be explained and re-checked.
        ordinary, immediate, reception: see the module docstring.
    """

    first: dt.date
    last: dt.date
    version: str
    ordinary: Track = field(repr=False)
    immediate: Track = field(repr=False)
    reception: Track = field(repr=False)
    schedules: tuple[OfficeSchedule, ...] = field(repr=False)
    days_off: Mapping[dt.date, DayOff] = field(repr=False)
    make_up_days: Mapping[dt.date, MakeUpDay] = field(repr=False)

    @classmethod
    def build(
        cls,
        schedules: Iterable[OfficeSchedule],
        days_off: Iterable[DayOff] = (),
        make_up_days: Iterable[MakeUpDay] = (),
        *,
        first: dt.date | None = None,
        last: dt.date | None = None,
    ) -> "Calendar":
        """Build the calendar for `first` to `last`, narrowed to the dates the schedules cover.

        Raises:
            CalendarDefinitionError: schedules overlap or leave a gap, a date is both a day off and a make-up
                day, or the range has no end.
        """
        ordered = tuple(sorted(schedules, key=lambda schedule: schedule.valid_from))
        first, last = _covered_range(ordered, first, last)
        off = {day.date: day for day in sorted(days_off, key=lambda day: (day.date, day.name))}
        made_up = {day.date: day for day in sorted(make_up_days, key=lambda day: (day.date, day.name))}
        both = sorted(off.keys() & made_up.keys())
        if both:
            raise CalendarDefinitionError(f"{both[0]} is listed both as a day off and as a make-up day")
        tracks = _tracks(ordered, off, made_up, first, last)
        return cls(
            first=first,
            last=last,
            version=_fingerprint(ordered, off.values(), made_up.values()),
            ordinary=tracks["ordinary"],
            immediate=tracks["immediate"],
            reception=tracks["reception"],
            schedules=ordered,
            days_off=off,
            make_up_days=made_up,
        )

    def track(self, *, immediate: bool) -> Track:
        """The minutes a limit is counted in."""
        return self.immediate if immediate else self.ordinary

    def schedule_on(self, date: dt.date) -> OfficeSchedule:
        """The schedule in force on a date inside the range."""
        if not self.first <= date <= self.last:
            raise CalendarRangeError("The date", self.first, self.last)
        index = bisect_right(self.schedules, date, key=lambda schedule: schedule.valid_from) - 1
        return self.schedules[index]

    def years_without_holidays(self, first: dt.date, last: dt.date) -> tuple[int, ...]:
        """Years from `first` to `last` for which no public holiday is entered: what falls into them may still move."""
        known = {day.date.year for day in self.days_off.values() if day.kind == "public_holiday"}
        return tuple(year for year in range(first.year, last.year + 1) if year not in known)

    def minute_of(self, at: dt.datetime) -> int:
        """Absolute local minute of an aware moment inside the range; seconds are cut off."""
        local = to_local(at)
        if not self.first <= local.date() <= self.last:
            raise CalendarRangeError(f"The moment {local:%H:%M, %d/%m/%Y}", self.first, self.last)
        return local.toordinal() * MINUTES_PER_DATE + local.hour * 60 + local.minute


def to_local(at: dt.datetime) -> dt.datetime:
    """The same moment on the office's clock.

    Raises:
        ValueError: `at` is naive; guessing a zone would shift deadlines by hours.
    """
    if at.utcoffset() is None:
        raise ValueError(f"working time needs an aware datetime, got {at!r}")
    return at.astimezone(VIETNAM)


def to_moment(minute: int) -> dt.datetime:
    """The aware moment of an absolute local minute."""
    return _MINUTE_ZERO + dt.timedelta(minutes=minute - MINUTES_PER_DATE)


def add_working_minutes(
    start: dt.datetime, minutes: int, calendar: Calendar, *, immediate: bool = False
) -> dt.datetime:
    """The moment at which `minutes` of working time after `start` are used up.

    Outside office hours the count begins at the next opening; 0 minutes give `start` itself, to the minute.

    Raises:
        ValueError: `minutes` is negative.
        CalendarRangeError: start or result outside the calendar.
    """
    if minutes < 0:
        raise ValueError(f"working minutes to add must not be negative, got {minutes}")
    return to_moment(calendar.track(immediate=immediate).add(calendar.minute_of(start), minutes))


def working_minutes_between(
    start: dt.datetime, end: dt.datetime, calendar: Calendar, *, immediate: bool = False
) -> int:
    """Working minutes in [start, end); negative when `end` is the earlier one."""
    track = calendar.track(immediate=immediate)
    return track.between(calendar.minute_of(start), calendar.minute_of(end))


def _covered_range(
    schedules: Sequence[OfficeSchedule], first: dt.date | None, last: dt.date | None
) -> tuple[dt.date, dt.date]:
    if not schedules:
        raise CalendarDefinitionError("a calendar needs at least one office schedule")
    begin = max(first or schedules[0].valid_from, schedules[0].valid_from)
    ends = [day for day in (last, schedules[-1].valid_to) if day is not None]
    if not ends:
        raise CalendarDefinitionError("the last schedule has an open end: say up to which date to build")
    end = min(ends)
    if end < begin:
        raise CalendarDefinitionError(f"no schedule is valid between {first} and {last}")
    for earlier, later in pairwise(schedules):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise CalendarDefinitionError(f"two office schedules are valid on {later.valid_from}")
        gap = earlier.valid_to + dt.timedelta(days=1)
        if gap < later.valid_from and gap <= end and later.valid_from > begin:
            raise CalendarDefinitionError(f"no office schedule is valid from {gap} to {later.valid_from}")
    return begin, end


def _tracks(
    schedules: Iterable[OfficeSchedule],
    off: Mapping[dt.date, DayOff],
    made_up: Mapping[dt.date, MakeUpDay],
    first: dt.date,
    last: dt.date,
) -> dict[str, Track]:
    closed = {date.toordinal() for date in off}
    extra = {date.toordinal(): day.replaces for date, day in made_up.items()}
    dated: dict[str, list[tuple[int, Hours]]] = {"ordinary": [], "immediate": [], "reception": []}
    for schedule in schedules:
        week = [schedule.hours_on(weekday) for weekday in range(7)]
        saturday = {
            "ordinary": False,
            "immediate": schedule.saturday_mode == "immediate_procedures",
            "reception": schedule.saturday_mode != "none",
        }
        begin = max(first, schedule.valid_from).toordinal()
        end = min(last, schedule.valid_to or last).toordinal()
        for ordinal in range(begin, end + 1):
            if ordinal in closed:
                continue
            weekday = (ordinal - 1) % 7
            worked_in_full = weekday != SATURDAY or ordinal in extra
            hours = schedule.make_up_hours(extra[ordinal]) if ordinal in extra else week[weekday]
            if not hours:
                continue
            for name, days in dated.items():
                if worked_in_full or saturday[name]:
                    days.append((ordinal, hours))
    return {name: Track(days, first, last) for name, days in dated.items()}


def _fingerprint(
    schedules: Iterable[OfficeSchedule], days_off: Iterable[DayOff], make_up_days: Iterable[MakeUpDay]
) -> str:
    facts = {
        "rules": RULES_VERSION,
        "zone": VIETNAM.key,
        "schedules": [
            [
                str(schedule.valid_from),
                str(schedule.valid_to or ""),
                str(schedule.saturday_mode),
                [schedule.hours_on(weekday) for weekday in range(7)],
            ]
            for schedule in schedules
        ],
        "days_off": [[str(day.date), day.name, str(day.kind)] for day in days_off],
        "make_up_days": [[str(day.date), day.name, str(day.replaces or "")] for day in make_up_days],
    }
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]

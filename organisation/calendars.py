"""The working calendar of a unit, built from what the office entered.

`worktime` counts; this module reads the tables for it. A unit without own office hours uses those of the nearest
superior unit that has some. A swapped day is a day off "swapped_off" and a make-up day that replaces it.

A calendar is kept per unit in this process. Saving or deleting one of the calendar tables raises a number in the
shared cache, which makes every kept calendar stale: at once where processes share a cache (Redis), otherwise within
`KEPT_SECONDS`. Bulk writes send no signal: call `forget_calendars()` after them.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

from django.core.cache import cache

from organisation.enums import SaturdayMode, Weekday
from organisation.models import Holiday, OfficeHours, SwappedDay, Unit, UnitParent
from organisation.worktime import (
    Calendar,
    CalendarDefinitionError,
    DayOff,
    MakeUpDay,
    OfficeInterval,
    OfficeSchedule,
)

logger = logging.getLogger(__name__)

CALENDAR_TABLES = ("Holiday", "SwappedDay", "OfficeHours", "OfficeInterval", "Unit", "UnitParent")
VERSION_KEY = "organisation.calendars.version"
KEPT_SECONDS = 60
MOST_KEPT = 200
HIGHEST_PARENT = 6
"""Levels climbed in search of office hours: a ring of units must not hang a page."""

USUAL_HOURS = (
    OfficeInterval(dt.time(8, 0), dt.time(12, 0)),
    OfficeInterval(dt.time(13, 0), dt.time(17, 0)),
)

_kept: OrderedDict[tuple[str, int, int, int], tuple[float, Calendar]] = OrderedDict()
_lock = Lock()


def calendar_for(unit: Unit, first: dt.date, last: dt.date) -> Calendar:
    """The working calendar of `unit` that covers at least `first` to `last`, as far as hours are entered.

    Contradictory or missing entries never break a page: they are logged, and the usual hours (Monday to Friday,
    08:00–12:00 and 13:00–17:00) are counted instead; `calendar_problem` tells the administrator.
    """
    key = (_version(), unit.pk, first.year, last.year)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and time.monotonic() - kept[0] < KEPT_SECONDS:
            return kept[1]
    begin, end = dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    try:
        calendar = build_calendar(unit, begin, end)
        if not (calendar.first <= first and last <= calendar.last):
            calendar = _stretched_calendar(unit, begin, end)
    except CalendarDefinitionError as error:
        logger.error("calendar of unit %s (%s) not usable: %s", unit.pk, unit.slug, error)
        calendar = _usual_calendar(begin, end)
    with _lock:
        _kept[key] = (time.monotonic(), calendar)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return calendar


def build_calendar(unit: Unit, first: dt.date, last: dt.date) -> Calendar:
    """The calendar exactly as entered.

    Raises:
        CalendarDefinitionError: no office hours, a gap or an overlap between two periods, or a date that is both
            a holiday and a make-up day.
    """
    return Calendar.build(
        _schedules(_office_hours(unit, first, last), first),
        days_off(first, last),
        _make_up_days(first, last),
        first=first,
        last=last,
    )


def calendar_problem(unit: Unit, first: dt.date, last: dt.date) -> str:
    """What is wrong with the entries behind a unit's calendar, as an English sentence; empty when all is well."""
    try:
        build_calendar(unit, first, last)
    except CalendarDefinitionError as error:
        return str(error)
    return ""


def forget_calendars() -> None:
    """Make every kept calendar stale."""
    cache.set(VERSION_KEY, uuid.uuid4().hex, None)


def _version() -> str:
    version: str | None = cache.get(VERSION_KEY)
    if version is None:
        version = uuid.uuid4().hex
        cache.add(VERSION_KEY, version, None)
    return version


def _office_hours(unit: Unit, first: dt.date, last: dt.date) -> list[OfficeHours]:
    """Own office hours, else those of the nearest superior unit with some."""
    unit_id: int | None = unit.pk
    for _level in range(HIGHEST_PARENT):
        rows = OfficeHours.objects.filter(unit=unit_id).overlapping(first, last)
        if found := list(rows.prefetch_related("intervals").order_by("valid_from", "pk")):
            return found
        links = UnitParent.objects.filter(unit=unit_id).overlapping(first, last)
        unit_id = links.order_by("-valid_from", "-pk").values_list("parent_id", flat=True).first()
        if unit_id is None:
            break
    raise CalendarDefinitionError("no office hours are entered for the unit or a superior unit")


def _schedules(rows: Iterable[OfficeHours], first: dt.date) -> list[OfficeSchedule]:
    schedules = []
    for row in rows:
        weekly: dict[int, tuple[OfficeInterval, ...]] = {}
        for interval in row.intervals.all():
            opening = OfficeInterval(interval.opens, interval.closes)
            weekly[interval.weekday] = (*weekly.get(interval.weekday, ()), opening)
        schedules.append(
            OfficeSchedule(
                valid_from=row.valid_from or first,
                valid_to=row.valid_to,
                weekly=weekly,
                saturday_mode=SaturdayMode(row.saturday_mode).value,  # type: ignore[arg-type]
            )
        )
    return schedules


def days_off(first: dt.date, last: dt.date) -> list[DayOff]:
    """The holidays and swapped days entered for these days; they hold for every unit."""
    holidays = Holiday.objects.filter(date__range=(first, last))
    swapped = SwappedDay.objects.filter(day_off__range=(first, last))
    return [
        *(DayOff(row.day_off, row.name, "swapped_off") for row in swapped),
        *(DayOff(row.date, row.name, row.kind) for row in holidays),  # type: ignore[arg-type]
    ]


def _make_up_days(first: dt.date, last: dt.date) -> list[MakeUpDay]:
    rows = SwappedDay.objects.filter(make_up_day__range=(first, last))
    return [MakeUpDay(row.make_up_day, row.name, replaces=row.day_off) for row in rows]


def _stretched_calendar(unit: Unit, first: dt.date, last: dt.date) -> Calendar:
    """The entered hours, with the first and last period stretched over the ends nobody entered.

    A deadline that reaches past the last entered day is still counted, as the office would count it by habit.
    """
    schedules = _schedules(_office_hours(unit, first, last), first)
    edges = sorted(schedules, key=lambda schedule: schedule.valid_from)
    head, tail = edges[0], edges[-1]
    logger.warning(
        "office hours of unit %s cover only %s to %s", unit.pk, head.valid_from, tail.valid_to or last
    )
    edges[0] = OfficeSchedule(min(first, head.valid_from), head.valid_to, head.weekly, head.saturday_mode)
    end = edges[-1]
    edges[-1] = OfficeSchedule(end.valid_from, None, end.weekly, end.saturday_mode)
    return Calendar.build(edges, days_off(first, last), _make_up_days(first, last), first=first, last=last)


def _usual_calendar(first: dt.date, last: dt.date) -> Calendar:
    """Usual hours with the entered holidays; where a date is entered twice, it is a day off."""
    weekly = dict.fromkeys(range(Weekday.SATURDAY), USUAL_HOURS)
    off = days_off(first, last)
    closed = {day.date for day in off}
    make_up_days = [day for day in _make_up_days(first, last) if day.date not in closed]
    schedule = OfficeSchedule(first, None, weekly)
    return Calendar.build([schedule], off, make_up_days, first=first, last=last)

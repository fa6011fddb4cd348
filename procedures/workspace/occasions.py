"""When recurring work of the internal processes is due next. Pure: the day is passed in."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any

WEEKLY, MONTHLY, QUARTERLY, ANNUAL, ON_DEMAND = "weekly", "monthly", "quarterly", "annual", "on_demand"
RECURRING = (WEEKLY, MONTHLY, QUARTERLY, ANNUAL)


def _day_in(year: int, month: int, day: int) -> dt.date:
    """A day of a month; the 31st of a shorter month is its last day."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _next_in_months(today: dt.date, months: set[int], day: int) -> dt.date:
    """The first such day on or after `today`; `months` is never empty."""
    for ahead in range(13):
        year, month = divmod(today.month - 1 + ahead, 12)
        if month + 1 in months:
            found = _day_in(today.year + year, month + 1, day)
            if found >= today:
                return found
    return _day_in(today.year + 1, min(months), day)


def next_on(occasion: Mapping[str, Any], today: dt.date) -> dt.date | None:
    """The day on which an occasion of a snapshot comes up next, today included.

    A quarterly occasion that names its month is one of four rows of the office ("10/04: rà soát quý II"), so it
    returns once a year; without a month it means that day of every quarter's first month.

    Returns:
        None for work that comes up when it comes up, or when the occasion does not say its day.
    """
    frequency, month, day = occasion.get("frequency"), occasion.get("month"), occasion.get("day")
    if frequency == WEEKLY:
        weekday = occasion.get("weekday")
        return None if weekday is None else today + dt.timedelta((weekday - today.weekday()) % 7)
    if day is None or frequency not in RECURRING:
        return None
    if frequency == MONTHLY:
        return _next_in_months(today, set(range(1, 13)), day)
    if month is not None:
        return _next_in_months(today, {month}, day)
    return _next_in_months(today, {1, 4, 7, 10}, day) if frequency == QUARTERLY else None

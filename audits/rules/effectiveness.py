"""Which periods an effectiveness check compares. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ComparedPeriods:
    """Two periods of the same length; both days included.

    Attributes:
        after_to: the last day of the period after, which may still lie ahead.
        counted_to: until when it is counted today; None before it has begun.
    """

    before_from: dt.date
    before_to: dt.date
    after_from: dt.date
    after_to: dt.date
    counted_to: dt.date | None

    @property
    def is_over(self) -> bool:
        """Is the period after counted to its end?"""
        return self.counted_to == self.after_to


def compared_periods(found_on: dt.date, verified_on: dt.date, days: int, today: dt.date) -> ComparedPeriods:
    """The `days` days before the finding, and as many from the day after the verification.

    Args:
        found_on: the day the finding was raised (of an action without one: the day it was given).
        days: length of both periods, at least 1.
    """
    length = dt.timedelta(days=max(days, 1) - 1)
    before_to = found_on - dt.timedelta(days=1)
    after_from = verified_on + dt.timedelta(days=1)
    after_to = after_from + length
    counted_to = min(after_to, today) if today >= after_from else None
    return ComparedPeriods(before_to - length, before_to, after_from, after_to, counted_to)


def due_day(verified_on: dt.date, days: int) -> dt.date:
    """The day from which the figures can be judged: the period after the verification is over."""
    return verified_on + dt.timedelta(days=days)

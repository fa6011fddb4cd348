"""When a document must be looked at again (ISO 9001:2015 7.5.3; DOMAIN 1.5 "Periodic review"). Pure."""

from __future__ import annotations

import calendar
import datetime as dt


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later; the last day of the month where that day does not exist."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_review_on(
    issued_on: dt.date, last_review_on: dt.date | None, cycle_months: int, open_due_on: dt.date | None = None
) -> dt.date:
    """The day by which a document in force is reviewed next.

    Args:
        issued_on: day of issue of the version in force.
        last_review_on: day on which the last review ended, if there was one.
        cycle_months: the document's review cycle.
        open_due_on: due day of a review that is open already (a change of the law, say); the earlier day wins.
    """
    regular = add_months(max(issued_on, last_review_on or issued_on), cycle_months)
    return min(regular, open_due_on) if open_due_on else regular

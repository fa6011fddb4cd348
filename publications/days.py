"""Days as moments."""

from __future__ import annotations

import datetime as dt

from organisation.vietnamese_format import VIETNAM


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a local day: "in force on a day" means then (docs/features/time-travel.md)."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), VIETNAM)

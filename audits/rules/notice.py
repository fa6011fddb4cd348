"""How long before its first day a unit hears of an audit, in working days. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable


def working_days_of_notice(
    sent_on: dt.date, first_day: dt.date, is_working_day: Callable[[dt.date], bool]
) -> int:
    """Whole working days between the sending and the first day; neither of the two counts."""
    days = (sent_on + dt.timedelta(days=number) for number in range(1, (first_day - sent_on).days))
    return sum(1 for day in days if is_working_day(day))

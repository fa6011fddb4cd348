"""Which period a review usually looks back on. Pure."""

from __future__ import annotations

import datetime as dt

from dossiers.statistics.periods import Period, named_period


def last_half_year(today: dt.date) -> Period:
    """The half year that ended last: what a review usually looks back on."""
    name = f"{today.year - 1}-H2" if today.month <= 6 else f"{today.year}-H1"
    period = named_period(name)
    if period is None:
        raise ValueError(f"No report covers {name}.")
    return period

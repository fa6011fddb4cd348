"""When invented dossiers come in: more on Mondays, in the middle of the mornings and after the lunch break. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from organisation.worktime import Calendar
from organisation.worktime.track import MINUTES_PER_DATE, Track

WEEKDAYS = (1.25, 1.1, 1.0, 0.95, 0.9, 0.35, 0.2)
MONTHS = (0.85, 0.75, 1.1, 1.05, 1.0, 1.0, 1.05, 1.2, 1.1, 1.0, 0.95, 0.95)
PEAKS = ((0.0, 0.5, 0.2), (0.5, 1.0, 0.7))
"""(from, to, most often) as parts of the open minutes of a day."""


def open_days(calendar: Calendar, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days on which the counter receives."""
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if calendar.reception.closing_on(day.toordinal()) is not None]


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total`, as near to the weights as can be (largest remainders)."""
    scale = total / sum(weights)
    exact = [weight * scale for weight in weights]
    shares = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: exact[n] - shares[n], reverse=True)
    for number in by_remainder[: total - sum(shares)]:
        shares[number] += 1
    return shares


def per_day(days: Sequence[dt.date], total: int, choose: random.Random) -> list[int]:
    """How many come in on each day."""
    weights = [WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * choose.uniform(0.85, 1.15) for day in days]
    return share_out(total, weights)


def minutes_of(day: dt.date, count: int, track: Track, choose: random.Random) -> list[int]:
    """Moments of reception on one day as absolute local minutes, in order, all while the counter is open."""
    midnight = day.toordinal() * MINUTES_PER_DATE
    is_open = track.between(midnight, midnight + MINUTES_PER_DATE)
    found = []
    for _number in range(count):
        low, high, mode = PEAKS[choose.random() < 0.42]
        part = choose.triangular(low, high, mode)
        found.append(track.add(midnight, 1 + int(part * (is_open - 1))) - 1)
    return sorted(found)

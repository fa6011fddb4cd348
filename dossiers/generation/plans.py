"""How many dossiers of which kind a run makes; the figures of the two reports are met exactly. Pure."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

LATE_SHARE = 0.006
ONLINE_SHARE = 0.22
YEAR = dt.timedelta(days=365)
WHOLE_LOG_UP_TO = 50_000
"""Above this many, a dossier that went well and is done has only the four events at its ends; its steps keep their
times."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made.

    Attributes:
        name: stands in the log of each dossier; together with the seed it decides every code and moment.
        first, last: days of reception, inclusive.
        horizon: nothing has happened after this moment.
        total: dossiers received.
        overdue: of them ended after the due moment.
        online: handed in online; None: by chance, where the procedure is offered online.
        still_open: of them in hand at the horizon, within their time; None: whatever is not done by then.
        in_district: belongs to the district of that time instead of the office.
    """

    name: str
    first: dt.date
    last: dt.date
    horizon: dt.datetime
    total: int
    overdue: int
    online: int | None = None
    still_open: int | None = 0
    in_district: bool = False

    @property
    def has_whole_logs(self) -> bool:
        """Does every dossier tell each step in its events?"""
        return self.total <= WHOLE_LOG_UP_TO


def district(zone: dt.tzinfo) -> Plan:
    """A district, 2016 to 2018: 440,000 dossiers, 99.57 % of them not overdue (438,108 and 1,892)."""
    last = dt.date(2018, 12, 31)
    end = dt.datetime.combine(last, dt.time(17), zone)
    return Plan("district", dt.date(2016, 1, 1), last, end, total=440_000, overdue=1_892, in_district=True)


def quarter(zone: dt.tzinfo) -> Plan:
    """A ward, third quarter of 2025: 3,443 direct and 1,212 online; 4,624 resolved in time, 31 in progress."""
    last = dt.date(2025, 9, 30)
    end = dt.datetime.combine(last, dt.time(17), zone)
    return Plan(
        "quarter", dt.date(2025, 7, 1), last, end, total=4_655, overdue=0, online=1_212, still_open=31
    )


def recent(count: int, now: dt.datetime) -> Plan:
    """`count` dossiers of the last year up to `now`; who is not done by now is in hand."""
    last = now.date()
    return Plan(
        "recent", last - YEAR, last, now, total=count, overdue=round(count * LATE_SHARE), still_open=None
    )


@dataclass(frozen=True, slots=True)
class Quotas:
    """Which of the dossiers, numbered from 0 in order of reception, are which."""

    late: frozenset[int]
    online: frozenset[int] | None
    left_open: frozenset[int]


def draw_quotas(plan: Plan, choose: random.Random, per_day: list[int]) -> Quotas:
    """Draw them so that the numbers are exact.

    Late ones come early enough to be done by the horizon when everything is; those left open come last.

    Args:
        per_day: dossiers received on each day of the plan, in order.
    """
    last_days = sum(per_day[-3:])
    early = plan.total - sum(per_day[-60:]) if plan.still_open == 0 else plan.total
    late = frozenset(choose.sample(range(max(early, plan.overdue)), plan.overdue))
    at_the_end = range(plan.total - max(last_days, plan.still_open or 0), plan.total)
    left_open = frozenset(choose.sample(at_the_end, plan.still_open or 0))
    online = None
    if plan.online is not None:
        online = frozenset(choose.sample(range(plan.total), plan.online))
    return Quotas(late, online, left_open)

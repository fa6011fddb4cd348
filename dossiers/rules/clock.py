"""The clock of a dossier and of its steps: limits, due moments, how something ended (DOMAIN 3.7, 3.8, 3.10).

Counting itself is `organisation.worktime`; here a version's limit becomes one, and what was counted is put down so
that it can be counted again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypedDict

from dossiers.enums import Punctuality
from organisation.vietnamese_format import VIETNAM
from organisation.worktime import Calendar, Pause, TimeLimit, due_at
from organisation.worktime.track import MINUTES_PER_DATE
from procedures.snapshot_reading import Part, Snapshot, part, parts

BY_THE_MINUTE = frozenset({"working_hour", "minute"})
"""Units whose end is a minute; the others end with a day."""
_STEP = Decimal("0.05")
"""The smallest part of a working day or hour that is a whole number of minutes."""


class UnknownLimitError(ValueError):
    """The version does not say how long the authority may take."""


class DueBasis(TypedDict):
    """Why a dossier is due when it is, stored with it (DOMAIN 3.7 rule 7).

    Attributes:
        rule: value, unit, cutoff and text of the limit as the version says it.
        case: code of the case whose limit this is; empty for the general one.
        begun: moment from which is counted, as ISO text; the reception, or the last restart.
        is_restarted: the clock began anew after a supplement.
        unit: key of the unit whose calendar counts.
        calendar: version of that calendar.
    """

    rule: dict[str, Any]
    case: str
    begun: str
    is_restarted: bool
    unit: int
    calendar: str


def rule_of(snapshot: Snapshot, case_code: str) -> Part:
    """The time limit that holds: the case's own, else the general one.

    Raises:
        UnknownLimitError: neither is there.
    """
    case = next((case for case in parts(snapshot, "cases") if case.get("code") == case_code), {})
    rule: Part = case.get("time_limit") or part(snapshot, "time_limit")
    if not rule:
        raise UnknownLimitError(f"no time limit for case {case_code!r}")
    return rule


def limit_of(rule: Part) -> TimeLimit:
    """A limit as the snapshot or a basis says it, ready for counting."""
    cutoff = rule.get("cutoff") or ""
    return TimeLimit(Decimal(rule["value"]), rule["unit"], dt.time.fromisoformat(cutoff) if cutoff else None)


def step_limit(value: Decimal | None, unit: str, *, immediate: bool = False) -> TimeLimit | None:
    """How long a step may take; None for a step without a time of its own.

    Hours, and parts of one day, are counted in whole minutes; what a longer fraction of days leaves over is cut off.

    Args:
        immediate: the dossier's own limit counts the Saturdays of procedures solved at once, so its steps do too.
    """
    if value is None or value <= 0 or not unit:
        return None
    if unit == "working_day" and value >= 1:
        return TimeLimit(value - value % _STEP, "working_day", immediate=immediate)
    if unit == "calendar_day":
        return TimeLimit(max(1, int(value)), "calendar_day", immediate=immediate)
    per_unit = {"working_day": 480, "working_hour": 60, "minute": 1}[unit]
    return TimeLimit(max(1, int(value * per_unit)), "minute", immediate=immediate)


def put_down(rule: Part, case_code: str, begun: dt.datetime, unit_id: int, calendar: Calendar) -> DueBasis:
    """The basis of a due moment that is counted now."""
    return {
        "rule": {key: rule.get(key) or "" for key in ("value", "unit", "cutoff", "text")},
        "case": case_code,
        "begun": begun.astimezone(VIETNAM).isoformat(),
        "is_restarted": False,
        "unit": unit_id,
        "calendar": calendar.version,
    }


def begun_at(basis: Mapping[str, Any]) -> dt.datetime:
    """From when a basis counts."""
    return dt.datetime.fromisoformat(basis["begun"])


def count(basis: Mapping[str, Any], calendar: Calendar, pauses: Iterable[Pause] = ()) -> dt.datetime:
    """The due moment that a basis gives under a calendar."""
    return due_at(begun_at(basis), limit_of(basis["rule"]), calendar, pauses)


def step_due_at(
    started_at: dt.datetime, limit: TimeLimit | None, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> dt.datetime | None:
    """When a step must be done; None for one without a time of its own."""
    return None if limit is None else due_at(started_at, limit, calendar, pauses)


def is_late(now: dt.datetime, due: dt.datetime | None) -> bool:
    """Has the due moment passed? At that moment itself one is still in time."""
    return due is not None and now > due


def ended(at: dt.datetime, due: dt.datetime, unit: str) -> Punctuality:
    """How something ended that was due: overdue after the due moment; early before the due day.

    What is counted by the minute is early before the due minute (DOMAIN 3.10).
    """
    if at > due:
        return Punctuality.OVERDUE
    local, local_due = at.astimezone(VIETNAM), due.astimezone(VIETNAM)
    if unit in BY_THE_MINUTE:
        is_early = local.replace(second=0, microsecond=0) < local_due
    else:
        is_early = local.date() < local_due.date()
    return Punctuality.EARLY if is_early else Punctuality.ON_TIME


def ended_minute(at: int, due: int, unit: str) -> Punctuality:
    """As `ended`, of whole minutes as `organisation.worktime` counts them (absolute and local)."""
    if at > due:
        return Punctuality.OVERDUE
    per = 1 if unit in BY_THE_MINUTE else MINUTES_PER_DATE
    return Punctuality.EARLY if at // per < due // per else Punctuality.ON_TIME


def month_of(at: dt.datetime) -> int:
    """Year × 100 + month in local time."""
    local = at.astimezone(VIETNAM)
    return local.year * 100 + local.month

"""Reading a snapshot: times and limits that rules, facts and comparison all need.

A snapshot is the JSON of one issued version (schema 1, see ``document_control``). Missing keys read as
empty, so that drafts and older schemas can be read too. No Django here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from organisation.vietnamese_format import MINUTES_PER_HOUR, MINUTES_PER_WORKING_DAY, format_duration

Snapshot = Mapping[str, Any]
Part = Mapping[str, Any]

CITIZEN_ROLE = "citizen"
MINUTES_PER_UNIT = {
    "minute": 1,
    "working_hour": MINUTES_PER_HOUR,
    "working_day": MINUTES_PER_WORKING_DAY,
    "same_day": MINUTES_PER_WORKING_DAY,
}


def parts(snapshot: Snapshot, key: str) -> Sequence[Part]:
    """The list under ``key``, empty when it is missing or null."""
    return snapshot.get(key) or ()


def part(snapshot: Snapshot, key: str) -> Part:
    """The object under ``key``, empty when it is missing or null."""
    return snapshot.get(key) or {}


def decimal_value(duration: Part) -> Decimal | None:
    """Number of units of a duration or time limit; None when it is missing or no number."""
    try:
        return Decimal(str(duration.get("value", "")))
    except InvalidOperation:
        return None


def expected_minutes(duration: Part) -> int | None:
    """Working minutes that value and unit amount to; None for calendar days and unknown units."""
    per_unit = MINUTES_PER_UNIT.get(duration.get("unit") or "")
    value = decimal_value(duration)
    return None if per_unit is None or value is None else int(value * per_unit)


def working_minutes(duration: Part | None) -> int | None:
    """Working minutes of a duration or limit, as stored at issue; None for calendar days or none."""
    if not duration:
        return None
    stored = duration.get("minutes")
    return stored if isinstance(stored, int) else expected_minutes(duration)


def is_citizen_step(step: Part) -> bool:
    """Whether the step is the applicant's own, which has no office time and nobody responsible."""
    return bool(part(step, "role").get("code") == CITIZEN_ROLE)


def counted_steps(snapshot: Snapshot) -> list[Part]:
    """Steps whose time counts against the limit: not the citizen's, not waiting outside the office."""
    return [
        step
        for step in parts(snapshot, "steps")
        if not is_citizen_step(step) and not step.get("waits_outside")
    ]


def total_step_minutes(snapshot: Snapshot) -> int:
    """Sum of the working minutes of the counted steps; steps in calendar days or without time add 0."""
    return sum(working_minutes(step.get("duration")) or 0 for step in counted_steps(snapshot))


def applicable_limits(snapshot: Snapshot) -> list[Part]:
    """Every time limit that may hold: each case's own or the general one; without cases the general."""
    general = snapshot.get("time_limit")
    cases = parts(snapshot, "cases")
    limits = [case.get("time_limit") or general for case in cases] if cases else [general]
    return [limit for limit in limits if limit]


def longest_limit(snapshot: Snapshot) -> Part | None:
    """The longest applicable limit; None when there is none or units cannot be compared."""
    limits = applicable_limits(snapshot)
    if not limits:
        return None
    minutes = [working_minutes(limit) for limit in limits]
    if all(count is not None for count in minutes):
        return max(limits, key=lambda limit: working_minutes(limit) or 0)
    if all(limit.get("unit") == "calendar_day" for limit in limits):
        return max(limits, key=lambda limit: decimal_value(limit) or Decimal(0))
    return None


def limit_minutes(snapshot: Snapshot) -> int | None:
    """Working minutes of the longest applicable limit; None for calendar days, none, or mixed units."""
    return working_minutes(longest_limit(snapshot))


def duration_words(duration: Part | None, *, short: bool = False) -> str:
    """A duration or limit in words (``3 giờ làm việc``); "" when there is none."""
    value = decimal_value(duration) if duration else None
    if duration is None or value is None:
        return ""
    return format_duration(value, duration.get("unit") or "", short=short)

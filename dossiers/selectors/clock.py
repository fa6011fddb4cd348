"""The clock of a dossier, read: its calendar, its pauses, why it is due when it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from dossiers.models import ClockPause, Dossier, DossierStep
from dossiers.rules import clock
from organisation.calendars import calendar_for
from organisation.models import Unit
from organisation.worktime import (
    Calendar,
    CalendarRangeError,
    Explanation,
    Pause,
    TimeLimit,
    add_working_minutes,
    due_at,
    explain,
    remaining_text,
    working_minutes_between,
)

YEARS_AHEAD = 20
"""No legal limit with its pauses is longer; a calendar that knows no day so far away is a mistake, not a wait."""


def calendar_over(unit: Unit, *moments: dt.datetime) -> Calendar:
    """The working calendar of a unit over the years of these moments."""
    days = [localdate(moment) for moment in moments]
    return calendar_for(unit, min(days), max(days))


def count_due(
    unit: Unit, begun: dt.datetime, limit: TimeLimit, pauses: Iterable[Pause] = ()
) -> tuple[dt.datetime, Calendar]:
    """The moment a limit ends under the calendar of a unit, and that calendar.

    The calendar is read for the year it begins in and as many years more as the count needs.
    """
    pauses = tuple(pauses)
    latest = max((pause.end for pause in pauses), default=begun)
    for years in range(YEARS_AHEAD):
        last = localdate(latest).replace(month=12, day=31) + dt.timedelta(days=365 * years)
        calendar = calendar_for(unit, localdate(begun), last)
        try:
            return due_at(begun, limit, calendar, pauses), calendar
        except CalendarRangeError:
            continue
    raise CalendarRangeError("The end of the count", localdate(begun), last)


def add_office_minutes(unit: Unit, start: dt.datetime, minutes: int) -> dt.datetime:
    """The moment at which so many working minutes of a unit are used up."""
    calendar = calendar_over(unit, start, start + dt.timedelta(days=40, minutes=minutes * 8))
    return add_working_minutes(start, minutes, calendar)


def office_moment(unit: Unit, at: dt.datetime) -> dt.datetime:
    """The moment itself when the office of a unit works then or closes then, else its next opening.

    Closing time is within: that is when what is due on a day is due.
    """
    minute = dt.timedelta(minutes=1)
    calendar = calendar_over(unit, at - minute, at + dt.timedelta(days=40))
    if working_minutes_between(at - minute, at + minute, calendar):
        return at
    return add_working_minutes(at, 1, calendar) - minute


def pauses_of(dossier: Dossier, since: dt.datetime, rows: Iterable[ClockPause] | None = None) -> list[Pause]:
    """The ended pauses that count for a clock begun at `since`."""
    found = dossier.pauses.all() if rows is None else rows
    return [
        Pause(row.started_at, row.ended_at, str(row.get_kind_display()))
        for row in found
        if row.ended_at is not None and row.ended_at > since
    ]


def is_immediate(dossier: Dossier) -> bool:
    """Does the dossier's limit count the Saturdays of procedures solved at once?"""
    rule = dossier.due_basis.get("rule")
    return bool(rule) and clock.limit_of(rule).uses_immediate_saturdays


def limit_of_step(dossier: Dossier, step: DossierStep) -> TimeLimit | None:
    """How long a step may take."""
    return clock.step_limit(step.duration_value, step.duration_unit, immediate=is_immediate(dossier))


def explain_due(dossier: Dossier) -> Explanation | None:
    """Why the dossier is due when it is, date by date ("vì sao ngày này?"), by the calendar as it is now.

    Returns:
        None where nothing was counted: not received, brought in from elsewhere, or due with its latest child.
    """
    basis: dict[str, Any] = dossier.due_basis
    if not basis.get("rule") or not basis.get("begun") or dossier.due_at is None:
        return None
    begun, limit = clock.begun_at(basis), clock.limit_of(basis["rule"])
    pauses = pauses_of(dossier, begun)
    _due, calendar = count_due(dossier.competent_unit, begun, limit, pauses)
    first = dossier.received_at if basis.get("is_restarted") else None
    return explain(begun, limit, calendar, pauses, first_received_at=first)


def time_left(dossier: Dossier, now: dt.datetime | None = None, due: dt.datetime | None = None) -> str:
    """The words "Còn 1 ngày 3 giờ" or "Quá 2 ngày 4 giờ" in working time; empty without a due moment.

    Args:
        due: another moment than the dossier's own, e.g. that of a step.
    """
    now = now or timezone.now()
    due = due or dossier.due_at
    if due is None:
        return ""
    calendar = calendar_over(dossier.competent_unit, now, due)
    return remaining_text(now, due, calendar, immediate=is_immediate(dossier))

"""Working time: office calendars, time limits, deadlines and their explanation in words.

Pure rules without Django or database. Moments go in as aware datetimes and come out in Vietnamese time.
Build a `Calendar` once per unit and keep it; each count is then a few bisections.
"""

from organisation.worktime.calendar import (
    Calendar,
    CalendarDefinitionError,
    DayOff,
    DayOffKind,
    MakeUpDay,
    OfficeInterval,
    OfficeSchedule,
    SaturdayMode,
    add_working_minutes,
    working_minutes_between,
)
from organisation.worktime.explain import ExplainedDay, Explanation, explain
from organisation.worktime.limits import LimitUnit, Pause, TimeLimit, TimeLimitError, due_at, due_minute
from organisation.worktime.opening import OpeningReason, OpeningState, is_open, next_opening, opening_state
from organisation.worktime.track import CalendarRangeError
from organisation.worktime.wording import describe_limit, format_working_duration, remaining_text

__all__ = [
    "Calendar",
    "CalendarDefinitionError",
    "CalendarRangeError",
    "DayOff",
    "DayOffKind",
    "ExplainedDay",
    "Explanation",
    "LimitUnit",
    "MakeUpDay",
    "OfficeInterval",
    "OfficeSchedule",
    "OpeningReason",
    "OpeningState",
    "Pause",
    "SaturdayMode",
    "TimeLimit",
    "TimeLimitError",
    "add_working_minutes",
    "describe_limit",
    "due_at",
    "due_minute",
    "explain",
    "format_working_duration",
    "is_open",
    "next_opening",
    "opening_state",
    "remaining_text",
    "working_minutes_between",
]

"""The weekly office hours as a table for the public. Pure; official Vietnamese wording."""

from __future__ import annotations

from dataclasses import dataclass

from organisation.vietnamese_format import WEEKDAY_WORDS, upper_first
from organisation.worktime import OfficeSchedule

SATURDAY = 5
SATURDAY_NOTES = {
    "reception_only": "chỉ nhận hồ sơ, trả kết quả",
    "immediate_procedures": "cả việc giải quyết ngay",
}


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Weekdays with the same hours: "Thứ Hai đến thứ Sáu", "08:00–12:00" and "13:00–17:00"."""

    days: str
    openings: tuple[str, ...]
    note: str = ""


def hours_table(schedule: OfficeSchedule) -> list[HoursLine]:
    """One line per run of weekdays with equal hours; days without hours are left out."""
    runs: list[tuple[int, int, tuple[str, ...], str]] = []
    for weekday in range(7):
        openings, note = _day(schedule, weekday)
        if not openings:
            continue
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2:] == (openings, note):
            runs[-1] = (runs[-1][0], weekday, openings, note)
        else:
            runs.append((weekday, weekday, openings, note))
    return [HoursLine(_days(first, last), openings, note) for first, last, openings, note in runs]


def _day(schedule: OfficeSchedule, weekday: int) -> tuple[tuple[str, ...], str]:
    if weekday == SATURDAY and schedule.saturday_mode == "none":
        return (), ""
    note = SATURDAY_NOTES.get(schedule.saturday_mode, "") if weekday == SATURDAY else ""
    return tuple(f"{_clock(a)}–{_clock(b)}" for a, b in schedule.hours_on(weekday)), note


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _days(first: int, last: int) -> str:
    if first == last:
        return upper_first(WEEKDAY_WORDS[first])
    joint = "và" if last == first + 1 else "đến"
    return f"{upper_first(WEEKDAY_WORDS[first])} {joint} {WEEKDAY_WORDS[last]}"

"""Why a date is what it is, as a small calendar: which days count and which do not (from `worktime.Explanation`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from organisation.worktime import ExplainedDay, Explanation

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
MOST_DAYS = 35
"""Five weeks fit a page; a longer limit is told in a sentence, with the days that do not count."""
MOST_NOTES = 8
ORDINARY = "nghỉ hằng tuần, không tính"
HOLIDAY_WORDS = ("nghỉ lễ", "nghỉ Tết", "nghỉ bù", "nghỉ hoán đổi")


@dataclass(frozen=True, slots=True)
class DueDay:
    """One day: "T5", 19, and what it is to the limit.

    Attributes:
        kind: "received", "counted", "off" or "due".
        words: "nhận", "ngày 2", "nghỉ", "nghỉ lễ".
    """

    date: dt.date
    weekday: str
    kind: str
    words: str


def due_days(explanation: Explanation) -> list[DueDay]:
    """The days from the reception to the due day; none when they are too many for a page."""
    if len(explanation.days) > MOST_DAYS:
        return []
    shown = []
    counted = 0
    last = len(explanation.days) - 1
    for place, day in enumerate(explanation.days):
        counted += bool(day.counted and place)
        kind, words = _kind_and_words(day, place, last, counted)
        shown.append(DueDay(day.date, WEEKDAYS[day.date.weekday()], kind, words))
    return shown


def _kind_and_words(day: ExplainedDay, place: int, last: int, counted: int) -> tuple[str, str]:
    if place == last:
        return "due", f"ngày {counted}" if place and counted else "nhận và trả" if not place else "hẹn trả"
    if place == 0:
        return "received", "nhận"
    if day.counted:
        return "counted", f"ngày {counted}"
    if "tạm dừng" in day.text:
        return "off", "tạm dừng"
    return "off", "nghỉ lễ" if any(words in day.text for words in HOLIDAY_WORDS) else "nghỉ"


def special_days(days: Sequence[ExplainedDay]) -> list[str]:
    """Sentences about days that are not what their weekday says: holidays, pauses, make-up days."""
    told = [
        day.text
        for place, day in enumerate(days)
        if place and (not day.counted or "làm bù" in day.text) and not day.text.endswith(ORDINARY)
    ]
    return told[:MOST_NOTES]

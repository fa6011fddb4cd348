"""Is the counter open: for the public pages, reception-only Saturdays included."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from organisation.vietnamese_format import WEEKDAY_WORDS, format_time
from organisation.worktime.calendar import SATURDAY, Calendar, to_local, to_moment
from organisation.worktime.track import MINUTES_PER_DATE, CalendarRangeError
from organisation.worktime.wording import day_off_words

OpeningReason = Literal[
    "office_hours", "reception_only", "before_hours", "lunch", "after_hours", "weekly_rest", "day_off"
]

CLOSED_WORDS: dict[OpeningReason, str] = {
    "before_hours": "Chưa đến giờ mở cửa",
    "lunch": "Đang nghỉ trưa",
    "after_hours": "Đã hết giờ làm việc",
    "weekly_rest": "Hôm nay nghỉ hằng tuần",
}


@dataclass(frozen=True)
class OpeningState:
    """What a visitor should know about the counter at a moment.

    Attributes:
        is_open: whether somebody is there now.
        until: when that changes; None if the calendar ends before the next opening.
        reason: a code, for pages in other languages.
        day_off_name: name of the holiday when `reason` is day_off.
        text: the Vietnamese sentence.
    """

    is_open: bool
    until: dt.datetime | None
    reason: OpeningReason
    day_off_name: str
    text: str


def is_open(at: dt.datetime, calendar: Calendar) -> bool:
    """Is the counter open at this moment? At closing time it no longer is."""
    return calendar.reception.interval_at(calendar.minute_of(at)) is not None


def next_opening(at: dt.datetime, calendar: Calendar) -> dt.datetime:
    """When the counter next opens its doors, strictly later than `at`.

    Raises:
        CalendarRangeError: `at` outside the calendar, or no opening left in it.
    """
    return to_moment(calendar.reception.next_start(calendar.minute_of(at)))


def opening_state(at: dt.datetime, calendar: Calendar) -> OpeningState:
    """Describe the counter at a moment, e.g. "Đang mở cửa, đến 12:00".

    Raises:
        CalendarRangeError: `at` outside the calendar.
    """
    minute = calendar.minute_of(at)
    date = to_local(at).date()
    interval = calendar.reception.interval_at(minute)
    if interval is not None:
        return _open_state(date, to_moment(interval[1]), calendar)
    try:
        until = next_opening(at, calendar)
    except CalendarRangeError:
        until = None
    day_off = calendar.days_off.get(date)
    reason = _closed_reason(minute, calendar)
    words = f"Hôm nay {day_off_words(day_off)}" if day_off else CLOSED_WORDS[reason]
    text = words if until is None else f"{words}, mở cửa lúc {_when(until, date)}"
    return OpeningState(False, until, reason, day_off.name if day_off else "", text)


def _open_state(date: dt.date, until: dt.datetime, calendar: Calendar) -> OpeningState:
    reception_only = (
        date.weekday() == SATURDAY
        and date not in calendar.make_up_days
        and calendar.schedule_on(date).saturday_mode == "reception_only"
    )
    note = " (chỉ tiếp nhận và trả kết quả)" if reception_only else ""
    reason: OpeningReason = "reception_only" if reception_only else "office_hours"
    return OpeningState(True, until, reason, "", f"Đang mở cửa{note}, đến {format_time(until)}")


def _closed_reason(minute: int, calendar: Calendar) -> OpeningReason:
    day = minute // MINUTES_PER_DATE
    if dt.date.fromordinal(day) in calendar.days_off:
        return "day_off"
    closing = calendar.reception.closing_on(day)
    if closing is None:
        return "weekly_rest"
    if minute >= closing:
        return "after_hours"
    opened_before = calendar.reception.between(day * MINUTES_PER_DATE, minute) > 0
    return "lunch" if opened_before else "before_hours"


def _when(moment: dt.datetime, today: dt.date) -> str:
    """The time, with weekday and date unless it is today; the year only when it is another one."""
    if moment.date() == today:
        return format_time(moment)
    date = f"{moment:%d/%m}" if moment.year == today.year else f"{moment:%d/%m/%Y}"
    return f"{format_time(moment)}, {WEEKDAY_WORDS[moment.weekday()]} {date}"

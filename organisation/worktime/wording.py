"""The Vietnamese words of working time: limits, remaining time, why a day does not count."""

import datetime as dt

from organisation.vietnamese_format import format_duration, format_time, format_working_minutes
from organisation.worktime.calendar import SATURDAY, Calendar, DayOff
from organisation.worktime.limits import TimeLimit

DAY_OFF_WORDS = {
    "public_holiday": "nghỉ lễ",
    "compensatory": "nghỉ bù",
    "swapped_off": "nghỉ hoán đổi",
}


def format_working_duration(minutes: int) -> str:
    """Write working time as "1 ngày 3 giờ": 1 day = 8 hours, at most two units, cut off, never rounded up.

    Raises:
        ValueError: `minutes` is negative.
    """
    if minutes < 0:
        raise ValueError(f"a duration is not negative: {minutes}")
    return format_working_minutes(minutes)


def remaining_text(now: dt.datetime, due: dt.datetime, calendar: Calendar, *, immediate: bool = False) -> str:
    """Say in working time how far a deadline is: "Còn 1 ngày 3 giờ", "Còn 45 phút", "Quá 2 ngày 5 giờ".

    Seconds are cut off in both directions, so neither the time left nor the delay is overstated. Late without
    a full working minute of delay (the evening of the due day) is "Vừa quá hạn".
    """
    track = calendar.track(immediate=immediate)
    now_minute, due_minute = calendar.minute_of(now), calendar.minute_of(due)
    if now > due:
        late = track.between(due_minute, now_minute)
        return f"Quá {format_working_duration(late)}" if late else "Vừa quá hạn"
    begun = 1 if now.second or now.microsecond else 0
    left = track.between(min(now_minute + begun, due_minute), due_minute)
    return f"Còn {format_working_duration(left)}" if left else "Còn dưới 1 phút"


def describe_limit(limit: TimeLimit) -> str:
    """Name a limit: "3 ngày làm việc", "15 ngày", "trong ngày làm việc (nhận đến 15:00)"."""
    words = format_duration(limit.value, limit.unit)
    return words if limit.cutoff is None else f"{words} (nhận đến {format_time(limit.cutoff)})"


def day_off_words(day_off: DayOff) -> str:
    """Name a day off: "nghỉ lễ Quốc khánh", "nghỉ Tết Nguyên đán", "nghỉ bù Quốc khánh"."""
    name = day_off.name.strip()
    if name.casefold().startswith("nghỉ"):
        return name[0].lower() + name[1:]
    if name.startswith("Tết") and day_off.kind == "public_holiday":
        return f"nghỉ {name}"
    return f"{DAY_OFF_WORDS[day_off.kind]} {name}".rstrip()


def closed_words(date: dt.date, calendar: Calendar) -> str:
    """Why a date is not a working day of the kind that counts, e.g. "nghỉ hằng tuần"."""
    day_off = calendar.days_off.get(date)
    if day_off is not None:
        return day_off_words(day_off)
    schedule = calendar.schedule_on(date)
    if date.weekday() == SATURDAY and schedule.hours_on(SATURDAY):
        if schedule.saturday_mode == "reception_only":
            return "chỉ tiếp nhận và trả kết quả"
        if schedule.saturday_mode == "immediate_procedures":
            return "chỉ giải quyết thủ tục trả ngay"
    return "nghỉ hằng tuần" if date.weekday() >= SATURDAY else "cơ quan không làm việc"

"""Why a deadline is what it is: one sentence per date, for the citizen, the officer and the auditor.

The dates are walked from the reception to the end of the limit. The end itself comes from the same count as
`due_at`, so the two cannot differ; the walk only says what each date contributed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from organisation.vietnamese_format import (
    WEEKDAY_WORDS,
    format_datetime,
    format_time,
    format_weekday_date,
    format_working_hours,
)
from organisation.worktime.calendar import SATURDAY, Calendar, to_local, to_moment
from organisation.worktime.limits import Count, Pause, TimeLimit, count_limit
from organisation.worktime.track import MINUTES_PER_DATE
from organisation.worktime.wording import closed_words, describe_limit, format_working_duration

NOT_COUNTED = "không tính"
NEXT_WORKING_DAY = "chuyển sang ngày làm việc tiếp theo"


@dataclass(frozen=True)
class ExplainedDay:
    """One date of a limit.

    Attributes:
        counted: the date contributes to the limit (a calendar day may do so while the office is closed).
        minutes: working minutes of the date which the running clock used, pauses taken off.
        text: e.g. "Thứ Tư 30/04: nghỉ lễ Ngày Chiến thắng, không tính".
    """

    date: dt.date
    counted: bool
    minutes: int
    text: str


@dataclass(frozen=True)
class Explanation:
    """A deadline with its reasons.

    Attributes:
        received_at: from when it is counted: the reception, or the moment the clock began anew.
        calendar_version: by which calendar it was counted.
        years_without_holidays: years it reaches into and for which no holiday is entered yet.
    """

    received_at: dt.datetime
    due_at: dt.datetime
    calendar_version: str
    days: tuple[ExplainedDay, ...]
    summary: str
    years_without_holidays: tuple[int, ...] = ()


def explain(
    received_at: dt.datetime,
    limit: TimeLimit,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    *,
    first_received_at: dt.datetime | None = None,
) -> Explanation:
    """Explain a deadline date by date; same arguments, errors and result as `due_at`.

    Args:
        first_received_at: the reception, where the clock began anew at `received_at` once supplements were complete.
    """
    count = count_limit(received_at, limit, calendar, pauses)
    received, due = to_local(received_at), to_moment(count.due)
    is_anew = first_received_at is not None
    walk = _Walk(received, limit, calendar, count, is_anew=is_anew)
    dates = range(count.received // MINUTES_PER_DATE, count.due // MINUTES_PER_DATE + 1)
    paused = count.paused_minutes
    pause_words = f", tạm dừng {format_working_duration(paused)}" if paused else ""
    return Explanation(
        received_at=received,
        due_at=due,
        calendar_version=calendar.version,
        days=tuple(walk.explain_day(ordinal) for ordinal in dates),
        summary=(
            f"{_beginning(received, first_received_at)} {describe_limit(limit)}{pause_words}: "
            f"xong trước {format_time(due)}, {format_weekday_date(due)}."
        ),
        years_without_holidays=calendar.years_without_holidays(received.date(), due.date()),
    )


def _beginning(begun: dt.datetime, first_received_at: dt.datetime | None) -> str:
    if first_received_at is None:
        return f"Nhận {format_datetime(begun)}, thời hạn"
    first = format_datetime(to_local(first_received_at))
    return f"Nhận {first}. Đủ bổ sung lúc {format_datetime(begun)}, thời hạn tính lại từ đầu,"


class _Walk:
    """The dates of one count, in order; numbers the working days as it goes."""

    def __init__(
        self, received: dt.datetime, limit: TimeLimit, calendar: Calendar, count: Count, *, is_anew: bool
    ) -> None:
        self.received = received
        self.is_anew = is_anew
        self.limit = limit
        self.calendar = calendar
        self.count = count
        self.track = count.track
        self.first_day = count.received // MINUTES_PER_DATE
        self.unpaused_day = count.unpaused_due // MINUTES_PER_DATE
        self.due_day = count.due // MINUTES_PER_DATE
        self.working_days = 0
        self.runs_from = count.received if self._starts_at_once() else (self.first_day + 1) * MINUTES_PER_DATE

    def _starts_at_once(self) -> bool:
        """Does the clock run on the date of reception itself?"""
        if self.limit.unit == "same_day":
            return self.unpaused_day == self.first_day
        return self.limit.whole_days == 0

    def explain_day(self, ordinal: int) -> ExplainedDay:
        """Put the next date into words; dates must come in order, each once."""
        midnight, next_midnight = ordinal * MINUTES_PER_DATE, (ordinal + 1) * MINUTES_PER_DATE
        start, end = max(midnight, self.runs_from), min(next_midnight, self.count.due)
        used = max(0, self.track.between(start, end)) - self._paused(start, end) if start < end else 0
        by_date = self.limit.unit == "calendar_day" and 0 < ordinal - self.first_day <= self.limit.whole_days
        date = dt.date.fromordinal(ordinal)
        parts = [*self._reasons(ordinal, date, used), *self._pause_words(midnight, next_midnight)]
        if ordinal == self.due_day:
            parts.append(f"hết hạn lúc {format_time(to_moment(self.count.due))}")
        weekday = WEEKDAY_WORDS[date.weekday()]
        text = f"{weekday[0].upper()}{weekday[1:]} {date:%d/%m}: {', '.join(parts)}"
        return ExplainedDay(date, used > 0 or by_date, used, text)

    def _paused(self, start: int, end: int) -> int:
        """Working minutes in [start, end) for which the clock stood still."""
        return sum(
            self.track.between(max(start, stop.start), min(end, stop.end))
            for stop in self.count.stops
            if max(start, stop.start) < min(end, stop.end)
        )

    def _pause_words(self, midnight: int, next_midnight: int) -> list[str]:
        paused = self._paused(midnight, next_midnight)
        if not paused:
            return []
        reasons = [
            stop.reason
            for stop in self.count.stops
            if stop.reason and stop.start < next_midnight and stop.end > midnight
        ]
        whole_day = paused == self.track.between(midnight, next_midnight)
        length = "cả ngày" if whole_day else format_working_hours(paused)
        note = f" ({'; '.join(dict.fromkeys(reasons))})" if reasons else ""
        return [f"tạm dừng {length}{note}"]

    def _reasons(self, ordinal: int, date: dt.date, used: int) -> list[str]:
        if ordinal == self.first_day:
            return self._reception_reasons(date, used)
        if self.limit.unit == "calendar_day" and ordinal <= self.unpaused_day:
            return self._calendar_day_reasons(ordinal, date)
        if self.track.closing_on(ordinal) is None:
            return [closed_words(date, self.calendar), NOT_COUNTED]
        special = self._special_day(date)
        if ordinal > self.unpaused_day:
            return [*special, "bù thời gian tạm dừng", *_counted(used)]
        if self.limit.unit == "same_day":
            return [*special, "ngày làm việc tiếp theo"]
        if self.working_days < self.limit.whole_days:
            self.working_days += 1
            return [*special, f"ngày làm việc thứ {self.working_days}"]
        return [*special, *_counted(used)]

    def _reception_reasons(self, date: dt.date, used: int) -> list[str]:
        closing = self.track.closing_on(self.first_day)
        came = "đủ bổ sung lúc" if self.is_anew else "tiếp nhận lúc"
        received = f"{came} {self._reception_time()}"
        if self._starts_at_once():
            if self.limit.unit == "same_day":
                return [received, *self._special_day(date), "trả kết quả trong ngày"]
            if closing is None:
                return [received, closed_words(date, self.calendar), NOT_COUNTED]
            outside = self.track.between(self.count.received, (self.first_day + 1) * MINUTES_PER_DATE) == 0
            return [received, "ngoài giờ làm việc", NOT_COUNTED] if outside else [received, *_counted(used)]
        if self.limit.unit != "same_day":
            closed = [closed_words(date, self.calendar)] if closing is None else self._special_day(date)
            day = "ngày đủ bổ sung" if self.is_anew else "ngày tiếp nhận"
            return [day, *closed, NOT_COUNTED]
        if closing is None:
            return [received, closed_words(date, self.calendar), NEXT_WORKING_DAY]
        if self.count.received >= closing or self.limit.cutoff is None:
            return [received, "hết giờ làm việc", NEXT_WORKING_DAY]
        return [received, f"sau {format_time(self.limit.cutoff)}", NEXT_WORKING_DAY]

    def _reception_time(self) -> str:
        """With seconds only where hh:mm would contradict the cut-off (15:00:01 is after 15:00)."""
        shown = format_time(self.received)
        if self.limit.cutoff is not None and shown == format_time(self.limit.cutoff):
            return shown if self.received.time() <= self.limit.cutoff else f"{self.received:%H:%M:%S}"
        return shown

    def _calendar_day_reasons(self, ordinal: int, date: dt.date) -> list[str]:
        number = ordinal - self.first_day
        is_open = self.track.closing_on(ordinal) is not None
        if number > self.limit.whole_days:
            if is_open:
                return [*self._special_day(date), "ngày làm việc tiếp theo"]
            return [closed_words(date, self.calendar), NOT_COUNTED]
        if is_open:
            return [*self._special_day(date), f"ngày thứ {number}"]
        reasons = [closed_words(date, self.calendar), f"vẫn tính là ngày thứ {number}"]
        return reasons if number < self.limit.whole_days else [*reasons, NEXT_WORKING_DAY]

    def _special_day(self, date: dt.date) -> list[str]:
        """What makes a working date unusual: a make-up day, or a Saturday for procedures solved at once."""
        make_up = self.calendar.make_up_days.get(date)
        if make_up is not None:
            replaced = make_up.replaces
            return [f"làm bù cho ngày {replaced:%d/%m}" if replaced else "làm bù"]
        return ["làm việc với thủ tục trả ngay"] if date.weekday() == SATURDAY else []


def _counted(minutes: int) -> list[str]:
    """The words for counted minutes; none on a date wholly paused."""
    return [f"tính {format_working_hours(minutes)}"] if minutes else []

"""A second, brute-force opinion on working time: one byte per minute, walked from left to right.

Shares no code and no data structure with `organisation.worktime`: neither prefix sums nor intervals, only
a map of minutes since the first midnight. Whole dates are skipped by counting their bytes, everything else
is looked at minute by minute.
"""

import datetime as dt

from tests.organisation.worktime_calendars import FIRST, LAST, SCHEDULES, read_days

DATE = 24 * 60
WORKED = 1


class Oracle:
    """Minute maps of one named calendar: ordinary working time, and with Saturdays solved at once."""

    def __init__(self, name):
        self.maps = {immediate: self._paint(SCHEDULES[name], immediate) for immediate in (False, True)}

    @staticmethod
    def _paint(periods, immediate):
        days = read_days()
        off = {day["date"] for day in days if day["kind"] != "make_up"}
        replaced = {day["date"]: day["replaces"] for day in days if day["kind"] == "make_up"}
        minutes = bytearray(((LAST - FIRST).days + 1) * DATE)
        for number in range(len(minutes) // DATE):
            date = FIRST + dt.timedelta(days=number)
            weekly, mode = next(
                (weekly, mode)
                for valid_from, valid_to, weekly, mode in periods
                if valid_from <= str(date) <= (valid_to or "9999")
            )
            weekday = date.weekday()
            if str(date) in off:
                continue
            if str(date) in replaced:
                weekday = dt.date.fromisoformat(replaced[str(date)]).weekday()
            elif weekday == 5 and not (immediate and mode == "immediate_procedures"):
                continue
            for part in weekly.get(weekday, "").split():
                opens, closes = (int(time[:2]) * 60 + int(time[3:]) for time in part.split("-"))
                for minute in range(opens, closes):
                    minutes[number * DATE + minute] = WORKED
        return bytes(minutes)

    @staticmethod
    def minute(moment):
        """Minutes since the first midnight of a naive local moment."""
        return int((moment - dt.datetime(FIRST.year, 1, 1)).total_seconds()) // 60

    @staticmethod
    def moment(minute):
        return dt.datetime(FIRST.year, 1, 1) + dt.timedelta(minutes=minute)

    def add(self, start, amount, immediate):
        """The minute after the `amount`-th worked minute from `start` on."""
        worked = self.maps[immediate]
        minute = start
        while amount:
            if minute % DATE == 0 and (on_date := worked.count(WORKED, minute, minute + DATE)) < amount:
                amount -= on_date
                minute += DATE
                continue
            if minute >= len(worked):
                raise IndexError("beyond the map")
            amount -= worked[minute]
            minute += 1
        return minute

    def between(self, start, end, immediate):
        return self.maps[immediate].count(WORKED, start, end)

    def closing(self, date_number, immediate):
        """The minute after the last worked one of a date, None if there is none."""
        last = self.maps[immediate].rfind(WORKED, date_number * DATE, (date_number + 1) * DATE)
        return None if last < 0 else last + 1

    def due(self, received, unit, value, cutoff, immediate, pauses):
        """Deadline as a naive moment; `received` and pauses are naive moments, seconds allowed."""
        immediate = immediate or unit == "same_day"
        start = self.minute(received)
        end = self._end_without_pauses(received, start, unit, value, cutoff, immediate)
        return self.moment(self._stretch(start, end, immediate, pauses))

    def _end_without_pauses(self, received, start, unit, value, cutoff, immediate):
        date = start // DATE
        if unit == "working_hour":
            return self.add(start, int(value * 60), immediate)
        if unit == "same_day":
            closing = self.closing(date, immediate)
            if closing is not None and start < closing and (cutoff is None or received.time() <= cutoff):
                return closing
        if unit == "calendar_day":
            date += int(value)
            while self.closing(date, immediate) is None:
                date += 1
            return self.closing(date, immediate)
        days_left = int(value)
        end = start
        while days_left:
            date += 1
            closing = self.closing(date, immediate)
            if closing is not None:
                days_left -= 1
                end = closing
        return self.add(end, int((value - int(value)) * 480), immediate)

    def _stretch(self, start, end, immediate, pauses):
        """Walk on from `end` until as much was worked since then as was paused before."""
        if not pauses:
            return end
        worked = self.maps[immediate]
        stopped = set()
        for pause_start, pause_end in pauses:
            stopped.update(range(max(start, self.minute(pause_start)), self.minute(pause_end)))
        owed = sum(worked[minute] for minute in stopped if minute < end)
        minute = end
        while owed:
            owed += worked[minute] * ((minute in stopped) - 1)
            minute += 1
        return minute

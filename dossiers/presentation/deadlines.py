"""How far a deadline is, in working time, with the words, the exact moment and the tone of the design."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dossiers.models import Dossier
from organisation.calendars import calendar_for
from organisation.models import Unit
from organisation.vietnamese_format import format_date, format_datetime, format_time, lower_first
from organisation.worktime import Calendar, CalendarRangeError, remaining_text

LATE, TODAY, LATER, NONE = "late", "today", "later", "none"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due moment as it is shown.

    Attributes:
        urgency: late, today, later, or none where nothing is due or the clock stands still.
        words: "Còn 1 ngày 3 giờ", "Quá 2 ngày 4 giờ", "Không có hạn".
        exact: "Hạn 13:15, 23/11"; empty without a due moment; while the clock stands still it says that the due
            moment will be another one.
    """

    urgency: str
    words: str
    exact: str = ""
    due: dt.datetime | None = None

    @property
    def in_sentence(self) -> str:
        """The words inside a sentence."""
        return lower_first(self.words)


class Clockface:
    """Reads deadlines at one moment; the calendar of each unit is taken once.

    Args:
        now: the moment of the page.
        due_moments: everything that will be asked for, so that each calendar covers it.
    """

    def __init__(self, now: dt.datetime, due_moments: Iterable[dt.datetime | None]) -> None:
        self.now = now
        days = [localdate(now), *(localdate(due) for due in due_moments if due is not None)]
        self.first, self.last = min(days), max(days)
        self._calendars: dict[int, Calendar] = {}

    def calendar(self, unit: Unit) -> Calendar:
        """The working calendar of a unit over all days of the page."""
        if unit.pk not in self._calendars:
            self._calendars[unit.pk] = calendar_for(unit, self.first, self.last)
        return self._calendars[unit.pk]

    def deadline(
        self,
        due: dt.datetime | None,
        unit: Unit,
        *,
        stands_still: bool = False,
        since: dt.datetime | None = None,
    ) -> Deadline:
        """How far this due moment is for this unit; a clock that stands still makes nobody late.

        Args:
            since: when the clock stopped, where that is known.
        """
        if due is None:
            return Deadline(NONE, _("No time limit"))
        if stands_still:
            return Deadline(
                NONE, paused_words(since), _("The due date is counted again when it goes on"), due
            )
        exact = _("Due %(moment)s") % {"moment": self.moment(due)}
        words = self.remaining(due, unit)
        if self.now > due:
            return Deadline(LATE, words, exact, due)
        return Deadline(TODAY if localdate(due) <= localdate(self.now) else LATER, words, exact, due)

    def remaining(self, due: dt.datetime, unit: Unit) -> str:
        """The bare words; a day nobody entered hours for falls back to the date alone."""
        try:
            return remaining_text(self.now, due, self.calendar(unit))
        except CalendarRangeError:
            return _("Overdue") if self.now > due else _("In time")

    def moment(self, at: dt.datetime) -> str:
        """A moment as it is read today: "13:15 hôm nay", "13:15, 23/11", with the year only when it differs."""
        if localdate(at) == localdate(self.now):
            return _("%(time)s today") % {"time": format_time(at)}
        words = format_datetime(at)
        return words if localdate(at).year != localdate(self.now).year else words[:-5]


def paused_words(since: dt.datetime | None) -> str:
    """ "Tạm dừng từ 20/11/2026"; the old due moment says nothing any more, because going on counts it again."""
    if since is None:
        return _("Clock stands still")
    return _("Paused since %(day)s") % {"day": format_date(localdate(since))}


def due_of(dossier: Dossier) -> dt.datetime | None:
    """What a dossier is due by in lists: its step in hand when that is due, else the whole."""
    step = dossier.current_step
    return step.due_at if step is not None and step.due_at is not None else dossier.due_at


def promise_of(dossier: Dossier) -> dt.datetime | None:
    """What the applicant was promised last for the dossier as a whole."""
    return dossier.reappointed_due_at or dossier.due_at

"""The notice of an audit, counted in the working days of the unit audited."""

from __future__ import annotations

import datetime as dt

from audits.models import AuditSettings
from audits.rules.notice import working_days_of_notice
from organisation.calendars import calendar_for
from organisation.models import Unit


def notice_of(unit: Unit, sent_on: dt.date, first_day: dt.date) -> int:
    """Working days between the sending and the first day of an audit of the unit."""
    if first_day <= sent_on:
        return 0
    track = calendar_for(unit, sent_on, first_day).track(immediate=False)
    return working_days_of_notice(
        sent_on, first_day, lambda day: track.closing_on(day.toordinal()) is not None
    )


def wanted_notice() -> int:
    """Working days of notice that the office chose."""
    return AuditSettings.chosen().notice_days

"""Which office the site speaks for, where it receives people and when: what every public page shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from organisation.calendars import calendar_for
from organisation.enums import SaturdayMode
from organisation.hours_table import HoursLine, hours_table
from organisation.models import OfficeHours, OfficeSettings, Unit, UnitParent
from organisation.models import OfficeInterval as OfficeIntervalRow
from organisation.worktime import (
    CalendarRangeError,
    DayOff,
    MakeUpDay,
    OfficeInterval,
    OfficeSchedule,
    OpeningState,
    opening_state,
)

DAYS_AHEAD = 45


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """The office as pages name it; every text may be empty on a site that nobody has set up yet."""

    name: str = ""
    short_name: str = ""
    parent_name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    emblem_url: str = ""
    citizen_reception: str = ""
    feedback_note: str = ""
    online_portal_url: str = ""
    is_sample_data: bool = False
    unit: Unit | None = None
    reception: Unit | None = None

    @property
    def place(self) -> Unit | None:
        """Where people go: the reception point, else the office itself."""
        return self.reception or self.unit


def office_profile(site: Site | None, day: dt.date) -> OfficeProfile:
    """The office of a site, with the unit it belongs to on `day`; one query."""
    parent = UnitParent.objects.valid_on(day).filter(unit=OuterRef("office")).order_by("-valid_from")
    settings = (
        OfficeSettings.objects.filter(site=site)
        .select_related("office", "reception", "emblem")
        .annotate(parent_name=Subquery(parent.values("parent__name")[:1]))
        .first()
    )
    if settings is None:
        return OfficeProfile()
    unit = settings.office
    return OfficeProfile(
        name=unit.name if unit else "",
        short_name=unit.short_name if unit else "",
        parent_name=settings.parent_name or "",
        address=unit.address if unit else "",
        phone=unit.phone if unit else "",
        email=unit.email if unit else "",
        emblem_url=settings.emblem.file.url if settings.emblem else "",
        citizen_reception=settings.citizen_reception,
        feedback_note=settings.feedback_note,
        online_portal_url=settings.online_portal_url,
        is_sample_data=settings.is_sample_data,
        unit=unit,
        reception=settings.reception,
    )


def hours_on(profile: OfficeProfile, day: dt.date) -> list[HoursLine]:
    """The weekly hours of the reception point that hold on `day`, else those of the office; one query."""
    units = [unit.pk for unit in (profile.reception, profile.unit) if unit is not None]
    rows = list(
        OfficeIntervalRow.objects.filter(
            office_hours__in=OfficeHours.objects.filter(unit_id__in=units).valid_on(day)
        ).select_related("office_hours")
    )
    for unit_id in units:
        if own := [row for row in rows if row.office_hours.unit_id == unit_id]:
            return hours_table(_schedule(own, day))
    return []


def _schedule(rows: list[OfficeIntervalRow], day: dt.date) -> OfficeSchedule:
    weekly: dict[int, tuple[OfficeInterval, ...]] = {}
    for row in rows:
        opening = OfficeInterval(row.opens, row.closes)
        weekly[row.weekday] = (*weekly.get(row.weekday, ()), opening)
    mode = SaturdayMode(rows[0].office_hours.saturday_mode).value
    return OfficeSchedule(day, None, weekly, mode)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter at a moment, with its hours and the days ahead that differ from them."""

    state: OpeningState
    hours: list[HoursLine]
    days_off: list[DayOff]
    make_up_days: list[MakeUpDay]


def counter_at(profile: OfficeProfile, now: dt.datetime, today: dt.date) -> Counter | None:
    """The reception point at `now`; None on a site without one."""
    if profile.place is None:
        return None
    last = today + dt.timedelta(days=DAYS_AHEAD)
    calendar = calendar_for(profile.place, today, last)
    try:
        state, hours = opening_state(now, calendar), hours_table(calendar.schedule_on(today))
    except CalendarRangeError:
        return None
    return Counter(
        state,
        hours,
        [off for day, off in sorted(calendar.days_off.items()) if today <= day <= last],
        [made_up for day, made_up in sorted(calendar.make_up_days.items()) if today <= day <= last],
    )


def profile_for(request: HttpRequest) -> OfficeProfile:
    """The office of the request's site; read once per request."""
    profile: OfficeProfile | None = getattr(request, "_office_profile", None)
    if profile is None:
        profile = office_profile(Site.find_for_request(request), timezone.localdate())
        request._office_profile = profile  # type: ignore[attr-defined]
    return profile

"""The door to generation: which office, whether it may be, and then the writing."""

from __future__ import annotations

import datetime as dt

from dossiers.generation.office import Office, read_office
from dossiers.generation.plans import Plan
from dossiers.generation.writing import Maker, Progress, gather_statistics, write
from dossiers.statistics.keeping import rebuild_counters
from organisation.calendars import calendar_for
from organisation.enums import UnitKind
from organisation.models import OfficeSettings, Unit


class RealOfficeError(Exception):
    """The site is not marked as sample data."""


class NoOfficeError(Exception):
    """The site settings name no office."""


def generate(plan: Plan, seed: int, report: Progress, *, now: dt.datetime, force: bool = False) -> int:
    """Make the dossiers of a plan and write them; returns how many.

    Raises:
        RealOfficeError: the data are an office's own and `force` is not set.
        NoOfficeError: no office is set.
        EmptyOfficeError: the office has no procedures or no people.
    """
    settings = OfficeSettings.objects.filter(site__is_default_site=True).select_related("office").first()
    if settings is None or settings.office is None:
        raise NoOfficeError
    if not settings.is_sample_data and not force:
        raise RealOfficeError
    office = office_of(plan, settings.office, settings.reception, now.date())
    try:
        written = write(Maker(plan, office, seed), report)
        gather_statistics()
        return written
    finally:  # what a broken-off run leaves counts too
        rebuild_counters()


def office_of(plan: Plan, own: Unit, reception: Unit | None, today: dt.date) -> Office:
    """The office of the plan: the present one, or the district it belonged to when there were districts."""
    unit = (_district_on(plan.first) if plan.in_district else None) or own
    counter = reception if reception and unit == own else unit
    hours = own if unit == own else (_unit_with_hours(plan.first) or own)
    calendar = calendar_for(hours, plan.first, plan.horizon.date() + dt.timedelta(days=366))
    return read_office(unit, counter, unit.code or own.code or own.slug, calendar, today)


def _district_on(day: dt.date) -> Unit | None:
    """A district of the office's history that existed on a day."""
    return Unit.objects.valid_on(day).filter(kind=UnitKind.URBAN_DISTRICT).order_by("pk").first()


def _unit_with_hours(day: dt.date) -> Unit | None:
    """A unit whose office hours of a day are known."""
    return Unit.objects.filter(office_hours__valid_from__lte=day).order_by("pk").first()

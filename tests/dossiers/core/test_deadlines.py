"""When a dossier is due: rule, calendar and reception decide, and what was counted is put down (DOMAIN 3.7).

Dates of Tết, holidays and make-up days are those the government announced.
"""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.enums import Outcome, Punctuality
from dossiers.rules import clock
from dossiers.selectors.clock import explain_due
from organisation.calendars import forget_calendars
from organisation.enums import HolidayKind
from organisation.models import Holiday, OfficeHours, OfficeInterval, SwappedDay
from organisation.worktime import due_at
from tests.dossiers import factories as make
from tests.dossiers.factories import at
from tests.factories.snapshots import duration, step, time_limit
from tests.organisation.worktime_calendars import calendar

DAYS_OFF = {
    "Tết Nguyên đán": ["2018-02-14", "2018-02-15", "2018-02-16", "2018-02-19", "2018-02-20"],
    "Tết Nguyên đán 2024": ["2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13", "2024-02-14"],
    "Giỗ Tổ Hùng Vương": ["2025-04-07"],
    "Lễ 30/4 và 1/5": ["2025-04-30", "2025-05-01"],
    "Quốc khánh": ["2025-09-01", "2025-09-02"],
    "Tết Dương lịch": ["2019-01-01", "2026-01-01"],
}
SWAPS = [("2018-12-31", "2019-01-05"), ("2025-05-02", "2025-04-26"), ("2026-01-02", "2026-01-10")]

CASES = [
    # received, limit, cut-off, due, on Saturdays
    ("2025-04-25 10:00", 3, "working_day", "", "2025-04-29 17:00", "reception_only"),
    ("2024-02-06 09:00", 5, "working_day", "", "2024-02-20 17:00", "reception_only"),
    ("2018-02-05 09:00", 15, "calendar_day", "", "2018-02-21 17:00", "reception_only"),
    ("2025-08-29 15:30", 4, "working_hour", "", "2025-09-03 10:30", "reception_only"),
    ("2025-10-15 14:59", 1, "same_day", "15:00", "2025-10-15 17:00", "reception_only"),
    ("2025-10-15 15:01", 1, "same_day", "15:00", "2025-10-16 17:00", "reception_only"),
    ("2026-01-09 15:30", 1, "same_day", "15:00", "2026-01-10 17:00", "reception_only"),
    ("2025-10-17 15:30", 1, "same_day", "15:00", "2025-10-20 17:00", "reception_only"),
    ("2018-06-09 09:00", 3, "working_day", "", "2018-06-13 17:00", "reception_only"),
    ("2025-03-31 08:30", 10, "working_day", "", "2025-04-15 17:00", "reception_only"),
    ("2025-10-15 10:00", 8, "working_hour", "", "2025-10-16 10:00", "reception_only"),
    ("2018-12-27 09:00", 5, "working_day", "", "2019-01-05 17:00", "reception_only"),
    ("2018-06-09 09:00", 1, "same_day", "15:00", "2018-06-09 17:00", "immediate_procedures"),
    ("2018-06-09 09:00", 1, "same_day", "15:00", "2018-06-11 17:00", "reception_only"),
]


def office(saturday_mode):
    """The ward with the holidays above, and hours that are the same on Saturdays."""
    make.make_desk()
    for name, days in DAYS_OFF.items():
        for day in days:
            Holiday.objects.create(date=day, name=name, kind=HolidayKind.PUBLIC_HOLIDAY)
    for day_off, make_up_day in SWAPS:
        SwappedDay.objects.create(day_off=day_off, make_up_day=make_up_day, name="Hoán đổi")
    OfficeHours.objects.update(saturday_mode=saturday_mode)
    OfficeInterval.objects.filter(weekday=5).delete()
    for hours in OfficeHours.objects.all():
        for opens, closes in ((8, 12), (13, 17)):
            times = {"opens": dt.time(opens), "closes": dt.time(closes)}
            OfficeInterval.objects.create(office_hours=hours, weekday=5, **times)
    forget_calendars()


@pytest.mark.django_db
@pytest.mark.parametrize(("received", "value", "unit", "cutoff", "due", "saturday"), CASES)
def test_due(received, value, unit, cutoff, due, saturday):
    office(saturday)
    version = make.issued_version(code="QT-KT-41", time_limit=time_limit(value, unit, cutoff=cutoff))
    dossier = make.receive(now=at(received), version=version)
    assert dossier.due_at == at(due)
    explanation = explain_due(dossier)
    assert explanation.due_at == at(due), "what is explained is what is due"
    basis = dossier.due_basis
    assert basis["calendar"] == explanation.calendar_version
    assert (basis["rule"]["value"], basis["rule"]["unit"], basis["begun"][:16]) == (
        value,
        unit,
        received.replace(" ", "T"),
    )
    if saturday == "immediate_procedures":
        assert dossier.current_step.due_at.date() == at(due).date(), "its steps count that Saturday too"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time", "due"),
    [
        (duration(30, "minute"), "2026-11-16 09:30"),
        (duration(2), "2026-11-16 11:00"),
        (duration("0.5", "working_day"), "2026-11-16 14:00"),
        (duration("0.33", "working_day"), "2026-11-16 11:38"),
        (duration("1.5", "working_day"), "2026-11-18 12:00"),
        (duration(2, "calendar_day"), "2026-11-18 17:00"),
        (None, None),
    ],
)
def test_a_step_is_due_by_its_own_unit(time, due):
    rows = [
        step(1, "Tiếp nhận", "one_stop_officer", duration(1)),
        step(2, "Giải quyết", "specialist", time, output="x"),
        step(3, "Trả kết quả", "one_stop_officer", duration(1)),
    ]
    version = make.issued_version(code="QT-KT-42", steps=rows)
    dossier = make.complete(make.receive(version=version), at("2026-11-16 09:00"))
    assert dossier.current_step.due_at == (at(due) if due else None)
    ready = make.complete(dossier, at("2026-11-16 09:05"))
    assert ready.current_step.due_at is None, "who does not fetch the result makes nobody late"


@pytest.mark.parametrize(
    ("ended", "due", "unit", "how"),
    [
        ("2026-11-18 23:59", "2026-11-19 17:00", "working_day", "early"),
        ("2026-11-19 00:00", "2026-11-19 17:00", "working_day", "on_time"),
        ("2026-11-19 17:00", "2026-11-19 17:00", "working_day", "on_time"),
        ("2026-11-19 17:01", "2026-11-19 17:00", "working_day", "overdue"),
        ("2026-11-19 10:29", "2026-11-19 10:30", "working_hour", "early"),
        ("2026-11-19 10:30", "2026-11-19 10:30", "working_hour", "on_time"),
        ("2026-11-19 10:31", "2026-11-19 10:30", "working_hour", "overdue"),
        ("2026-11-19 09:00", "2026-11-19 17:00", "same_day", "on_time"),
        ("2026-11-19 09:00", "2026-11-20 17:00", "calendar_day", "early"),
    ],
)
def test_early_on_time_overdue(ended, due, unit, how):
    assert clock.ended(at(ended), at(due), unit) == Punctuality(how)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ready", "outcome"),
    [
        ("2026-11-18 09:00", Outcome.EARLY),
        ("2026-11-19 16:00", Outcome.ON_TIME),
    ],
)
def test_outcome_is_judged_when_the_result_lies_ready(ready, outcome):
    rows = [step(1, "Tiếp nhận, giải quyết", "one_stop_officer", duration(5, "working_day"))]
    dossier = make.receive(version=make.issued_version(code="QT-KT-43", steps=rows))
    dossier = make.complete(dossier, at(ready))
    assert (dossier.outcome, dossier.closed_at) == (outcome, at(ready))
    assert make.complete(dossier, at("2026-12-30 09:00")).outcome == outcome, "whenever it is fetched"


@given(
    value=st.decimals(min_value="0.01", max_value="60", places=2),
    unit=st.sampled_from(["working_day", "working_hour", "minute"]),
)
def test_every_duration_of_a_step_can_be_counted(value, unit):
    limit = clock.step_limit(value, unit)
    started = at("2026-03-02 08:00")
    due = due_at(started, limit, calendar("reception_only"))
    assert due > started
    assert limit.minutes <= max(1, value * {"working_day": 480, "working_hour": 60, "minute": 1}[unit])


@pytest.mark.parametrize("value", [None, Decimal(0)])
def test_no_duration_is_no_limit(value):
    assert clock.step_limit(value, "working_hour") is None

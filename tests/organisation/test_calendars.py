"""The working calendar of a unit, read from what the office entered."""

import datetime as dt
import logging

import pytest
from django.core.exceptions import ValidationError

from organisation.calendars import build_calendar, calendar_for, calendar_problem, forget_calendars
from organisation.models import Holiday, OfficeHours, OfficeInterval, SwappedDay, UnitParent
from organisation.worktime import CalendarDefinitionError, add_working_minutes, working_minutes_between
from tests.factories.documents import at, make_office_hours, make_unit

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


@pytest.fixture
def unit():
    forget_calendars()
    unit = make_unit("phuong", "Phường")
    make_office_hours(unit, saturday_mode="none")
    return unit


def minutes(unit, day):
    """Ordinary working minutes of one day."""
    start = dt.datetime.combine(day, dt.time(), at("2026-01-01").tzinfo)
    return working_minutes_between(start, start + dt.timedelta(days=1), calendar_for(unit, day, day))


def test_counts_with_own_hours_holidays_and_swapped_days(unit):
    Holiday.objects.create(date=dt.date(2026, 9, 2), name="Quốc khánh")
    SwappedDay.objects.create(day_off=dt.date(2026, 8, 31), make_up_day=dt.date(2026, 8, 22), name="Hoán đổi")
    assert minutes(unit, dt.date(2026, 9, 1)) == 480
    assert minutes(unit, dt.date(2026, 9, 2)) == 0
    assert minutes(unit, dt.date(2026, 8, 31)) == 0
    assert minutes(unit, dt.date(2026, 8, 22)) == 480
    calendar = calendar_for(unit, FIRST, LAST)
    assert calendar.days_off[dt.date(2026, 8, 31)].kind == "swapped_off"
    assert calendar.make_up_days[dt.date(2026, 8, 22)].replaces == dt.date(2026, 8, 31)


def test_uses_the_hours_of_the_nearest_superior_unit(unit):
    division = make_unit("phong", "Phòng")
    team = make_unit("to", "Tổ")
    UnitParent.objects.create(unit=division, parent=unit)
    UnitParent.objects.create(unit=team, parent=division)
    assert minutes(team, dt.date(2026, 11, 20)) == 480
    own = OfficeHours.objects.create(unit=division)
    OfficeInterval.objects.create(office_hours=own, weekday=4, opens=dt.time(8), closes=dt.time(10))
    assert minutes(team, dt.date(2026, 11, 20)) == 120
    assert minutes(unit, dt.date(2026, 11, 20)) == 480


def test_a_change_of_each_table_reaches_the_next_question(unit):
    day = dt.date(2026, 11, 20)
    assert minutes(unit, day) == 480
    holiday = Holiday.objects.create(date=day, name="Nghỉ")
    assert minutes(unit, day) == 0
    holiday.delete()
    assert minutes(unit, day) == 480
    swap = SwappedDay.objects.create(day_off=day, make_up_day=dt.date(2026, 11, 28), name="Hoán đổi")
    assert minutes(unit, day) == 0
    swap.delete()
    OfficeInterval.objects.filter(weekday=4, opens=dt.time(13)).first().delete()
    assert minutes(unit, day) == 240


def test_the_calendar_is_kept_between_questions(unit, django_assert_num_queries):
    calendar_for(unit, FIRST, LAST)
    with django_assert_num_queries(0):
        calendar_for(unit, dt.date(2026, 3, 1), dt.date(2026, 4, 1))


def test_two_periods_of_hours_count_each_in_its_time(unit):
    hours = unit.office_hours.get()
    hours.valid_to = dt.date(2026, 6, 30)
    hours.save()
    summer = OfficeHours.objects.create(unit=unit, valid_from=dt.date(2026, 7, 1))
    OfficeInterval.objects.create(office_hours=summer, weekday=4, opens=dt.time(7), closes=dt.time(11))
    assert minutes(unit, dt.date(2026, 6, 26)) == 480
    assert minutes(unit, dt.date(2026, 7, 3)) == 240


def test_contradictory_rows_are_logged_and_usual_hours_counted(unit, caplog):
    day = dt.date(2026, 11, 28)
    Holiday.objects.create(date=day, name="Nghỉ")
    SwappedDay.objects.create(day_off=dt.date(2026, 11, 20), make_up_day=day, name="Hoán đổi")
    with pytest.raises(CalendarDefinitionError):
        build_calendar(unit, FIRST, LAST)
    with caplog.at_level(logging.ERROR, logger="organisation.calendars"):
        logging.getLogger("organisation.calendars").disabled = False
        assert minutes(unit, dt.date(2026, 11, 27)) == 480
        assert minutes(unit, day) == 0
    assert "2026-11-28" in caplog.text
    assert calendar_problem(unit, FIRST, LAST)


def test_a_gap_between_two_periods_never_breaks_a_page(unit):
    hours = unit.office_hours.get()
    hours.valid_to = dt.date(2026, 6, 30)
    hours.save()
    OfficeHours.objects.create(unit=unit, valid_from=dt.date(2026, 8, 1))
    assert calendar_problem(unit, FIRST, LAST)
    assert minutes(unit, dt.date(2026, 7, 15)) == 480


def test_a_unit_without_any_hours_gets_usual_ones():
    lonely = make_unit("le-loi", "Lẻ loi")
    forget_calendars()
    assert minutes(lonely, dt.date(2026, 11, 20)) == 480
    assert minutes(lonely, dt.date(2026, 11, 21)) == 0


def test_a_deadline_past_the_last_entered_day_is_still_counted(unit):
    hours = unit.office_hours.get()
    hours.valid_to = dt.date(2026, 11, 30)
    hours.save()
    calendar = calendar_for(unit, dt.date(2026, 11, 20), dt.date(2026, 12, 31))
    assert add_working_minutes(at("2026-11-30 16:00"), 120, calendar) == at("2026-12-01 09:00")


def test_a_date_is_not_both_holiday_and_make_up_day():
    day = dt.date(2026, 11, 28)
    SwappedDay.objects.create(day_off=dt.date(2026, 11, 20), make_up_day=day, name="Hoán đổi")
    with pytest.raises(ValidationError, match="làm bù"):
        Holiday(date=day, name="Nghỉ").full_clean()
    Holiday.objects.create(date=dt.date(2026, 12, 5), name="Nghỉ")
    swap = SwappedDay(day_off=dt.date(2026, 12, 1), make_up_day=dt.date(2026, 12, 5), name="Hoán đổi")
    with pytest.raises(ValidationError, match="ngày nghỉ"):
        swap.full_clean()

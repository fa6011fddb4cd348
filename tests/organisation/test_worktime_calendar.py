"""The calendar itself: what it accepts, its range and version, and the state of the counter."""

import datetime as dt

import pytest

from organisation.worktime import (
    Calendar,
    CalendarDefinitionError,
    CalendarRangeError,
    DayOff,
    MakeUpDay,
    OfficeInterval,
    TimeLimit,
    add_working_minutes,
    due_at,
    is_open,
    next_opening,
    opening_state,
    working_minutes_between,
)
from tests.organisation.worktime_calendars import (
    FULL_DAY,
    SAME_HOURS_ALL_WEEK,
    calendar,
    intervals,
    local,
    schedule,
)

WEEK = dict.fromkeys(range(5), FULL_DAY)
NEW_YEAR = DayOff(dt.date(2026, 1, 1), "Tết Dương lịch")
LAST = dt.date(2026, 12, 31)


def one_period(weekly=WEEK, mode="none", **parts):
    return Calendar.build([schedule("2026-01-01", "2026-12-31", weekly, mode)], **parts)


# Range


def test_counting_past_the_last_date_is_refused_with_a_named_error():
    with pytest.raises(CalendarRangeError, match=r"01/01/2018 to 31/12/2026") as refused:
        due_at(local("2026-12-30T09:00"), TimeLimit(5, "working_day"), calendar("none"))
    assert refused.value.last == LAST


@pytest.mark.parametrize("unit", ["same_day", "working_hour", "working_day", "calendar_day"])
def test_every_unit_knows_the_end_of_the_calendar(unit):
    with pytest.raises(CalendarRangeError):
        due_at(
            local("2026-12-31T16:59"),
            TimeLimit(1, unit, dt.time(15) if unit == "same_day" else None),
            calendar("none"),
        )


def test_the_last_closing_minute_of_the_calendar_can_be_reached():
    assert add_working_minutes(local("2026-12-31T16:00"), 60, calendar("none")) == local("2026-12-31T17:00")


@pytest.mark.parametrize("at", ["2017-12-31T23:59", "2027-01-01T00:00"])
def test_moments_outside_the_calendar_are_refused(at):
    for ask in (is_open, next_opening, opening_state):
        with pytest.raises(CalendarRangeError):
            ask(local(at), calendar("none"))
    with pytest.raises(CalendarRangeError):
        working_minutes_between(local("2020-01-01T00:00"), local(at), calendar("none"))


def test_naive_moments_are_refused():
    with pytest.raises(ValueError, match="aware"):
        is_open(dt.datetime(2026, 3, 2, 9), calendar("none"))


def test_negative_minutes_are_refused():
    with pytest.raises(ValueError, match="negative"):
        add_working_minutes(local("2026-03-02T09:00"), -1, calendar("none"))


def test_the_range_is_narrowed_to_the_schedules():
    built = one_period(first=dt.date(2020, 1, 1), last=dt.date(2030, 1, 1))
    assert (built.first, built.last) == (dt.date(2026, 1, 1), LAST)


# Definition


@pytest.mark.parametrize(
    ("schedules", "last", "message"),
    [
        ([], LAST, "at least one"),
        ([schedule("2026-01-01", "", WEEK)], None, "open end"),
        ([schedule("2026-01-01", "", WEEK), schedule("2026-06-01", "", WEEK)], LAST, "two office schedules"),
        ([schedule("2026-01-01", "2026-06-01", WEEK), schedule("2026-06-01", "", WEEK)], LAST, "two office"),
        ([schedule("2026-01-01", "2026-05-30", WEEK), schedule("2026-06-01", "", WEEK)], LAST, "2026-05-31"),
        ([schedule("2027-01-01", "", WEEK)], LAST, "no schedule"),
    ],
)
def test_contradictory_schedules_are_refused(schedules, last, message):
    with pytest.raises(CalendarDefinitionError, match=message):
        Calendar.build(schedules, last=last)


def test_a_date_cannot_be_off_and_made_up():
    with pytest.raises(CalendarDefinitionError, match="2026-01-01"):
        one_period(days_off=[NEW_YEAR], make_up_days=[MakeUpDay(NEW_YEAR.date)])


def test_wrong_hours_and_modes_are_refused():
    with pytest.raises(CalendarDefinitionError):
        OfficeInterval(dt.time(12), dt.time(8))
    with pytest.raises(CalendarDefinitionError):
        OfficeInterval(dt.time(8, 0, 30), dt.time(12))
    with pytest.raises(CalendarDefinitionError):
        schedule("2026-01-01", "", WEEK, "sometimes")
    with pytest.raises(CalendarDefinitionError):
        schedule("2026-01-01", "", {7: FULL_DAY})
    with pytest.raises(CalendarDefinitionError):
        schedule("2026-02-01", "2026-01-01", WEEK)


def test_overlapping_and_touching_intervals_count_once():
    built = one_period({0: "13:00-17:00 08:00-10:00 09:00-11:00 11:00-12:00"})
    monday = local("2026-03-02T00:00")
    assert working_minutes_between(monday, monday + dt.timedelta(days=1), built) == 480
    assert opening_state(local("2026-03-02T10:30"), built).until == local("2026-03-02T12:00")


def test_a_new_period_brings_its_own_hours():
    built = Calendar.build(
        [
            schedule("2026-01-01", "2026-03-02", WEEK),
            schedule("2026-03-03", "2026-12-31", dict.fromkeys(range(5), "07:00-11:00 14:00-18:00")),
        ]
    )
    assert due_at(local("2026-03-02T16:00"), TimeLimit(2, "working_hour"), built) == local("2026-03-03T08:00")


def test_a_make_up_day_has_the_hours_of_the_day_it_replaces():
    weekly = {0: FULL_DAY, 4: "08:00-12:00", 5: "08:00-09:00"}
    saturday = dt.date(2026, 3, 7)
    friday = MakeUpDay(saturday, replaces=dt.date(2026, 3, 13))
    received = local("2026-03-06T15:00")
    for made_up, closing in [(friday, "12:00"), (MakeUpDay(saturday), "17:00")]:
        built = one_period(weekly, "reception_only", make_up_days=[made_up])
        assert due_at(received, TimeLimit(1, "working_day"), built) == local(f"2026-03-07T{closing}")


def test_saturday_hours_do_nothing_in_mode_none():
    saturday = local("2026-03-07T09:00")
    assert not is_open(saturday, one_period(SAME_HOURS_ALL_WEEK))
    assert is_open(saturday, one_period(SAME_HOURS_ALL_WEEK, "reception_only"))


# Version


def test_the_version_is_stable_and_does_not_depend_on_order_or_range():
    other = DayOff(dt.date(2026, 4, 30), "Ngày Chiến thắng")
    built = one_period(days_off=[NEW_YEAR, other])
    assert built.version == one_period(days_off=[other, NEW_YEAR]).version
    assert built.version == one_period(days_off=[NEW_YEAR, other], last=dt.date(2026, 6, 30)).version
    assert len(built.version) == 16
    # Stored deadlines refer to it: if this changes, so does every stored reference.
    assert built.version == "6a3369413a1ae834"


def test_every_fact_changes_the_version():
    versions = {
        one_period().version,
        one_period(days_off=[NEW_YEAR]).version,
        one_period(days_off=[DayOff(NEW_YEAR.date, "Tết")]).version,
        one_period(days_off=[DayOff(NEW_YEAR.date, NEW_YEAR.name, "swapped_off")]).version,
        one_period(make_up_days=[MakeUpDay(dt.date(2026, 1, 10))]).version,
        one_period(make_up_days=[MakeUpDay(dt.date(2026, 1, 10), replaces=dt.date(2026, 1, 2))]).version,
        one_period(SAME_HOURS_ALL_WEEK).version,
        one_period(mode="reception_only").version,
        one_period({0: FULL_DAY}).version,
        Calendar.build([schedule("2026-01-01", "", WEEK)], last=LAST).version,
    }
    assert len(versions) == 10


# Counter


@pytest.mark.parametrize(
    ("name", "at", "text", "reason", "until"),
    [
        ("none", "2025-04-29T08:00", "Đang mở cửa, đến 12:00", "office_hours", "2025-04-29T12:00"),
        ("none", "2025-04-29T11:59:59", "Đang mở cửa, đến 12:00", "office_hours", "2025-04-29T12:00"),
        ("none", "2025-04-29T12:00", "Đang nghỉ trưa, mở cửa lúc 13:00", "lunch", "2025-04-29T13:00"),
        (
            "none",
            "2025-04-29T07:59:59",
            "Chưa đến giờ mở cửa, mở cửa lúc 08:00",
            "before_hours",
            "2025-04-29T08:00",
        ),
        (
            "none",
            "2025-04-29T17:00",
            "Đã hết giờ làm việc, mở cửa lúc 08:00, thứ Hai 05/05",
            "after_hours",
            "2025-05-05T08:00",
        ),
        (
            "reception_only",
            "2025-04-30T09:00",
            "Hôm nay nghỉ lễ Ngày Chiến thắng, mở cửa lúc 08:00, thứ Bảy 03/05",
            "day_off",
            "2025-05-03T08:00",
        ),
        (
            "reception_only",
            "2025-05-03T09:00",
            "Đang mở cửa (chỉ tiếp nhận và trả kết quả), đến 12:00",
            "reception_only",
            "2025-05-03T12:00",
        ),
        ("reception_only", "2025-04-26T09:00", "Đang mở cửa, đến 12:00", "office_hours", "2025-04-26T12:00"),
        (
            "immediate_procedures",
            "2025-05-03T09:00",
            "Đang mở cửa, đến 12:00",
            "office_hours",
            "2025-05-03T12:00",
        ),
        (
            "none",
            "2025-05-03T09:00",
            "Hôm nay nghỉ hằng tuần, mở cửa lúc 08:00, thứ Hai 05/05",
            "weekly_rest",
            "2025-05-05T08:00",
        ),
        (
            "none",
            "2024-12-31T18:00",
            "Đã hết giờ làm việc, mở cửa lúc 08:00, thứ Năm 02/01/2025",
            "after_hours",
            "2025-01-02T08:00",
        ),
        (
            "none",
            "2024-02-10T09:00",
            "Hôm nay nghỉ Tết Nguyên đán, mở cửa lúc 08:00, thứ Năm 15/02",
            "day_off",
            "2024-02-15T08:00",
        ),
    ],
)
def test_the_state_of_the_counter_in_words(name, at, text, reason, until):
    state = opening_state(local(at), calendar(name))
    assert (state.text, state.reason, state.until) == (text, reason, local(until))
    assert state.is_open == is_open(local(at), calendar(name)) == text.startswith("Đang mở cửa")


def test_the_holiday_is_named_for_pages_in_other_languages():
    assert opening_state(local("2025-04-30T09:00"), calendar("none")).day_off_name == "Ngày Chiến thắng"


def test_after_the_last_opening_the_state_is_still_known():
    state = opening_state(local("2026-12-31T18:00"), calendar("none"))
    assert (state.is_open, state.until, state.text) == (False, None, "Đã hết giờ làm việc")
    with pytest.raises(CalendarRangeError):
        next_opening(local("2026-12-31T18:00"), calendar("none"))


def test_the_next_opening_is_strictly_later():
    assert next_opening(local("2025-04-29T08:00"), calendar("none")) == local("2025-04-29T13:00")
    assert next_opening(local("2025-04-29T07:59:30"), calendar("none")) == local("2025-04-29T08:00")


def test_intervals_helper_reads_two_halves():
    assert [interval.minutes for interval in intervals(FULL_DAY)] == [(480, 720), (780, 1020)]


@pytest.mark.parametrize(
    ("first", "last", "unknown"),
    [
        ("2026-12-28", "2026-12-31", ()),
        ("2026-12-28", "2027-01-01", (2027,)),
        ("2025-06-01", "2028-01-01", (2027, 2028)),
    ],
)
def test_years_for_which_no_holiday_is_entered(first, last, unknown):
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert calendar("none").years_without_holidays(*days) == unknown

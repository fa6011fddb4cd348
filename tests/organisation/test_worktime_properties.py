"""Laws of working time, on random cases, against a brute-force minute counter."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.vietnamese_format import VIETNAM
from organisation.worktime import (
    Pause,
    TimeLimit,
    add_working_minutes,
    due_at,
    explain,
    remaining_text,
    working_minutes_between,
)
from tests.organisation.worktime_calendars import SCHEDULES, calendar
from tests.organisation.worktime_oracle import Oracle

BEGIN, END = dt.datetime(2018, 1, 1), dt.datetime(2026, 9, 30)
CUTOFFS = [None, dt.time(15), dt.time(16), dt.time(10, 30), dt.time(17)]
EDGES = ["07:30", "08:00", "11:30", "12:00", "13:00", "13:30", "15:00", "16:00", "16:30", "17:00"]

moments = st.datetimes(BEGIN, END, timezones=st.just(VIETNAM))
calendars = st.sampled_from(sorted(SCHEDULES)).map(calendar)
amounts = st.integers(0, 15 * 480)


@st.composite
def limits(draw):
    unit = draw(st.sampled_from(["same_day", "working_hour", "working_day", "calendar_day"]))
    if unit == "same_day":
        return TimeLimit(1, unit, draw(st.sampled_from(CUTOFFS)))
    quarters = draw(st.integers(1, 60))
    value = Decimal((quarters + 3) // 4) if unit == "calendar_day" else Decimal(quarters) / 4
    return TimeLimit(value, unit, immediate=draw(st.booleans()))


@st.composite
def pause_lists(draw, around):
    starts = draw(st.lists(st.integers(-2000, 20_000), max_size=3))
    return [
        Pause(start, start + dt.timedelta(minutes=draw(st.integers(0, 5000))))
        for start in (around + dt.timedelta(minutes=offset) for offset in starts)
        if start.replace(tzinfo=None) >= BEGIN
    ]


@given(moments, amounts, calendars, st.booleans())
def test_adding_and_measuring_are_inverse(start, amount, office, immediate):
    end = add_working_minutes(start, amount, office, immediate=immediate)
    assert working_minutes_between(start, end, office, immediate=immediate) == amount
    assert working_minutes_between(end, start, office, immediate=immediate) == -amount


@given(moments, amounts, amounts, calendars)
def test_adding_in_two_parts_is_adding_at_once(start, first, second, office):
    halfway = add_working_minutes(start, first, office)
    assert add_working_minutes(start, first + second, office) == add_working_minutes(halfway, second, office)


@given(moments, limits(), calendars, st.integers(0, 3000), st.integers(0, 6000))
def test_a_pause_shifts_by_exactly_its_working_time(start, asked, office, wait, length):
    pause = Pause(start + dt.timedelta(minutes=wait), start + dt.timedelta(minutes=wait + length))
    due, immediate = due_at(start, asked, office), asked.uses_immediate_saturdays
    shifted = due_at(start, asked, office, [pause])
    paused = working_minutes_between(pause.start, pause.end, office, immediate=immediate)
    begins_in_time = pause.start.replace(second=0, microsecond=0) < due
    expected = paused if begins_in_time else 0
    assert working_minutes_between(due, shifted, office, immediate=immediate) == expected


@given(st.data(), moments, limits(), calendars)
def test_the_order_of_pauses_and_their_overlaps_do_not_matter(data, start, asked, office):
    given_pauses = data.draw(pause_lists(start))
    due = due_at(start, asked, office, given_pauses)
    assert due == due_at(start, asked, office, given_pauses[::-1])
    assert due == due_at(start, asked, office, given_pauses + given_pauses)


@given(st.data(), moments, limits(), calendars)
def test_an_explanation_ends_where_the_deadline_ends(data, start, asked, office):
    given_pauses = data.draw(pause_lists(start))
    explanation = explain(start, asked, office, given_pauses)
    assert explanation.due_at == due_at(start, asked, office, given_pauses)
    dates = [day.date for day in explanation.days]
    length = (explanation.due_at.date() - start.date()).days
    assert dates == [start.date() + dt.timedelta(days=number) for number in range(length + 1)]
    assert "hết hạn" in explanation.days[-1].text
    assert not any("hết hạn" in day.text for day in explanation.days[:-1])
    assert all(day.minutes >= 0 and (day.counted or not day.minutes) for day in explanation.days)
    assert all(("không tính" in day.text) <= (not day.counted) for day in explanation.days)


@given(st.data(), moments, limits(), calendars)
def test_the_minutes_of_an_explanation_add_up(data, start, asked, office):
    if asked.whole_days or asked.unit == "same_day":
        counted = [day for day in explain(start, asked, office).days if day.counted]
        if asked.unit == "working_day":
            assert len(counted) >= asked.whole_days
            assert sum(f"làm việc thứ {number}" in day.text for number, day in enumerate(counted, 1)) == (
                asked.whole_days
            )
    else:
        days = explain(start, asked, office, data.draw(pause_lists(start))).days
        assert sum(day.minutes for day in days) == asked.minutes


@given(moments, st.integers(-4000, 4000), calendars)
def test_the_time_left_is_never_overstated(due, offset, office):
    due = due.replace(second=0, microsecond=0)
    now = due + dt.timedelta(seconds=offset * 17)
    if now.replace(tzinfo=None) < BEGIN:
        return
    text = remaining_text(now, due, office)
    assert text.startswith(("Quá ", "Vừa quá hạn")) == (now > due)
    assert len(text.split()) <= 5


def test_some_cases_equal_the_minute_counter():
    compare_with_oracle(random.Random(2018), 400)


@pytest.mark.slow
def test_a_hundred_thousand_cases_equal_the_minute_counter():
    compare_with_oracle(random.Random(147148), 100_000)


def compare_with_oracle(choose, cases):
    names = sorted(SCHEDULES)
    oracles = {name: Oracle(name) for name in names}
    for _ in range(cases):
        name = choose.choice(names)
        office, oracle = calendar(name), oracles[name]
        received = random_moment(choose)
        immediate = choose.random() < 0.5
        question = choose.random()
        if question < 0.15:
            amount = choose.randrange(20 * 480)
            ours = add_working_minutes(aware(received), amount, office, immediate=immediate)
            theirs = oracle.moment(oracle.add(oracle.minute(received), amount, immediate))
            detail = amount
        elif question < 0.3:
            detail = other = received + dt.timedelta(minutes=choose.randrange(40 * 1440))
            ours = working_minutes_between(aware(received), aware(other), office, immediate=immediate)
            theirs = oracle.between(oracle.minute(received), oracle.minute(other), immediate)
        else:
            detail = asked, paused = random_limit(choose, immediate), random_pauses(choose, received)
            pauses = [Pause(aware(start), aware(end)) for start, end in paused]
            ours = due_at(aware(received), asked, office, pauses)
            theirs = oracle.due(received, asked.unit, asked.value, asked.cutoff, immediate, paused)
        ours = ours.replace(tzinfo=None) if isinstance(ours, dt.datetime) else ours
        assert ours == theirs, (name, received, immediate, detail)


def aware(moment):
    return moment.replace(tzinfo=VIETNAM)


def random_moment(choose):
    """Half of them on the edges of office hours, where counting goes wrong first."""
    date = BEGIN + dt.timedelta(days=choose.randrange((END - BEGIN).days))
    if choose.random() < 0.5:
        return date + dt.timedelta(seconds=choose.randrange(86_400))
    edge = choose.choice(
        ["07:30", "08:00", "11:30", "12:00", "13:00", "13:30", "15:00", "16:00", "16:30", "17:00"]
    )
    time = dt.datetime.combine(date, dt.time.fromisoformat(edge))
    return time + dt.timedelta(seconds=choose.choice([-60, -1, 0, 1, 60]))


def random_limit(choose, immediate):
    unit = choose.choice(["same_day", "working_hour", "working_day", "working_day", "calendar_day"])
    if unit == "same_day":
        return TimeLimit(1, unit, choose.choice(CUTOFFS), immediate)
    if unit == "calendar_day":
        return TimeLimit(choose.randint(1, 40), unit, immediate=immediate)
    value = choose.choice([Decimal(choose.randint(1, 15)), Decimal(choose.randint(1, 60)) / 4])
    return TimeLimit(value, unit, immediate=immediate)


def random_pauses(choose, received):
    if choose.random() < 0.85:
        return []
    spans = []
    for _ in range(choose.randint(1, 3)):
        start = max(BEGIN, received + dt.timedelta(minutes=choose.randint(-600, 8000)))
        spans.append((start, start + dt.timedelta(seconds=choose.randrange(60 * 2500))))
    return spans

import random
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.vietnamese_format import (
    format_date,
    format_datetime,
    format_duration,
    format_money,
    format_number,
    format_percent,
    format_share,
    format_time,
    format_time_words,
    format_weekday_date,
    format_working_hours,
    format_working_minutes,
    vietnamese_sort_key,
    vietnamese_sort_text,
)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (0, None, "0"),
        (1234567, None, "1.234.567"),
        (-1234, None, "-1.234"),
        ("0.5", None, "0,5"),
        ("0.50", None, "0,5"),
        (Decimal("100"), None, "100"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("1234567.89"), None, "1.234.567,89"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("99.565"), 2, "99,57"),
        (100, 2, "100,00"),
    ],
)
def test_numbers(value, places, expected):
    assert format_number(value, places) == expected


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="Decimal"):
        format_number(0.1)


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_grouping_loses_no_digit(value):
    written = format_number(value)
    assert int(written.replace(".", "")) == value
    assert all(len(group) == 3 for group in written.lstrip("-").split(".")[1:])


def test_money():
    assert format_money(2000) == "2.000 đồng"
    assert format_money(0) == "0 đồng"
    assert format_money(1_000_000) == "1.000.000 đồng"


def test_percentages_round_half_up_to_two_places():
    assert format_percent(Decimal("99.57")) == "99,57%"
    assert format_percent(100) == "100,00%"
    assert format_share(1212, 4655) == "26,04%"
    assert format_share(11, 35) == "31,43%"
    assert format_share(1, 0) == "–"


def test_dates():
    assert format_date(date(2026, 7, 25)) == "25/07/2026"
    assert format_date("2026-07-25") == "25/07/2026"
    assert format_date("2026-07-25T18:00:00+00:00") == "26/07/2026"
    assert format_date(None) == ""
    assert format_date("") == ""


def test_moments_are_written_in_vietnamese_time():
    moment = datetime(2026, 9, 21, 18, 40, tzinfo=UTC)
    assert format_datetime(moment) == "01:40, 22/09/2026"
    assert format_time(moment) == "01:40"
    assert format_datetime(datetime(2026, 9, 22, 8, 40)) == "08:40, 22/09/2026"
    assert format_time(time(9, 5)) == "09:05"
    assert format_time_words(time(15, 30)) == "15 giờ 30 phút"


def test_weekday_in_words():
    assert format_weekday_date(date(2026, 11, 27)) == "thứ Sáu 27/11/2026"
    assert format_weekday_date("2026-11-29") == "Chủ nhật 29/11/2026"


@pytest.mark.parametrize(
    ("value", "unit", "long", "short"),
    [
        (3, "working_hour", "3 giờ làm việc", "3 giờ"),
        ("0.25", "working_day", "0,25 ngày làm việc", "0,25 ngày"),
        (2, "working_day", "2 ngày làm việc", "2 ngày"),
        (15, "calendar_day", "15 ngày", "15 ngày"),
        (30, "minute", "30 phút", "30 phút"),
        (1, "same_day", "trong ngày làm việc", "trong ngày"),
    ],
)
def test_durations(value, unit, long, short):
    assert format_duration(value, unit) == long
    assert format_duration(value, unit, short=True) == short


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0 phút"),
        (45, "45 phút"),
        (60, "1 giờ"),
        (135, "2 giờ 15 phút"),
        (480, "1 ngày"),
        (485, "1 ngày"),
        (660, "1 ngày 3 giờ"),
        (2 * 480 + 6 * 60 + 45, "2 ngày 6 giờ"),
    ],
)
def test_working_time_in_two_units_cut_off(minutes, expected):
    assert format_working_minutes(minutes) == expected


def test_working_hours_are_exact():
    assert format_working_hours(480) == "8 giờ"
    assert format_working_hours(1560) == "26 giờ"
    assert format_working_hours(90) == "1 giờ 30 phút"
    assert format_working_hours(30) == "30 phút"
    assert format_working_hours(0) == "0 giờ"


@pytest.mark.parametrize(
    "ordered",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "u", "ư", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["Dương", "Đào", "Đặng", "Đinh"],
        ["Lê An", "Lê Ân", "Lê Bình", "Lệ An"],
        ["Phường An Hòa", "Phường An Khánh", "Phường Ân Hòa"],
        ["QT-TP-02", "QT-TP-9", "QT-TP-10", "QT-TP-Q01"],
    ],
)
def test_sort_order_of_the_dictionary(ordered):
    shuffled = ordered[:]
    random.Random(7).shuffle(shuffled)
    assert sorted(shuffled, key=vietnamese_sort_key) == ordered


def test_tone_placement_and_unicode_form_do_not_separate_equal_names():
    assert vietnamese_sort_key("hoà")[0] == vietnamese_sort_key("hòa")[0]
    decomposed = unicodedata.normalize("NFD", "Ủy ban phường Ơ Đước")
    assert vietnamese_sort_key(decomposed) == vietnamese_sort_key("Ủy ban phường Ơ Đước")


@given(st.text(), st.text())
def test_any_two_texts_can_be_sorted(one, other):
    assert (vietnamese_sort_key(one) < vietnamese_sort_key(other)) or (
        vietnamese_sort_key(one) >= vietnamese_sort_key(other)
    )


@given(
    st.lists(
        st.text(alphabet="aAăâbcdđeêghinouưxyzáàảãạấ 0123456789-é文", max_size=12), min_size=2, max_size=2
    )
)
def test_the_sort_text_orders_like_the_sort_key(pair):
    keys = [vietnamese_sort_key(text)[0] for text in pair]
    texts = [vietnamese_sort_text(text) for text in pair]
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (texts[0] < texts[1], texts[0] == texts[1])


def test_the_sort_text_is_digits_only_so_that_every_collation_agrees():
    assert vietnamese_sort_text("Đăng ký khai sinh 2").isdecimal()

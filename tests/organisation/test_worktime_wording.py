"""What people read: explanations day by day, durations and the time left."""

import pytest

from organisation.worktime import Pause, explain, format_working_duration, remaining_text
from tests.organisation.worktime_calendars import calendar, limit, local


def texts(received, asked, name="reception_only", pauses=()):
    return [day.text for day in explain(local(received), asked, calendar(name), pauses).days]


def test_working_days_over_a_make_up_saturday():
    explanation = explain(local("2025-04-25T10:00"), limit("4", "working_day"), calendar("reception_only"))
    assert [(day.counted, day.minutes, day.text) for day in explanation.days] == [
        (False, 0, "Thứ Sáu 25/04: ngày tiếp nhận, không tính"),
        (True, 480, "Thứ Bảy 26/04: làm bù cho ngày 02/05, ngày làm việc thứ 1"),
        (False, 0, "Chủ nhật 27/04: nghỉ hằng tuần, không tính"),
        (True, 480, "Thứ Hai 28/04: ngày làm việc thứ 2"),
        (True, 480, "Thứ Ba 29/04: ngày làm việc thứ 3"),
        (False, 0, "Thứ Tư 30/04: nghỉ lễ Ngày Chiến thắng, không tính"),
        (False, 0, "Thứ Năm 01/05: nghỉ lễ Quốc tế Lao động, không tính"),
        (False, 0, "Thứ Sáu 02/05: nghỉ hoán đổi dịp 30/4 và 01/5, không tính"),
        (False, 0, "Thứ Bảy 03/05: chỉ tiếp nhận và trả kết quả, không tính"),
        (False, 0, "Chủ nhật 04/05: nghỉ hằng tuần, không tính"),
        (True, 480, "Thứ Hai 05/05: ngày làm việc thứ 4, hết hạn lúc 17:00"),
    ]
    assert explanation.summary == (
        "Nhận 10:00, 25/04/2025, thời hạn 4 ngày làm việc: xong trước 17:00, thứ Hai 05/05/2025."
    )
    assert explanation.calendar_version == calendar("reception_only").version


def test_working_hours_say_what_each_day_gives():
    assert texts("2025-08-29T15:30", limit("4", "working_hour"), "none") == [
        "Thứ Sáu 29/08: tiếp nhận lúc 15:30, tính 1 giờ 30 phút",
        "Thứ Bảy 30/08: nghỉ hằng tuần, không tính",
        "Chủ nhật 31/08: nghỉ hằng tuần, không tính",
        "Thứ Hai 01/09: nghỉ lễ Quốc khánh, không tính",
        "Thứ Ba 02/09: nghỉ lễ Quốc khánh, không tính",
        "Thứ Tư 03/09: tính 2 giờ 30 phút, hết hạn lúc 10:30",
    ]


def test_hours_received_when_nobody_works():
    assert texts("2025-10-17T18:00", limit("1", "working_hour"))[0] == (
        "Thứ Sáu 17/10: tiếp nhận lúc 18:00, ngoài giờ làm việc, không tính"
    )
    assert texts("2025-10-18T09:00", limit("1", "working_hour"))[0] == (
        "Thứ Bảy 18/10: tiếp nhận lúc 09:00, chỉ tiếp nhận và trả kết quả, không tính"
    )
    assert texts("2025-10-18T09:00", limit("1", "working_hour"), "immediate_procedures")[0] == (
        "Thứ Bảy 18/10: tiếp nhận lúc 09:00, chỉ giải quyết thủ tục trả ngay, không tính"
    )


def test_the_saturday_is_explained_by_the_mode_of_its_period():
    assert texts("2022-03-04T09:00", limit("1", "working_day"), "irregular")[1] == (
        "Thứ Bảy 05/03: nghỉ hằng tuần, không tính"
    )
    assert texts("2024-03-08T09:00", limit("1", "working_day"), "irregular")[1] == (
        "Thứ Bảy 09/03: chỉ tiếp nhận và trả kết quả, không tính"
    )
    assert texts("2019-03-08T09:00", limit("1", "working_day"), "irregular")[1] == (
        "Thứ Bảy 09/03: chỉ giải quyết thủ tục trả ngay, không tính"
    )


def test_calendar_days_count_holidays_but_do_not_end_on_them():
    days = explain(local("2018-02-12T09:00"), limit("5", "calendar_day"), calendar("none")).days
    assert [day.date.day for day in days if day.counted] == [13, 14, 15, 16, 17, 21]
    assert texts("2018-02-12T09:00", limit("5", "calendar_day")) == [
        "Thứ Hai 12/02: ngày tiếp nhận, không tính",
        "Thứ Ba 13/02: ngày thứ 1",
        "Thứ Tư 14/02: nghỉ Tết Nguyên đán, vẫn tính là ngày thứ 2",
        "Thứ Năm 15/02: nghỉ Tết Nguyên đán, vẫn tính là ngày thứ 3",
        "Thứ Sáu 16/02: nghỉ Tết Nguyên đán, vẫn tính là ngày thứ 4",
        "Thứ Bảy 17/02: nghỉ Tết Nguyên đán, vẫn tính là ngày thứ 5, chuyển sang ngày làm việc tiếp theo",
        "Chủ nhật 18/02: nghỉ Tết Nguyên đán, không tính",
        "Thứ Hai 19/02: nghỉ Tết Nguyên đán, không tính",
        "Thứ Ba 20/02: nghỉ Tết Nguyên đán, không tính",
        "Thứ Tư 21/02: ngày làm việc tiếp theo, hết hạn lúc 17:00",
    ]


@pytest.mark.parametrize(
    ("received", "name", "expected"),
    [
        (
            "2025-10-15T15:00",
            "none",
            ["Thứ Tư 15/10: tiếp nhận lúc 15:00, trả kết quả trong ngày, hết hạn lúc 17:00"],
        ),
        (
            "2025-10-15T15:00:01",
            "none",
            [
                "Thứ Tư 15/10: tiếp nhận lúc 15:00:01, sau 15:00, chuyển sang ngày làm việc tiếp theo",
                "Thứ Năm 16/10: ngày làm việc tiếp theo, hết hạn lúc 17:00",
            ],
        ),
        (
            "2025-10-18T09:00",
            "immediate_procedures",
            [
                "Thứ Bảy 18/10: tiếp nhận lúc 09:00, làm việc với thủ tục trả ngay, trả kết quả trong ngày, "
                "hết hạn lúc 17:00"
            ],
        ),
        (
            "2026-01-09T17:30",
            "none",
            [
                "Thứ Sáu 09/01: tiếp nhận lúc 17:30, hết giờ làm việc, chuyển sang ngày làm việc tiếp theo",
                "Thứ Bảy 10/01: làm bù cho ngày 02/01, ngày làm việc tiếp theo, hết hạn lúc 17:00",
            ],
        ),
        (
            "2019-04-14T09:00",
            "none",
            [
                "Chủ nhật 14/04: tiếp nhận lúc 09:00, nghỉ lễ Giỗ Tổ Hùng Vương, "
                "chuyển sang ngày làm việc tiếp theo",
                "Thứ Hai 15/04: nghỉ bù Giỗ Tổ Hùng Vương, không tính",
                "Thứ Ba 16/04: ngày làm việc tiếp theo, hết hạn lúc 17:00",
            ],
        ),
    ],
)
def test_same_day(received, name, expected):
    assert texts(received, limit("1", "same_day", "15:00"), name) == expected


def test_a_pause_is_shown_and_made_up_for():
    pause = Pause(local("2025-10-14T10:00"), local("2025-10-16T09:00"), "chờ bổ sung")
    explanation = explain(local("2025-10-13T09:00"), limit("2", "working_day"), calendar("none"), [pause])
    assert [(day.counted, day.minutes, day.text) for day in explanation.days] == [
        (False, 0, "Thứ Hai 13/10: ngày tiếp nhận, không tính"),
        (True, 120, "Thứ Ba 14/10: ngày làm việc thứ 1, tạm dừng 6 giờ (chờ bổ sung)"),
        (False, 0, "Thứ Tư 15/10: ngày làm việc thứ 2, tạm dừng cả ngày (chờ bổ sung)"),
        (True, 420, "Thứ Năm 16/10: bù thời gian tạm dừng, tính 7 giờ, tạm dừng 1 giờ (chờ bổ sung)"),
        (True, 420, "Thứ Sáu 17/10: bù thời gian tạm dừng, tính 7 giờ, hết hạn lúc 16:00"),
    ]
    assert explanation.summary == (
        "Nhận 09:00, 13/10/2025, thời hạn 2 ngày làm việc, tạm dừng 1 ngày 7 giờ: "
        "xong trước 16:00, thứ Sáu 17/10/2025."
    )


def test_a_fraction_follows_the_whole_days():
    assert texts("2025-10-15T14:00", limit("1.5", "working_day")) == [
        "Thứ Tư 15/10: ngày tiếp nhận, không tính",
        "Thứ Năm 16/10: ngày làm việc thứ 1",
        "Thứ Sáu 17/10: tính 4 giờ, hết hạn lúc 12:00",
    ]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 phút"),
        (45, "45 phút"),
        (60, "1 giờ"),
        (479, "7 giờ 59 phút"),
        (480, "1 ngày"),
        (660, "1 ngày 3 giờ"),
        (2 * 480 + 6 * 60 + 45, "2 ngày 6 giờ"),
        (10 * 480 + 479, "10 ngày 7 giờ"),
    ],
)
def test_durations_have_two_units_and_are_cut(minutes, words):
    assert format_working_duration(minutes) == words


def test_a_negative_duration_is_refused():
    with pytest.raises(ValueError, match="negative"):
        format_working_duration(-1)


@pytest.mark.parametrize(
    ("now", "due", "text"),
    [
        ("2025-10-14T14:00", "2025-10-15T17:00", "Còn 1 ngày 3 giờ"),
        ("2025-10-15T16:15", "2025-10-15T17:00", "Còn 45 phút"),
        ("2025-10-15T16:15:30", "2025-10-15T17:00", "Còn 44 phút"),
        ("2025-10-15T16:59:30", "2025-10-15T17:00", "Còn dưới 1 phút"),
        ("2025-10-15T17:00", "2025-10-15T17:00", "Còn dưới 1 phút"),
        ("2025-10-15T17:00:01", "2025-10-15T17:00", "Vừa quá hạn"),
        ("2025-10-15T22:00", "2025-10-15T17:00", "Vừa quá hạn"),
        ("2025-10-16T08:01:59", "2025-10-15T17:00", "Quá 1 phút"),
        ("2025-10-20T13:00", "2025-10-15T17:00", "Quá 2 ngày 4 giờ"),
        ("2025-10-17T18:00", "2025-10-20T17:00", "Còn 1 ngày"),
    ],
)
def test_the_time_left(now, due, text):
    assert remaining_text(local(now), local(due), calendar("none")) == text


def test_the_time_left_on_a_saturday_solved_at_once():
    now, due = local("2025-10-18T14:00"), local("2025-10-18T17:00")
    assert remaining_text(now, due, calendar("immediate_procedures"), immediate=True) == "Còn 3 giờ"

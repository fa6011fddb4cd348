"""Time limits: copied where plain, in words where not, and every contradiction named."""

import pytest

from procedures.importers.portal.prose_times import decimal_of, spans_in, totals_of_method, totals_of_steps

from .portal_records import faults, kinds, read


def method(time, unit="WORKING_DAY", channel="DIRECT", description=""):
    return {
        "submissionMethod": channel,
        "processingTime": time,
        "processingTimeUnit": unit,
        "description": description,
        "fees": [],
    }


def case(qty, unit="WORKING_DAY", number="01"):
    return {
        "code": f"1.999001.{number}",
        "name": f"Loại {number}",
        "processingDay": {"qty": qty, "type": unit},
    }


def conflicts(**changes):
    return [f for f in read(**changes)[1] if f.kind == "time.conflict"]


@pytest.mark.parametrize(
    ("time", "unit", "limit", "kind"),
    [
        (5, "WORKING_DAY", {"value": 5, "unit": "working_day"}, None),
        ("5", "DAY", {"value": 5, "unit": "calendar_day"}, None),
        (5.0, "HOUR", {"value": 5, "unit": "working_hour"}, None),
        (2, "MONTH", {"text": "2 tháng"}, "time.only_in_words"),
        (0, "DAY", {"text": "0 ngày"}, "time.only_in_words"),
        (6.25, "WORKING_DAY", {"text": "6,25 ngày làm việc"}, "time.fraction"),
        ("6,25", "DAY", {"text": "6,25 ngày"}, "time.fraction"),
        ("Ngay trong ngày", "OTHER", {"text": "Ngay trong ngày"}, "time.only_in_words"),
        (3, "OTHER", {"text": "3 (không rõ đơn vị)"}, "time.only_in_words"),
    ],
)
def test_a_time_is_never_converted(time, unit, limit, kind):
    layout, findings, _ = read(cases=[], executionMethods=[method(time, unit)])
    assert layout["time_limit"] == limit and faults(layout) == []
    assert [k for k in kinds(findings, "warning") if k.startswith("time.")] == ([kind] if kind else [])


def test_no_time_at_all():
    layout, findings, passages = read(cases=[], executionMethods=[method(None, None)])
    assert layout["time_limit"] is None and "part.missing" in kinds(findings, "warning")
    assert all(p.reason for p in passages if not p.is_placed)


def test_case_and_channel_without_a_common_time_are_told_with_their_values():
    (conflict,) = conflicts(cases=[case(7)], executionMethods=[method(17)])
    assert "Trường hợp 01: 7 ngày làm việc" in conflict.message
    assert "Trực tiếp: 17 ngày làm việc" in conflict.message
    layout = read(cases=[case(7)], executionMethods=[method(17)])[0]
    assert "value" not in layout["time_limit"] and faults(layout) == []


def test_equal_numbers_of_unequal_days_contradict():
    assert conflicts(cases=[case(10, "DAY")], executionMethods=[method(10, "WORKING_DAY")])
    assert not conflicts(cases=[case(10.0)], executionMethods=[method("10")])


def test_one_common_time_is_no_contradiction():
    cases = [case(10, number="01"), case(20, number="02")]
    assert not conflicts(cases=cases, executionMethods=[method(10), method(10, channel="ONLINE")])


def test_an_hour_is_a_working_hour():
    assert not conflicts(
        cases=[], executionMethods=[method(8, "HOUR", description="Không quá 08 giờ làm việc.")]
    )


def test_channels_that_differ_are_told():
    (conflict,) = conflicts(cases=[], executionMethods=[method(5), method(8, channel="ONLINE")])
    assert "Các cách nộp" in conflict.message


def test_several_times_in_every_channel_are_cases_that_nobody_listed():
    methods = [method(t, channel=c) for c in ("DIRECT", "ONLINE") for t in (5, 8)]
    layout, findings, _ = read(cases=[], executionMethods=methods)
    assert "time.conflict" not in kinds(findings) and "time.only_in_words" in kinds(findings)
    assert layout["time_limit"]["text"] == (
        "Trực tiếp, Trực tuyến: 5 ngày làm việc; Trực tiếp, Trực tuyến: 8 ngày làm việc."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Không quá 05 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "Không quá 5 ngày làm việc. Xã miền núi: không quá 15 ngày làm việc.",
        "Thời gian xác định nghĩa vụ tài chính của cơ quan thuế: Không quá 07 ngày làm việc.",
        "Trường hợp phải xác minh thì thời hạn là 25 ngày.",
        "Nộp hồ sơ trước 15 giờ thì trả kết quả trong ngày.",
        "Trường hợp đơn giản giải quyết trong ngày.",
        "Trả kết quả trong ngày làm việc tiếp theo.",
        "Giải quyết trong ngày, nếu phải xác minh thì 5 ngày làm việc.",
        "Giờ làm việc trong ngày: 7h30 đến 17h.",
        "Trong ngày, bộ phận một cửa chuyển hồ sơ.",
        "Theo Nghị định số 15 ngày 12/3/2020.",
        "Không quá 5 ngày làm việc, trong đó:\n- Cơ quan A không quá 02 ngày làm việc\n- Cơ quan B không quá 03 ngày",
    ],
)
def test_words_that_do_not_contradict(words):
    assert not conflicts(executionMethods=[method(5, description=words)])


@pytest.mark.parametrize(
    "words",
    [
        "Không quá 07 ngày làm việc.",
        "Thời hạn giải quyết là 5 ngày.",
        "10 ngày (hoặc 7 ngày với nhà ở)",
        "Không quá bảy ngày làm việc.",
        "Thời hạn: bẩy ngày",
        "Thời hạn giải quyết: 40 giờ làm việc",
        "Trả kết quả sau 07 ngày làm việc",
        "Kể từ ngày nhận đủ hồ sơ, cơ quan giải quyết trong 7 ngày làm việc.",
        "từ 07 đến 10 ngày làm việc",
    ],
)
def test_words_that_contradict_their_own_row(words):
    (conflict,) = conflicts(executionMethods=[method(5, description=words)])
    assert conflict.where == "executionMethods[1].description" and "5 ngày làm việc" in conflict.message


SAME_DAY_WORDS = [
    "Giải quyết trong ngày.",
    "Thời hạn giải quyết: ngay trong ngày làm việc",
    "Trong ngày",
    "Ngay trong ngày kể từ khi nhận đủ hồ sơ.",
    "Giải quyết hồ sơ ngay trong ngày.",
]


@pytest.mark.parametrize("words", SAME_DAY_WORDS)
def test_within_the_day_contradicts_several_days_wherever_it_stands(words):
    (conflict,) = conflicts(cases=[case(5)], executionMethods=[method(5, description=words)])
    assert conflict.message == (
        "Thời hạn không khớp: cách nộp trực tiếp ghi 5 ngày làm việc, phần lời ghi trong ngày. Chọn thời hạn đúng."
    )
    (conflict,) = conflicts(cases=[case(words, "OTHER")], executionMethods=[method(5)])
    assert "cách nộp ghi 5 ngày làm việc, phần lời ghi trong ngày" in conflict.message
    layout, findings, _ = read(cases=[case(5)], executionMethods=[method(words, "OTHER")])
    assert [k for k in kinds(findings) if k.startswith("time.")] == ["time.conflict"] and faults(layout) == []
    for time, unit in ((1, "WORKING_DAY"), (1, "DAY"), (4, "HOUR"), (30, "MINUTE")):
        assert not conflicts(cases=[], executionMethods=[method(time, unit, description=words)])


def test_within_the_day_in_a_name_or_in_steps_is_compared():
    named = case(5) | {"name": "Cấp lại (giải quyết trong ngày)"}
    assert len(conflicts(cases=[named], executionMethods=[method(5)])) == 1
    requirement = "Hồ sơ hợp lệ được giải quyết ngay trong ngày."
    assert len(conflicts(requirementsAndConditions=requirement, executionMethods=[method(5)], cases=[])) == 1
    for own_day in (
        "Công chức chuyển hồ sơ, thực hiện trong ngày.",
        "Trong ngày làm việc, trả kết quả trong ngày.",
    ):
        assert not conflicts(requirementsAndConditions=own_day, executionMethods=[method(5)], cases=[])


def test_figures_and_numeral_of_one_time_that_differ_are_told():
    (conflict,) = conflicts(executionMethods=[method(5, description="Không quá 5 (sáu) ngày làm việc.")])
    assert "“5 (sáu) ngày làm việc”" in conflict.message


def test_words_in_place_of_a_number_are_compared_with_the_case():
    (conflict,) = conflicts(cases=[case(5)], executionMethods=[method("Không quá 08 ngày làm việc", "OTHER")])
    assert "8 ngày làm việc" in conflict.message


@pytest.mark.parametrize(
    "words",
    ["Không quá năm ngày làm việc.", "Mỗi năm 05 ngày làm việc", "5 (năm) ngày làm việc", "Cấp sau ngày lễ"],
)
def test_numerals_that_agree_or_are_none(words):
    assert not conflicts(executionMethods=[method(5, description=words)])


@pytest.mark.parametrize(
    "words",
    [
        "Thời hạn giải quyết: 7 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "Tổng thời gian giải quyết là 7 ngày làm việc.",
        "Bước 4: Trả kết quả trong 07 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "Trong vòng bảy ngày làm việc kể từ ngày nhận đủ hồ sơ, Ủy ban nhân dân cấp giấy phép.",
        "Thời hạn giải quyết: 5 (bảy) ngày làm việc.",
    ],
)
def test_a_total_in_prose_is_compared_wherever_it_stands(words):
    (conflict,) = conflicts(executionSteps=[{"name": "", "description": words}])
    assert conflict.where == "executionSteps[1].description"
    (conflict,) = conflicts(requirementsAndConditions=words, description="")
    assert conflict.where == "requirementsAndConditions"


@pytest.mark.parametrize("words", ["7 ngày làm việc", "5 ngày", "40 giờ", "bảy ngày làm việc"])
def test_a_case_whose_time_is_words_is_compared_with_the_ways(words):
    for days in (words, {"qty": words, "type": None}):
        cases = [{"code": "1.999001.01", "name": "Cấp", "processingDay": days}]
        (conflict,) = conflicts(cases=cases, executionMethods=[method(5)])
        assert conflict.where.startswith("cases[1].processingDay")


def test_a_time_in_the_name_of_a_case_is_compared_with_its_number():
    named = {**case(5), "name": "Cấp lần đầu (07 ngày làm việc)"}
    (conflict,) = conflicts(cases=[named], executionMethods=[method(5)])
    assert conflict.where == "cases[1].name"
    assert not conflicts(
        cases=[{**case(5), "name": "Giấy phép (dùng 30 ngày)"}], executionMethods=[method(5)]
    )
    assert not conflicts(cases=[{**case(5), "name": "Cấp (05 ngày làm việc)"}], executionMethods=[method(5)])


def test_words_without_a_number_beside_a_case_with_one_are_told():
    _, findings, _ = read(cases=[case(5)], executionMethods=[method("5-7", "OTHER")])
    (told,) = [f for f in findings if f.kind == "time.only_in_words"]
    assert "“5-7”" in told.message and "5 ngày làm việc" in told.message


def test_only_the_total_in_the_steps_is_compared():
    total = "Trong thời hạn 06 ngày kể từ ngày nhận đủ hồ sơ hợp lệ, Phòng Kinh tế cấp giấy phép."
    inner = "Trong thời hạn 03 ngày làm việc kể từ ngày nhận hồ sơ, công chức gửi văn bản lấy ý kiến."
    steps = [{"name": "", "description": total}, {"name": "", "description": inner}]
    (conflict,) = conflicts(executionSteps=steps)
    assert "phần lời ghi 6 ngày" in conflict.message
    assert not conflicts(executionSteps=steps[1:])


def test_spans_are_found_and_clock_times_are_not():
    assert list(map(str, spans_in("½ ngày, 0,25 ngày làm việc, 07 (bảy) ngày, 30 phút"))) == [
        "0,5 ngày",
        "0,25 ngày làm việc",
        "7 ngày",
        "30 phút",
    ]
    assert spans_in("sau 15 giờ; ngày 01 tháng 7 năm 2025; số 08 ngày 12/3/2020") == []
    assert decimal_of("9" * 1000) is None and str(decimal_of("6,25")) == "6.25"


def test_totals_of_nothing():
    assert totals_of_method("") == [] and totals_of_steps("Người dân nộp hồ sơ.") == []

import pytest
from hypothesis import HealthCheck, given, settings

from procedures.comparison import change_sentences, field_rows, normalised
from tests.factories.snapshots import (
    birth_registration,
    case,
    citation,
    component,
    duration,
    fee,
    household_business,
    overdue_dossier_process,
    step,
    time_limit,
)
from tests.procedures.snapshot_strategies import edited

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def said(before, after):
    """(effect, headline) of all sentences but the closing one."""
    return [(item.effect, item.headline) for item in change_sentences(before, after) if item.section]


def changed(build=birth_registration, **changes):
    return said(build(), build(**changes))


def edit(build, change):
    """Sentences after ``change`` was done to a fresh snapshot."""
    after = build()
    change(after)
    return said(build(), after)


@SLOW
@given(edited())
def test_every_changed_section_is_spoken_of(pair):
    sentences = change_sentences(*pair)
    spoken = {item.section for item in sentences}
    assert {row.section for row in field_rows(*pair)} == spoken - {""}
    assert all(item.headline[-1] in ".…!?" for item in sentences)
    assert all("None" not in item.headline and "  " not in item.headline.strip() for item in sentences)
    if normalised(pair[0]) == normalised(pair[1]):
        assert [item.headline for item in sentences] == ["Nội dung không thay đổi."]


def test_a_first_edition_is_one_sentence():
    [only] = change_sentences(None, birth_registration())
    assert only.headline == "Ban hành lần đầu, chưa có bản trước để so."
    assert only.detail == "Có 6 bước, 8 giấy tờ, 2 căn cứ pháp lý."


# Time


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((3, "working_day"), (2, "working_day"), ("better", "Thời hạn giảm từ 3 xuống 2 ngày làm việc.")),
        ((2, "working_day"), (3, "working_day"), ("worse", "Thời hạn tăng từ 2 lên 3 ngày làm việc.")),
        ((15, "calendar_day"), (10, "calendar_day"), ("better", "Thời hạn giảm từ 15 xuống 10 ngày.")),
        ((3, "working_day"), (1, "same_day"), ("better", "Thời hạn: 3 ngày làm việc → trong ngày làm việc.")),
        ((3, "working_day"), (4, "calendar_day"), ("neutral", "Thời hạn: 3 ngày làm việc → 4 ngày.")),
    ],
)
def test_time_limit(before, after, expected):
    assert said(
        birth_registration(time_limit=time_limit(*before)), birth_registration(time_limit=time_limit(*after))
    ) == [expected]


def test_an_earlier_cutoff_is_worse():
    limit = birth_registration()["time_limit"]
    assert changed(time_limit={**limit, "cutoff": "14:00"}) == [
        ("worse", "Thời hạn, giờ nhận cuối để trả trong ngày: 15:00 → 14:00.")
    ]


def test_a_case_with_a_limit_of_its_own():
    def change(snapshot):
        snapshot["cases"][2]["time_limit"] = time_limit(3)
        snapshot["cases"].append(case("04", "Sinh nhờ mang thai hộ"))

    assert edit(birth_registration, change) == [
        ("neutral", "Thêm một trường hợp: Sinh nhờ mang thai hộ."),
        ("worse", "Thời hạn của trường hợp Trẻ bị bỏ rơi: trong ngày làm việc → 3 ngày làm việc."),
    ]


def test_a_case_whose_own_limit_changes():
    before, after = birth_registration(), birth_registration()
    before["cases"][0]["time_limit"] = time_limit(5)
    after["cases"][0]["time_limit"] = time_limit(2)
    assert said(before, after) == [
        ("better", "Thời hạn của trường hợp Có giấy chứng sinh giảm từ 5 xuống 2 ngày làm việc.")
    ]


# Steps


def test_time_of_one_step():
    def change(snapshot):
        snapshot["steps"][2]["duration"] = duration(1, "working_day")

    assert edit(household_business, change) == [("better", "Bước 3: thời gian 2 ngày → 1 ngày làm việc.")]


def test_times_shared_out_anew():
    def change(snapshot):
        snapshot["steps"][2]["duration"] = duration(3)
        snapshot["steps"][3]["duration"] = duration(2)

    after = birth_registration()
    change(after)
    [sentence, *_] = change_sentences(birth_registration(), after)
    assert sentence.headline == "Chia lại thời gian: bước 3 từ 4 giờ còn 3 giờ, bước 4 từ 1 giờ thành 2 giờ."
    assert sentence.detail == "Tổng vẫn là 8 giờ làm việc."
    assert sentence.effect == "neutral"


def test_who_signs():
    def change(snapshot):
        snapshot["steps"][3]["position"] = "Phó Chủ tịch"
        snapshot["steps"][2]["position"] = "Công chức Tư pháp - Hộ tịch"

    assert [headline for _, headline in edit(birth_registration, change)] == [
        "Bước 3 do Công chức Tư pháp - Hộ tịch thực hiện, trước đây là Công chức chuyên môn.",
        "Bước 4 do Phó Chủ tịch ký, trước đây là Chủ tịch.",
    ]


def test_registering_is_not_signing():
    before, after = birth_registration(), birth_registration()
    before["steps"][2]["title"] = after["steps"][2]["title"] = "Vào sổ đăng ký khai sinh"
    after["steps"][2]["position"] = "Văn thư"
    assert said(before, after) == [
        ("neutral", "Bước 3 do Văn thư thực hiện, trước đây là Công chức chuyên môn.")
    ]


def test_steps_added_dropped_and_moved():
    def change(snapshot):
        steps = snapshot["steps"]
        steps.append(steps.pop(1))
        del steps[3]
        steps.insert(1, step(2, "Phân công", "head_of_unit", duration(1), output="Phiếu giao việc"))
        for position, item in enumerate(steps, start=1):
            item["number"] = position

    headlines = [headline for _, headline in edit(birth_registration, change)]
    assert "Bớt bước 5: Vào sổ, đóng dấu." in headlines
    assert "Thêm bước 2: Phân công." in headlines
    assert "Bước “Tiếp nhận, kiểm tra, hẹn ngày trả” chuyển từ thứ 2 sang thứ 6." in headlines


def test_a_step_that_waits_outside():
    def change(snapshot):
        snapshot["steps"][2] |= {"waits_outside": True, "waits_reason": "Chờ công an xác minh"}

    after = birth_registration()
    change(after)
    [sentence, *_] = change_sentences(birth_registration(), after)
    assert sentence.headline == "Bước 3 nay chờ bên ngoài, không tính vào thời hạn."
    assert sentence.detail == "Chờ công an xác minh."


# Fees


def test_b2_fee_online_falls_to_zero_from_a_day():
    before = household_business(
        fees=[fee(100_000, channel="direct", per="lần"), fee(100_000, channel="online", per="lần")]
    )
    sentences = [item for item in change_sentences(before, household_business()) if item.section == "fees"]
    assert [(item.effect, item.headline, item.detail) for item in sentences][-1] == (
        "better",
        "Lệ phí trực tuyến: 100.000 đồng → 0 đồng từ 25/07/2026.",
        "Theo 78/2026/NQ-HĐND.",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([fee(5000)], [fee(8000)], [("worse", "Lệ phí: 5.000 đồng → 8.000 đồng.")]),
        ([], [fee(5000)], [("worse", "Thêm lệ phí: 5.000 đồng.")]),
        ([fee(5000)], [], [("better", "Bỏ lệ phí, trước là 5.000 đồng.")]),
        ([fee(0)], [], [("neutral", "Bỏ lệ phí, trước là 0 đồng.")]),
        (
            [fee(2000, kind="charge", per="trang")],
            [fee(1000, kind="charge", per="trang")],
            [("better", "Phí: 2.000 đồng/trang → 1.000 đồng/trang.")],
        ),
        (
            [fee(5000, condition="Đăng ký quá hạn")],
            [fee(5000, condition="Đăng ký quá hạn", exemption="Hộ nghèo")],
            [("better", "Thêm đối tượng được miễn lệ phí (đăng ký quá hạn): Hộ nghèo.")],
        ),
        (
            [fee(5000)],
            [fee(5000, valid_to="2026-12-31")],
            [
                (
                    "neutral",
                    "Lệ phí 5.000 đồng: áp dụng đến hết 31/12/2026, trước đây không giới hạn thời gian.",
                )
            ],
        ),
        (
            [fee(None, condition="Theo nghị quyết")],
            [fee(5000, condition="Theo nghị quyết")],
            [("neutral", "Lệ phí (theo nghị quyết): theo mức quy định → 5.000 đồng.")],
        ),
        (
            [fee(5000)],
            [fee(5000), fee(0, condition="Hộ nghèo")],
            [("neutral", "Thêm lệ phí (hộ nghèo): 0 đồng.")],
        ),
    ],
)
def test_fees(before, after, expected):
    assert said(birth_registration(fees=before), birth_registration(fees=after)) == expected


def test_rows_split_by_channel_change_only_the_channel_that_changed():
    before = household_business(fees=[fee(100_000)])
    after = household_business(
        fees=[fee(100_000, channel="direct"), fee(100_000, channel="postal"), fee(0, channel="online")]
    )
    assert said(before, after) == [("better", "Lệ phí trực tuyến: 100.000 đồng → 0 đồng.")]


def test_rows_that_only_change_places_are_mentioned_all_the_same():
    fees = birth_registration()["fees"]
    assert changed(fees=[fees[1], fees[0], fees[2]]) == [("neutral", "Sửa mục: Lệ phí, dòng 1, thứ tự.")]


# Papers


def test_papers_dropped_and_added():
    def change(snapshot):
        papers = snapshot["components"]
        papers.pop()
        papers += [component("Ảnh chân dung"), component("Giấy ra viện", condition="Sinh non")]

    assert edit(birth_registration, change) == [
        ("better", "Bớt một giấy tờ: Giấy tờ chứng minh nơi cư trú."),
        ("worse", "Thêm 2 giấy tờ: Ảnh chân dung; Giấy ra viện (chỉ khi sinh non)."),
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"kind": "present"},
            ("better", "Giấy chứng sinh: nay chỉ cho xem rồi cầm về, trước đây phải nộp lại."),
        ),
        ({"original": 2}, ("worse", "Giấy chứng sinh: 1 → 2 bản chính.")),
        ({"condition": "Nộp giấy"}, ("better", "Giấy chứng sinh: chỉ khi nộp giấy, trước đây luôn phải có.")),
        ({"cases": []}, ("neutral", "Giấy chứng sinh, trường hợp: 01 → bỏ.")),
    ],
)
def test_a_paper_that_changed(changes, expected):
    assert edit(birth_registration, lambda snapshot: snapshot["components"][1].update(changes)) == [expected]


# The rest


def test_legal_bases():
    def change(snapshot):
        snapshot["citations"].append(citation("66.7/2025/NQ-CP", "Nghị quyết cắt giảm thủ tục"))

    assert edit(birth_registration, change) == [
        ("neutral", "Thêm một căn cứ pháp lý: 66.7/2025/NQ-CP, Nghị quyết cắt giảm thủ tục.")
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Đăng ký khai sinh"}, "Tên: Thủ tục đăng ký khai sinh → Đăng ký khai sinh."),
        ({"online_level": {"code": "partial", "name": "Một phần"}}, "Mức trực tuyến: Toàn trình → Một phần."),
        ({"channels": [{"channel": "direct", "note": ""}]}, "Bỏ 2 cách nộp: bưu chính; trực tuyến."),
        ({"results": []}, "Bỏ một kết quả: Giấy khai sinh (bản chính), 01 bản."),
        ({"forms": []}, "Bỏ một biểu mẫu: TP-HT-KS, Tờ khai đăng ký khai sinh."),
        ({"sets": 2}, "Số lượng hồ sơ: 1 bộ → 2 bộ."),
        ({"conditions": ""}, "Bỏ điều kiện thực hiện, trước là Đăng ký trong 60 ngày kể từ ngày sinh."),
    ],
)
def test_other_parts(changes, expected):
    assert expected in [headline for _, headline in changed(**changes)]


def test_agencies_and_chapters():
    def change(snapshot):
        snapshot["agencies"] = {**snapshot["agencies"], "deciding": "Ủy ban nhân dân phường An Hòa"}
        snapshot["chapters"] = {**snapshot["chapters"], "scope": "<p>Mới.</p>"}

    assert [headline for _, headline in edit(birth_registration, change)] == [
        "Cơ quan quyết định: Ủy ban nhân dân cấp xã → Ủy ban nhân dân phường An Hòa.",
        "Phạm vi: Áp dụng tại Ủy ban nhân dân phường An Hòa → Mới.",
    ]


def test_internal_processes():
    occasion = {"frequency": "annual", "month": 12, "day": 31, "weekday": None, "label": "Cuối năm"}
    process = overdue_dossier_process()
    assert [
        headline
        for _, headline in said(
            process,
            overdue_dossier_process(
                trigger="Phần mềm báo trễ", deadline="Trong ngày", occasions=[*process["occasions"], occasion]
            ),
        )
    ] == [
        "Hạn hoàn thành: Thư xin lỗi gửi chậm nhất trong ngày hẹn trả → Trong ngày.",
        "Khi nào làm: Một bước vượt thời gian quy định → Phần mềm báo trễ.",
        "Thêm một dịp thực hiện: Cuối năm, hằng năm.",
    ]


def test_what_stays_is_named_last():
    last = change_sentences(birth_registration(), birth_registration(title="Khai sinh"))[-1]
    assert (last.section, last.icon) == ("", "check")
    assert last.headline == (
        "Không đổi: thời hạn, lệ phí, giấy tờ phải mang, điều kiện, nơi nộp, cách nộp, mức trực tuyến, "
        "kết quả, các bước, biểu mẫu, căn cứ pháp lý."
    )


def test_people_come_before_the_office():
    def change(snapshot):
        snapshot["citations"].pop()
        snapshot["steps"][3]["position"] = "Phó Chủ tịch"
        snapshot["components"].pop()
        snapshot["fees"][1]["amount"] = 0
        snapshot["time_limit"] = time_limit(2)

    after = birth_registration()
    change(after)
    order = [item.section for item in change_sentences(birth_registration(), after) if item.section]
    assert list(dict.fromkeys(order)) == ["time_limit", "fees", "components", "steps", "citations"]

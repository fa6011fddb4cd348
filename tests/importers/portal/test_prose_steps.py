"""Prose → proposed steps: three ways of writing, headings, notes; nobody is invented."""

import pytest

from procedures.importers.portal.prose_steps import Block, propose_steps
from procedures.importers.portal.step_words import actor_in, duration_in


def titles(*blocks, name=""):
    return [step.title for step in propose_steps([Block(*b) for b in blocks], name).steps]


def test_steps_by_name():
    prose = "Bước 1: Người dân nộp đơn. Kèm ảnh.\n- Khi nộp, xuất trình thẻ.\n\tBước 2. Công chức xem xét."
    assert titles(("", prose)) == ["Người dân nộp đơn", "Công chức xem xét"]


def test_a_step_keeps_all_its_words():
    step = propose_steps([Block("", "Bước 1: Nộp đơn.\n- Kèm ảnh.\n+ Hai tấm.\nBước 2: Nhận.")]).steps[0]
    assert step.text == "Bước 1: Nộp đơn.\n- Kèm ảnh.\n+ Hai tấm."


def test_the_name_of_a_block_may_be_the_step():
    assert titles(
        ("Bước 1:", "Người dân nộp đơn."), ("b) Bước 2: Bộ phận Một cửa thực hiện:", "- Kiểm tra đơn.")
    ) == [
        "Người dân nộp đơn",
        "Bộ phận Một cửa thực hiện: Kiểm tra đơn",
    ]


def test_numbers_inside_a_step_are_steps_of_their_own():
    prose = (
        "Bước 1: Nộp đơn.\nBước 2: Tính tiền\n2.1. Cơ quan thuế: Ra thông báo.\n2.2. Người nộp đơn: Nộp tiền."
    )
    assert titles(("", prose)) == [
        "Nộp đơn",
        "Tính tiền: Cơ quan thuế: Ra thông báo",
        "Người nộp đơn: Nộp tiền",
    ]


def test_headings_are_phases_and_notes_are_none():
    prose = "Bước 1: Nộp.\n* Trường hợp cấp lại\nBước 1: Nộp lại.\n* Lưu ý: giữ giấy hẹn.\nMang thẻ."
    steps = propose_steps([Block("", prose)]).steps
    assert [(s.phase, s.title) for s in steps] == [("", "Nộp"), ("Trường hợp cấp lại", "Nộp lại")]


def test_stars_inside_a_step_are_its_words():
    prose = "Bước 1: Phòng Kinh tế thực hiện:\n* Đối với vườn nhỏ:\n- Xem vườn.\n* Chuyển hồ sơ.\nBước 2: Ký."
    steps = propose_steps([Block("", prose)]).steps
    assert [(s.phase, len(s.text.split("\n"))) for s in steps] == [("", 4), ("", 1)]


def test_a_heading_that_repeats_the_procedure_is_no_phase():
    assert propose_steps([Block("Nuôi ong", "Bước 1: Nộp.")], "Nuôi ong").steps[0].phase == ""
    assert propose_steps([Block("Trường hợp A", "Bước 1: Nộp.")], "Nuôi ong").steps[0].phase == "Trường hợp A"


def test_dashes_at_the_top_are_steps_and_conditions_belong_to_the_one_before():
    prose = (
        "- Nếu nộp trực tiếp, người yêu cầu nộp đơn.\n- Nếu nộp trực tuyến, người yêu cầu gửi đơn.\n"
        "- Công chức xem đơn.\n+ Đủ thì nhận.\n- Trường hợp thiếu thì trả lại.\n- Chủ tịch ký."
    )
    steps = propose_steps([Block("", prose)]).steps
    assert [s.title[:15] for s in steps] == ["Nếu nộp trực ti", "Công chức xem đ", "Chủ tịch ký"]
    assert "trực tuyến" in steps[0].text and "Trường hợp thiếu" in steps[1].text


def test_numbers_are_steps():
    assert titles(("", "1. Nộp đơn.\n2. Xem đơn.\n3. Ký.")) == ["Nộp đơn", "Xem đơn", "Ký"]


@pytest.mark.parametrize(
    "prose",
    [
        "Bước 1: Nộp đơn. Bước 2: Xem đơn.",
        "Bước thứ nhất: Nộp đơn\nBước thứ hai: Xem đơn",
        "B1: Nộp đơn\nB2: Xem đơn",
        "1. Bước 1: Nộp đơn\n2. Bước 2: Xem đơn",
        "* Bước 1. Nộp đơn;\n* Bước 2. Xem đơn;",
        "(1) Nộp đơn\n(2) Xem đơn",
        "I. Nộp đơn\nII. Xem đơn",
        "a) Nộp đơn\nb) Xem đơn",
        "• Nộp đơn\n• Xem đơn",
        "– Nộp đơn.\n– Xem đơn.",
        "Trình tự thực hiện:\n- Nộp đơn\n- Xem đơn",
    ],
)
def test_other_ways_to_write_steps(prose):
    assert titles(("", prose)) == ["Nộp đơn", "Xem đơn"]


def test_markup_is_no_obstacle():
    from .portal_records import read

    prose = "<p>Bước 1: Người dân nộp&nbsp;đơn</p><p>Bước 2:<b> Công chức</b> xem đơn.<br/>- Đủ thì nhận</p>"
    layout = read(executionSteps=[{"name": "", "description": prose}])[0]
    assert layout["public_steps"] == prose
    assert [step["title"] for step in layout["steps"]] == ["Người dân nộp đơn", "Công chức xem đơn"]


def test_named_blocks_are_steps():
    assert titles(("Nộp hồ sơ", "Người dân nộp tại phường."), ("Trả kết quả", "Phường trả.")) == [
        "Nộp hồ sơ: Người dân nộp tại phường",
        "Trả kết quả: Phường trả",
    ]


def test_prose_without_marks_is_not_cut():
    proposal = propose_steps([Block("", "Người dân nộp đơn.\nCông chức xem đơn.\nChủ tịch ký.")])
    assert proposal.steps == [] and proposal.uncut == [0]


def test_nothing_gives_nothing():
    assert propose_steps([]).steps == [] and propose_steps([Block("", "")]).uncut == []


@pytest.mark.parametrize(
    ("sentence", "role", "position"),
    [
        ("Người yêu cầu nộp hồ sơ tại Bộ phận Một cửa", "citizen", "Người yêu cầu"),
        ("Cá nhân, tổ chức nộp hồ sơ", "citizen", "Cá nhân, tổ chức"),
        ("Bộ phận Một cửa kiểm tra, trả cho tổ chức, cá nhân", "one_stop_officer", "Bộ phận Một cửa"),
        ("Cán bộ tiếp nhận hồ sơ kiểm tra", "one_stop_officer", "Cán bộ tiếp nhận hồ sơ"),
        (
            "Sau khi nhận hồ sơ, công chức tư pháp - hộ tịch báo cáo Chủ tịch",
            "specialist",
            "Công chức tư pháp - hộ tịch",
        ),
        ("Trưởng phòng xem xét, trình lãnh đạo", "head_of_unit", "Trưởng phòng"),
        ("Chủ tịch Ủy ban nhân dân cấp xã ký", "leader", "Chủ tịch Ủy ban nhân dân cấp xã"),
        ("Văn thư đóng dấu", "clerk", "Văn thư đóng dấu"),
        ("Sở Xây dựng cấp giấy phép cho nhà thầu", "", "Sở Xây dựng"),
        ("Văn phòng đăng ký đất đai thực hiện", "", "Văn phòng đăng ký đất đai"),
        ("Đối với hồ sơ mới thì Ủy ban nhân dân cấp xã tổ chức kiểm tra", "", "Ủy ban nhân dân cấp xã"),
    ],
)
def test_who_acts(sentence, role, position):
    actor = actor_in(sentence)
    assert (actor.role, actor.position) == (role, position)


@pytest.mark.parametrize(
    "sentence",
    ["Trả kết quả cho người yêu cầu", "Chuyển hồ sơ đến công chức", "Ký giấy phép", "Trình Chủ tịch ký", ""],
)
def test_nobody_is_invented(sentence):
    assert actor_in(sentence) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trong thời hạn 06 ngày làm việc, công chức xem xét.", ("6", "working_day")),
        ("Chuyển kết quả: 0,25 ngày", ("0.25", "calendar_day")),
        ("Thẩm định: ½ ngày làm việc", ("0.5", "working_day")),
        ("Kiểm tra trong 04 giờ làm việc", ("4", "working_hour")),
        ("Kiểm tra\n- Ghi sổ: 0,5 ngày", ("0.5", "calendar_day")),
        ("Không quá 5 ngày; nếu khó thì 10 ngày.", None),
        ("Niêm yết 15 ngày.", None),
        ("Sau 15 giờ thì hẹn hôm sau.", None),
        ("Trong thời hạn 1 tháng.", None),
        ("Ký giấy phép.", None),
    ],
)
def test_how_long(text, found):
    assert duration_in(text) == found

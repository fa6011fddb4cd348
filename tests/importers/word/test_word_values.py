"""Values in words, as printed by offices."""

import datetime as dt
from decimal import Decimal

import pytest

from procedures.importers.word.acts import act_of, is_malformed, split_acts
from procedures.importers.word.folding import core, fold, numbering, top_number, without_bullet
from procedures.importers.word.front import sentence_case
from procedures.importers.word.papers import PaperState, form_in, paper_of
from procedures.importers.word.roles import role_of
from procedures.importers.word.values import amounts, count_in, cutoff_of, date_of, duration_of


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("½ ngày", "0.5", "working_day"),
        ("1½ ngày", "1.5", "working_day"),
        ("0,5 ngày", "0.5", "working_day"),
        ("1/2 ngày làm việc", "0.5", "working_day"),
        ("1⁄2 ngày", "0.5", "working_day"),
        ("04 giờ", "4", "working_hour"),
        ("2h", "2", "working_hour"),
        ("30 phút", "30", "minute"),
        ("01 (một) ngày làm việc", "1", "working_day"),
        ("Không quá 02 ngày làm việc", "2", "working_day"),
        ("nửa ngày", "0.5", "working_day"),
        ("sáu ngày làm việc", "6", "working_day"),
        ("1 ngày 4 giờ", "12", "working_hour"),
        ("08 giờ (01 ngày)", "8", "working_hour"),
        ("01 buổi", "4", "working_hour"),
    ],
)
def test_durations(text, value, unit):
    found = duration_of(text)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Giờ hành chính",
        "Trong ngày",
        "1-2 ngày",
        "từ 02 đến 03 ngày",
        "Sau ngày làm việc",
        "0 ngày",
        "1/0 ngày",
        "2 ngày, 3 ngày",
        "năm 2014",
    ],
)
def test_what_names_no_single_time(text):
    assert duration_of(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15/11/2014", dt.date(2014, 11, 15)),
        ("ngày 5 tháng 2 năm 2021", dt.date(2021, 2, 5)),
        ("31/02/2020", None),
        ("99/99/2020", None),
        ("2020", None),
    ],
)
def test_dates(text, day):
    assert date_of(text) == day


def test_cutoffs_amounts_and_marks():
    assert cutoff_of("nhận sau 15 giờ") == "15:00"
    assert cutoff_of("sau 15h30") == "15:30"
    assert cutoff_of("sau 30 ngày") == ""
    assert amounts("5.000 đồng/việc") == [(5000, "việc", "5.000 đồng/việc")]
    assert [amount for amount, *_ in amounts("Từ 10.000đ đến 1.200.000 VNĐ/hồ sơ")] == [10_000, 1_200_000]
    assert amounts("60/2014/QH13") == []
    assert amounts("150 000 đồng") == [(150_000, "", "150 000 đồng")]
    assert amounts("Thông tư 75/2022 000 đồng") == []
    assert [count_in(text) for text in ("x", "X", "✓", "02", "01 bản", "-", "", "theo mẫu")] == [
        1,
        1,
        1,
        2,
        1,
        0,
        0,
        None,
    ]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Tổ chức, cá nhân", "citizen"),
        ("Người nộp hồ sơ", "citizen"),
        ("Công chức Bộ phận Một cửa", "one_stop_officer"),
        ("Bộ phận TN&TKQ", "one_stop_officer"),
        ("Bộ phận Tiếp nhận và Trả kết quả UBND phường", "one_stop_officer"),
        ("Công chức Tư pháp - Hộ tịch", "specialist"),
        ("Chủ tịch hoặc Phó Chủ tịch UBND phường", "leader"),
        ("Lãnh đạo UBND", "leader"),
        ("Trưởng phòng", "head_of_unit"),
        ("Văn thư", "clerk"),
        ("VĂN THƯ", "clerk"),
        ("Chuyên viên, trưởng phòng", ""),
        ("Lãnh đạo phòng/Lãnh đạo UBND", ""),
        ("Bộ phận Một cửa và Văn thư", ""),
        ("Hội đồng kỷ luật", ""),
        ("Cán bộ tiếp công dân", ""),
        ("Phần mềm Một cửa", ""),
        ("", ""),
    ],
)
def test_a_role_is_taken_only_when_it_is_plain(words, role):
    assert role_of(words) == role


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "- Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014, khoản 2 Điều 5;",
            {
                "number": "60/2014/QH13",
                "title": "Luật Hộ tịch",
                "issued_on": "2014-11-20",
                "clause": "khoản 2 Điều 5",
            },
        ),
        (
            "Nghị định số 123/2015/NĐ-CP ngày 15 tháng 11 năm 2015 của Chính phủ quy định chi tiết Luật Hộ tịch",
            {
                "number": "123/2015/NĐ-CP",
                "title": "Nghị định quy định chi tiết Luật Hộ tịch",
                "issued_on": "2015-11-15",
                "issuer": "Chính phủ",
            },
        ),
        (
            "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015: quy định chi tiết",
            {"number": "123/2015/NĐ-CP", "title": "Quy định chi tiết", "issued_on": "2015-11-15"},
        ),
        ("Quyết định 15/QĐ-UBND", {"number": "15/QĐ-UBND", "title": "Quyết định"}),
        ("Luật Cư trú", {"title": "Luật Cư trú"}),
        ("Các văn bản khác có liên quan", None),
    ],
)
def test_acts(text, act):
    assert act_of(text) == act


def test_malformed_numbers_and_several_acts_of_a_line():
    assert is_malformed("123/NĐ-CP") and is_malformed("123/2015/ND-CP")
    assert not is_malformed("15/QĐ-UBND") and not is_malformed("66.7/2025/NQ-CP")
    assert len(split_acts("Luật 60/2014/QH13; Nghị định 123/2015/NĐ-CP")) == 2
    assert len(split_acts("Luật 60/2014/QH13; sửa đổi nhiều lần")) == 1


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("- Tờ khai (01 bản chính);", {"name": "Tờ khai", "original": 1}),
        ("2. Sổ hộ khẩu: 02 bản sao", {"name": "Sổ hộ khẩu", "original": 0, "copy": 2}),
        ("+ Đơn (01 bản chính và 02 bản sao)", {"name": "Đơn", "original": 1, "copy": 2}),
        ("Tờ khai (theo mẫu BM-TP-01)", {"name": "Tờ khai", "form": "BM-TP-01"}),
        ("Tờ khai cấp bản sao trích lục", {"name": "Tờ khai cấp bản sao trích lục"}),
        ("Bản sao giấy khai sinh", {"name": "Bản sao giấy khai sinh", "original": 0, "copy": 1}),
        ("Xuất trình căn cước", {"name": "Xuất trình căn cước", "kind": "present"}),
    ],
)
def test_papers(text, paper):
    assert paper_of(text, PaperState()) == paper


def test_forms_words_and_numbers():
    assert form_in("Giấy tiếp nhận (BM-MC-01)", set()) == "BM-MC-01"
    assert form_in("Phiếu theo TP-HT-KS", {"TP-HT-KS"}) == "TP-HT-KS"
    assert form_in("Trong 05 ngày", set()) == ""
    assert sentence_case("CẤP BẢN SAO CỦA UBND") == "Cấp bản sao của UBND"
    assert fold("  THỜI  Hạn Đăng") == "thoi han dang"
    assert core("5.4. Thời hạn giải quyết:") == "thoi han giai quyet"
    assert [core(text) for text in ("V. NỘI DUNG", "5 Nội dung", "5.1 Nội dung", "a) Nội dung")] == [
        "noi dung"
    ] * 4
    assert [numbering(text) for text in ("5.2. Hồ sơ", "5.2 Hồ sơ", "IV. Định nghĩa", "Hồ sơ")] == [
        "5.2",
        "5.2",
        "IV",
        "",
    ]
    assert [top_number(text) for text in ("IV", "5.2", "x", "")] == [4, 5, 10, 0]
    assert without_bullet("02 bộ hồ sơ") == "02 bộ hồ sơ"
    assert without_bullet("Bước 3: Ký") == "Ký"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Thông tư liên tịch số 01/2022/TTLT- BTP - BTC về A", "01/2022/TTLT-BTP-BTC"),
        ("Thông tư liên tịch 01/2022/TTLT/BTP-BTC về A", "01/2022/TTLT/BTP-BTC"),
        ("Thông tư liên tịch 01/2022/TTLT-BTP-NHNN&PTNT về A", "01/2022/TTLT-BTP-NHNN&PTNT"),
        ("Nghị định số 123 / 2015 / NĐ - CP ngày 15/11/2015 của Chính phủ", "123/2015/NĐ-CP"),
        ("Nghị định số 123/2015/nđ-cp ngày 15/11/2015", "123/2015/NĐ-CP"),
        ("Luật Hộ tịch số 60/2014/QH 13", "60/2014/QH13"),
        ("Nghị định 61/2018/NĐ-CP - Quy định về A", "61/2018/NĐ-CP"),
        ("Kế hoạch 15/KH-UBNDp về A", "15/KH-UBNDp"),
    ],
)
def test_the_number_of_an_act_is_not_cut_off(words, number):
    assert act_of(words)["number"] == number

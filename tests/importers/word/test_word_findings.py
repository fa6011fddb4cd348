"""What an import remarks: each remark with its place and a sentence that tells what to do; nothing is invented."""

import pytest

from procedures.importers.findings import Findings
from procedures.importers.word import read_tree

from .test_word_trees import inline, make_table, para


def bold(text):
    return {"t": "Para", "c": [{"t": "Strong", "c": [inline(text)]}]}


def table(*rows):
    return make_table([[([para(line) for line in text.split("\n")], 1, 1) for text in row] for row in rows])


def read(*blocks):
    findings = Findings("tep.docx")
    reading = read_tree({"blocks": list(blocks)}, "tep.docx", findings)
    return reading, {item.kind.value: item for item in findings.items}


STEP_HEAD = ("TT", "Trình tự", "Trách nhiệm", "Thời gian", "Kết quả")
PROCEDURE = [
    bold("QUY TRÌNH XÁC NHẬN"),
    para("Mã số: QT-01"),
    bold("5.2. Thành phần hồ sơ"),
    para("- Đơn đề nghị"),
]


def steps(*rows):
    return [bold("5.7. Quy trình xử lý công việc"), table(STEP_HEAD, *rows)]


def test_a_time_limit_that_its_steps_do_not_add_up_to_is_told():
    rows = [
        ("1", "Nhận", "Bộ phận Một cửa", "½ ngày", "Phiếu"),
        ("2", "Ký", "Chủ tịch UBND", "1 ngày", "Văn bản"),
    ]
    _reading, told = read(*PROCEDURE, bold("5.4. Thời hạn giải quyết: 03 ngày làm việc"), *steps(*rows))
    assert "3 ngày" in told["time.conflict"].message and "1,5 ngày" in told["time.conflict"].message
    assert told["time.conflict"].key == "time_limit"


def test_a_total_that_its_steps_do_not_add_up_to_is_told():
    rows = [
        ("1", "Nhận", "Văn thư", "1 ngày", ""),
        ("2", "Ký", "Chủ tịch UBND", "1 ngày", ""),
        ("", "Tổng cộng", "", "03 ngày", ""),
    ]
    reading, told = read(*PROCEDURE, *steps(*rows))
    assert len(reading.layout["steps"]) == 2
    assert told["time.conflict"].where == "bảng 1, dòng 4, cột 2"


def test_a_sentence_in_the_total_row_is_not_compared():
    rows = [
        ("1", "Ký", "Chủ tịch UBND", "1 ngày", ""),
        ("", "Tổng thời gian", "", "Xong trước ngày 31/12, công khai 15 ngày", ""),
    ]
    assert "time.conflict" not in read(*PROCEDURE, *steps(*rows))[1]


def test_a_time_in_words_stays_words():
    reading, told = read(*PROCEDURE, *steps(("1", "Ký", "Văn thư", "Ngay khi nhận được", "")))
    assert "duration" not in reading.layout["steps"][0]
    assert reading.layout["steps"][0]["description"] == "Thời gian: Ngay khi nhận được"
    assert told["time.only_in_words"].key == "steps[1]"


def test_a_bare_day_of_the_time_limit_is_unsure():
    reading, _told = read(*PROCEDURE, bold("5.4. Thời hạn giải quyết"), para("10 ngày"))
    assert reading.layout["time_limit"] == {"value": 10, "unit": "calendar_day"}
    assert reading.passages[-1].certainty == "unsure"


def test_half_days_of_the_time_limit_become_hours_and_same_day_keeps_its_hour():
    assert read(*PROCEDURE, para("Thời hạn giải quyết: 1,5 ngày làm việc"))[0].layout["time_limit"] == {
        "value": 12,
        "unit": "working_hour",
        "text": "1,5 ngày làm việc",
    }
    limit = read(*PROCEDURE, para("Thời hạn giải quyết: Trong ngày; nhận sau 15 giờ thì trả ngày hôm sau"))[
        0
    ].layout["time_limit"]
    assert (limit["value"], limit["unit"], limit["cutoff_time"]) == (1, "same_day", "15:00")


def test_a_row_without_work_is_told_and_left():
    reading, told = read(
        *PROCEDURE, *steps(("1", "Ký", "Văn thư", "1 giờ", ""), ("2", "", "Văn thư", "1 giờ", ""))
    )
    assert len(reading.layout["steps"]) == 1
    assert told["row.not_understood"].where == "bảng 1, dòng 3, cột 1"
    assert reading.passages[-1].reason == "Dòng của bảng các bước không có nội dung công việc."


def test_codes_that_are_none_are_told_and_not_kept():
    reading, told = read(*PROCEDURE[:1], para("Mã số: chưa có"), para("Mã TTHC: 12-34"), *PROCEDURE[2:])
    assert "iso_code" not in reading.layout and "code" not in reading.layout
    assert told["code.malformed"].message
    reading, told = read(*PROCEDURE, para("Mã TTHC: 1.001193"))
    assert reading.layout["code"] == "1.001193" and "code.malformed" not in told


def test_a_fee_in_words_keeps_its_words():
    fees = "Theo Nghị quyết của HĐND: từ 5.000 đồng đến 10.000 đồng"
    reading, told = read(*PROCEDURE, bold("5.6. Lệ phí"), para(fees), bold("7. Hồ sơ lưu"))
    assert reading.layout["fees"] == [{"kind": "le_phi", "condition": fees}]
    assert told["fee.only_in_words"].key == "fees"


@pytest.mark.parametrize(
    "lines",
    [
        ["05 ngày làm việc", "07 ngày làm việc kể từ ngày nhận hồ sơ"],
        ["05 ngày làm việc", "(07 ngày làm việc kể từ ngày nhận hồ sơ)"],
        ["05 (sáu) ngày làm việc"],
        ["02 ngày làm việc (24 giờ)"],
    ],
)
def test_times_under_one_heading_that_contradict_each_other_are_told(lines):
    blocks = [bold("5.4. Thời hạn giải quyết"), *map(para, lines), bold("7. Hồ sơ lưu")]
    _, told = read(*PROCEDURE, *blocks)
    assert told["time.conflict"].key == "time_limit" and "Chọn thời hạn đúng" in told["time.conflict"].message


@pytest.mark.parametrize(
    "lines",
    [
        ["05 ngày làm việc kể từ ngày nhận đủ hồ sơ"],
        ["40 giờ làm việc (05 ngày làm việc)"],
        ["05 (năm) ngày làm việc", "Trong đó:", "- Tiếp nhận: 0,5 ngày làm việc"],
        ["05 ngày làm việc", "Trường hợp phải xác minh: 10 ngày làm việc"],
    ],
)
def test_times_under_one_heading_that_agree(lines):
    blocks = [bold("5.4. Thời hạn giải quyết"), *map(para, lines), bold("7. Hồ sơ lưu")]
    _, told = read(*PROCEDURE, *blocks)
    assert "time.conflict" not in told or "cộng các bước" in told["time.conflict"].message


@pytest.mark.parametrize("words", ["Không quá 100.000 đồng", "Tối đa 50.000 đồng/hồ sơ", "8 nghìn đồng"])
def test_what_is_no_amount_is_not_written_as_one(words):
    reading, told = read(*PROCEDURE, bold("5.6. Lệ phí"), para(words), bold("7. Hồ sơ lưu"))
    assert reading.layout["fees"] == [{"kind": "le_phi", "condition": words}]
    assert "fee.only_in_words" in told


@pytest.mark.parametrize(
    ("words", "amount"), [("8.000 đồng (Năm nghìn đồng)", 8000), ("Miễn phí, trừ cấp lại", 0)]
)
def test_an_amount_with_words_against_it_is_doubted(words, amount):
    reading, told = read(*PROCEDURE, bold("5.6. Lệ phí"), para(words), bold("7. Hồ sơ lưu"))
    assert reading.layout["fees"][0]["amount"] == amount and told["value.doubtful"].key == "fees"


def test_acts_without_number_or_year_are_told():
    reading, told = read(
        *PROCEDURE, bold("5.1. Cơ sở pháp lý"), para("Nghị định số 123/NĐ-CP"), para("Các văn bản khác")
    )
    assert reading.layout["legal_bases"][0]["number"] == "123/NĐ-CP"
    assert told["act.malformed"].key == "legal_bases[1]"
    assert reading.layout["references"] == "Các văn bản khác"


def test_forms_without_code_are_left_with_the_reason():
    reading, told = read(
        *PROCEDURE, bold("6. Biểu mẫu"), table(("TT", "Mã hiệu", "Tên biểu mẫu"), ("1", "", "Đơn"))
    )
    assert "forms" not in reading.layout
    assert "chưa có mã" in told["row.not_understood"].message


def test_text_without_a_place_is_counted_once():
    _reading, told = read(*PROCEDURE[:2], para("Lời nói đầu."), para("Lời cảm ơn."), *PROCEDURE[2:])
    assert told["text.not_placed"].message.startswith("2 đoạn chưa có chỗ, đầu tiên là “Lời nói đầu.”")
    assert told["text.not_placed"].where == "đoạn 3"


def test_what_no_field_can_hold_is_cut_and_told():
    reading, told = read(*PROCEDURE, *steps(("1", "Ký", "Văn thư " * 60, "1 giờ", "")))
    assert len(reading.layout["steps"][0]["position"]) <= 160
    assert told["value.too_long"].key == "steps[1].position"
    assert max(len(passage.text) for passage in reading.passages) > 400


def test_one_of_several_papers_is_a_group():
    document = [
        *PROCEDURE[:3],
        {
            "t": "BulletList",
            "c": [
                [para("Tờ khai")],
                [
                    para("Một trong các giấy tờ sau:"),
                    {"t": "BulletList", "c": [[para("Căn cước")], [para("Hộ chiếu")]]},
                ],
                [para("Ảnh chân dung")],
            ],
        },
    ]
    reading, _told = read(*document)
    groups = [(paper["name"], paper.get("alternative_group")) for paper in reading.layout["components"]]
    assert groups == [
        ("Tờ khai", None),
        ("Căn cước", "nhom-1"),
        ("Hộ chiếu", "nhom-1"),
        ("Ảnh chân dung", None),
    ]


def test_a_document_that_says_neither_papers_nor_fees_is_taken_for_an_internal_process_with_a_remark():
    reading, told = read(
        bold("QUY TRÌNH HỌP GIAO BAN"), *steps(("1", "Họp", "Lãnh đạo UBND", "1 giờ", "Kết luận"))
    )
    assert "trigger" in reading.layout and "components" not in reading.layout
    assert "quy trình nội bộ" in told["value.doubtful"].message


def test_a_text_without_a_title_takes_the_files_name_and_says_so():
    reading, told = read(bold("1. Mục đích"), para("Thống nhất cách làm."))
    assert reading.layout["name"] == "tep"
    assert told["value.missing"].key == "name"


def test_footnotes_are_told():
    note = {"t": "Note", "c": [para("Xem thêm.")]}
    reading, _told = read(*PROCEDURE, {"t": "Para", "c": [inline("- Giấy tờ"), note]})
    assert (reading.passages[-1].where, reading.passages[-1].text) == ("chú thích 1", "Xem thêm.")
    assert not reading.passages[-1].key

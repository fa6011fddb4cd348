"""Habits of offices that the reader was not built on: other orders, other words, other shapes of the same procedure."""

from __future__ import annotations

from docx import Document

from .layouts import (
    ACTS,
    FEE,
    FORMS,
    PAPERS,
    PLACE,
    PURPOSE,
    RECORDS,
    SCOPE,
    STEPS,
    TIME,
    TITLE,
    closing,
    cover,
    kind_of,
    numbered_steps,
    opening,
    para,
    steps_table,
    table,
    to_bytes,
    wide,
)


def other_column_order():
    """Who comes first, the time last; no number column; the head says "Nội dung công việc"."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG", bold=True)
    _section_5(document)
    para(document, "5.7 Các bước thực hiện", bold=True)
    rows = [(who, what, result, time) for what, who, time, result in STEPS]
    table(document, rows, head=("Người thực hiện", "Nội dung công việc", "Sản phẩm", "Thời hạn"))
    closing(document)
    return to_bytes(document)


def _section_5(document, legal=True):
    para(document, "5.1 Thành phần hồ sơ gồm có", bold=True)
    for count, (name, original, _copy) in enumerate(PAPERS, 1):
        para(document, f"{count}. {name}, {'01 bản chính' if original else '01 bản sao'};")
    para(document, "5.2 Số lượng hồ sơ", bold=True)
    para(document, "01 (một) bộ hồ sơ")
    para(document, "5.3 Thời gian giải quyết hồ sơ", bold=True)
    para(document, f"Không quá {TIME}")
    para(document, "5.4 Nơi tiếp nhận và trả kết quả", bold=True)
    para(document, PLACE)
    para(document, "5.5 Lệ phí", bold=True)
    para(document, FEE)
    if legal:
        para(document, "5.6 Cơ sở pháp lý của thủ tục", bold=True)
        for act in ACTS:
            para(document, f"+ {act};")


def heading_styles():
    """Word headings without numbers, the title in Word's own title style, steps with a row for each phase."""
    document = Document()
    document.add_paragraph(f"Quy trình {TITLE.capitalize()}", style="Title")
    para(document, "Mã tài liệu: QT-HT-05")
    para(document, "Lần ban hành: 01; Ngày ban hành: 12/08/2022")
    for title, text in (
        ("Mục đích", PURPOSE),
        ("Phạm vi áp dụng", SCOPE),
        ("Thuật ngữ và định nghĩa", "UBND: Ủy ban nhân dân"),
    ):
        document.add_heading(title, 1)
        para(document, text)
    document.add_heading("Tài liệu liên quan", 1)
    for act in ACTS:
        para(document, act, style="List Bullet")
    document.add_heading("Nội dung quy trình", 1)
    for title, text in (
        ("Hồ sơ phải nộp", None),
        ("Số lượng hồ sơ", "01 bộ"),
        ("Thời hạn giải quyết", TIME),
        ("Cách thức thực hiện", PLACE),
        ("Phí, lệ phí", FEE),
    ):
        document.add_heading(title, 2)
        for name, original, _copy in PAPERS if text is None else ():
            para(document, f"{name} ({'bản chính' if original else 'bản sao'})", style="List Bullet")
        if text:
            para(document, text)
    document.add_heading("Trình tự thực hiện", 2)
    rows = [*numbered_steps()[:2], ("", "", "", "", ""), *numbered_steps()[2:]]
    made = steps_table(document, rows)
    wide(made, 3, "Giai đoạn giải quyết")
    document.add_heading("Biểu mẫu sử dụng", 1)
    for code, name in FORMS:
        para(document, f"{code}: {name}", style="List Number")
    document.add_heading("Lưu trữ", 1)
    for name, _holder, _kept in RECORDS:
        para(document, name, style="List Bullet")
    document.add_heading("Phụ lục", 1)
    para(document, "Sơ đồ vị trí phòng làm việc.")
    return to_bytes(document)


def two_cases():
    """Two tables of steps, one for each case, and a time limit for each."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    para(document, "5.1. Thành phần hồ sơ", bold=True)
    for name, _original, _copy in PAPERS:
        para(document, f"- {name}")
    para(document, "5.2. Số lượng hồ sơ: 01 bộ", bold=True)
    para(document, "5.3. Thời hạn giải quyết", bold=True)
    para(document, "- Trường hợp không phải xác minh: 01 ngày làm việc;")
    para(document, "- Trường hợp phải xác minh: 03 ngày làm việc.")
    para(document, "5.4. Nơi tiếp nhận và trả kết quả", bold=True)
    para(document, PLACE)
    para(document, "5.5. Lệ phí: Không", bold=True)
    para(document, "5.6. Quy trình xử lý công việc", bold=True)
    para(document, "a) Trường hợp không phải xác minh:")
    steps_table(document)
    para(document, "b) Trường hợp phải xác minh:")
    verify = ("Xác minh tại nơi cư trú", "Công chức Tư pháp - Hộ tịch", "02 ngày", "Biên bản xác minh")
    steps_table(document, numbered_steps([*STEPS[:3], verify, *STEPS[3:]]))
    para(document, "5.7. Cơ sở pháp lý", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    closing(document)
    return to_bytes(document)


def lists_in_cells():
    """Bullets and several posts inside cells, a head of two rows, column numbers, forms apart from results."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    para(document, "5.1. Thành phần, số lượng hồ sơ", bold=True)
    made = table(
        document,
        [
            ("STT", "Tên giấy tờ", "Số lượng", ""),
            ("", "", "Bản chính", "Bản sao"),
            *(
                (str(n), name, original and "01", copy and "01")
                for n, (name, original, copy) in enumerate(PAPERS, 1)
            ),
        ],
    )
    wide(made, 0, "Số lượng", first=2, last=3)
    para(document, "Số lượng: 01 bộ")
    for title, text in (
        ("5.2. Thời gian xử lý", TIME),
        ("5.3. Nơi tiếp nhận và trả kết quả", PLACE),
        ("5.4. Phí", FEE),
    ):
        para(document, title, bold=True)
        para(document, text)
    para(document, "5.5. Cơ sở pháp lý", bold=True)
    para(document, "; ".join(ACTS))
    para(document, "5.6. Mô tả quy trình", bold=True)
    rows = [
        (str(n), f"{what}\n- Xem kỹ giấy tờ\n- Ghi vào phần mềm", who.replace(" ", "\n", 1), time, "", result)
        for n, (what, who, time, result) in enumerate(STEPS, 1)
    ]
    head = (
        "STT",
        "Nội dung công việc",
        "Trách nhiệm thực hiện",
        "Thời gian thực hiện",
        "Biểu mẫu",
        "Kết quả",
    )
    table(document, [("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"), *rows], head=head)
    closing(document)
    return to_bytes(document)


def nested_tables():
    """The whole section 5 in one cell of a frame, the steps in a table inside a cell."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    labels = [
        ("Cơ sở pháp lý", "\n".join(ACTS)),
        (
            "Thành phần hồ sơ",
            "\n".join(f"- {name} ({kind_of(original)})" for name, original, _copy in PAPERS),
        ),
        ("Số lượng hồ sơ", "01 bộ"),
        ("Thời hạn giải quyết", TIME),
        ("Nơi tiếp nhận", PLACE),
        ("Lệ phí", FEE),
        ("Quy trình xử lý công việc", ""),
    ]
    made = table(document, labels)
    cell = made.cell(len(labels) - 1, 1)
    inner = cell.add_table(len(STEPS) + 1, 5)
    for row, texts in zip(
        inner.rows,
        [("TT", "Trình tự", "Trách nhiệm", "Thời gian", "Kết quả"), *numbered_steps()],
        strict=True,
    ):
        for place, text in zip(row.cells, texts, strict=True):
            place.text = text
    closing(document)
    return to_bytes(document)


def missing_sections():
    """No purpose, scope, fee or records; steps as prose; nothing is invented."""
    document = Document()
    para(document, f"QUY TRÌNH {TITLE}", bold=True)
    para(document, "I. CĂN CỨ PHÁP LÝ", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    para(document, "II. THÀNH PHẦN HỒ SƠ", bold=True)
    for name, _original, _copy in PAPERS:
        para(document, f"- {name}")
    para(document, "III. TRÌNH TỰ THỰC HIỆN", bold=True)
    for count, (what, who, time, _result) in enumerate(STEPS, 1):
        para(document, f"Bước {count}: {who} - {what}. Thời gian: {time}.")
    return to_bytes(document)


def capital_labels():
    """The cover's labels in a row above their values, everything in capitals, the head of the steps repeated."""
    document = Document()
    table(document, [("MÃ SỐ", "LẦN BAN HÀNH", "NGÀY BAN HÀNH"), ("QT-HT-05", "01", "12/08/2022")])
    para(document, "QUY TRÌNH", bold=True)
    para(document, TITLE, bold=True)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    _section_5(document)
    para(document, "5.7. QUY TRÌNH XỬ LÝ", bold=True)
    head = ("TT", "TRÌNH TỰ THỰC HIỆN", "TRÁCH NHIỆM", "THỜI GIAN", "BIỂU MẪU/ KẾT QUẢ")
    steps_table(document, [*numbered_steps()[:5], head, *numbered_steps()[5:]], head)
    closing(document, "6. BIỂU MẪU", "7. HỒ SƠ LƯU")
    return to_bytes(document)


def lettered_sections():
    """Letters instead of numbers, the facts as a table of labels, hours as bare numbers below "Thời gian (giờ)"."""
    document = Document()
    table(
        document,
        [("UBND PHƯỜNG MẪU", f"QUY TRÌNH\n{TITLE}", "Mã hiệu: QT-HT-05\nLần BH: 01\nNgày BH: 12/8/2022")],
    )
    for title, text in (("A. MỤC ĐÍCH", PURPOSE), ("B. PHẠM VI ÁP DỤNG", SCOPE), ("C. NỘI DUNG", "")):
        para(document, title, bold=True)
        if text:
            para(document, text)
    facts = [
        ("Tên thủ tục", TITLE),
        ("Mã TTHC", "2.000635"),
        ("Lĩnh vực", "Hộ tịch"),
        ("Đối tượng thực hiện", "Cá nhân, tổ chức"),
        (
            "Thành phần hồ sơ",
            "\n".join(f"- {name} ({kind_of(original)})" for name, original, _copy in PAPERS),
        ),
        ("Số lượng hồ sơ", "01 bộ"),
        ("Thời hạn giải quyết", TIME),
        ("Cách thức thực hiện", "- Trực tiếp\n- Trực tuyến tại https://dichvucong.gov.vn"),
        ("Phí, lệ phí", FEE),
        ("Kết quả thực hiện", "Bản sao trích lục"),
        ("Căn cứ pháp lý", "\n".join(f"- {act}" for act in ACTS)),
    ]
    table(document, facts)
    para(document, "D. QUY TRÌNH NỘI BỘ, QUY TRÌNH ĐIỆN TỬ", bold=True)
    hours = {"0,5 giờ": "0,5", "30 phút": "30 phút", "1/2 ngày": "1/2 ngày", "1h": "1", "01 giờ": "01"}
    rows = [
        (f"B{n}", who, what, hours.get(time, time), result)
        for n, (what, who, time, result) in enumerate(STEPS, 1)
    ]
    head = ("Bước", "Đơn vị/Người thực hiện", "Nội dung công việc", "Thời gian (giờ)", "Kết quả/Sản phẩm")
    table(document, [*rows, ("", "Tổng thời gian", "", "08 giờ", "")], head=head)
    closing(document, "E. BIỂU MẪU", "G. HỒ SƠ LƯU")
    para(document, "H. PHỤ LỤC", bold=True)
    para(document, "Sơ đồ phòng làm việc.")
    return to_bytes(document)


def parts_and_one_table():
    """ "Phần I", all of section 5 in one table with values behind colons, papers in two groups, one merged time."""
    document = Document()
    para(document, "QUY TRÌNH ISO", bold=True)
    para(document, TITLE, bold=True)
    para(document, "Mã hiệu: QT-HT-05")
    para(document, "Lần ban hành: 01")
    para(document, "Ngày ban hành: 12/08/2022")
    for title, text in (("Phần I. Mục đích", PURPOSE), ("Phần II. Phạm vi", SCOPE)):
        para(document, title, bold=True)
        para(document, text)
    para(document, "Phần III. Nội dung quy trình", bold=True)
    papers = [("", f"- {name}", "", original, copy) for name, original, copy in PAPERS]
    rows = [
        ("1", "Cơ sở pháp lý"),
        *(("", act) for act in ACTS),
        ("2", "Thành phần hồ sơ", "", "Bản chính", "Bản sao"),
        ("", "* Giấy tờ phải xuất trình:"),
        papers[1],
        ("", "* Giấy tờ phải nộp:"),
        papers[0],
        papers[2],
        ("3", "Số lượng hồ sơ: 01 bộ"),
        ("4", f"Thời gian xử lý: {TIME}"),
        ("5", f"Nơi tiếp nhận và trả kết quả: {PLACE}"),
        ("6", f"Phí: {FEE}"),
        ("7", "Quy trình xử lý công việc"),
        ("TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"),
        *((f"B{n}", *step) for n, step in enumerate(STEPS, 1)),
    ]
    made = table(document, [(*row, *[""] * (5 - len(row))) for row in rows])
    for count, row in enumerate(rows):
        if len(row) == 2:
            wide(made, count, row[1], first=1)
    closing(document, "Phần IV. Biểu mẫu", "Phần V. Hồ sơ lưu")
    return to_bytes(document)


def internal_process():
    """An internal process: no papers, no fee, an occasion and a deadline."""
    document = Document()
    para(document, "ỦY BAN NHÂN DÂN PHƯỜNG MẪU", bold=True)
    para(document, "QUY TRÌNH ĐÁNH GIÁ CÔNG CHỨC HẰNG THÁNG", bold=True)
    para(document, "Mã số: QT-NB-02")
    para(document, "1. MỤC ĐÍCH", bold=True)
    para(document, "Chấm điểm công việc đều đặn.")
    para(document, "2. PHẠM VI", bold=True)
    para(document, "Mọi công chức của phường.")
    para(document, "3. NỘI DUNG", bold=True)
    para(document, "3.1. Thời điểm thực hiện: Ngày 25 hằng tháng")
    para(document, "3.2. Hạn hoàn thành: Trước ngày 05 tháng sau")
    para(document, "3.3. Đơn vị chủ trì: Văn phòng")
    para(document, "3.4. Các bước thực hiện", bold=True)
    rows = [
        ("1", "Tự chấm điểm", "Công chức", "01 ngày", "Phiếu tự chấm (BM-NB-01)"),
        ("2", "Nhận xét", "Trưởng phòng", "01 ngày", "Phiếu nhận xét"),
        ("3", "Họp xét", "Hội đồng đánh giá", "½ ngày", "Biên bản"),
        ("4", "Ký kết quả", "Chủ tịch UBND phường", "04 giờ", "Bảng kết quả"),
    ]
    table(document, rows, head=("TT", "Nội dung", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả"))
    para(document, "4. BIỂU MẪU", bold=True)
    table(document, [("1", "BM-NB-01", "Phiếu tự chấm")], head=("TT", "Ký hiệu", "Tên biểu mẫu"))
    para(document, "5. HỒ SƠ LƯU", bold=True)
    table(
        document,
        [("1", "Phiếu, biên bản", "Văn phòng", "05 năm")],
        head=("TT", "Tên hồ sơ", "Nơi lưu", "Thời hạn lưu"),
    )
    return to_bytes(document)


VARIATIONS = {
    "other_column_order": other_column_order,
    "heading_styles": heading_styles,
    "two_cases": two_cases,
    "lists_in_cells": lists_in_cells,
    "nested_tables": nested_tables,
    "missing_sections": missing_sections,
    "capital_labels": capital_labels,
    "lettered_sections": lettered_sections,
    "parts_and_one_table": parts_and_one_table,
    "internal_process": internal_process,
}

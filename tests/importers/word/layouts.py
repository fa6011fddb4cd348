"""Word procedures in the layouts found in use, built by code: our own words about an invented ward.

Each function returns the bytes of a DOCX. All tell the same procedure (3 papers, 3 acts, 8 steps, 1 working day), so
that one table of expectations holds for all; what a layout does not say is named in `LAYOUTS`.
"""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.shared import Pt

AGENCY = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
TITLE = "CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH"
PURPOSE = "Quy định thống nhất cách tiếp nhận và cấp bản sao trích lục tại phường."
SCOPE = "Áp dụng cho công chức tư pháp, Bộ phận Một cửa và người dân có yêu cầu."
STANDARD = "Tiêu chuẩn TCVN ISO 9001:2015"
ACTS = [
    "Luật Hộ tịch số 60/2014/QH13 ngày 20/11/2014",
    "Nghị định số 123/2015/NĐ-CP ngày 15/11/2015 của Chính phủ quy định chi tiết Luật Hộ tịch",
    "Thông tư số 04/2020/TT-BTP ngày 28/5/2020 của Bộ Tư pháp hướng dẫn thi hành Luật Hộ tịch",
]
PAPERS = [
    ("Tờ khai cấp bản sao trích lục (mẫu BM-HT-01)", "x", ""),
    ("Giấy tờ tùy thân của người yêu cầu", "", "x"),
    ("Văn bản ủy quyền, nếu nhờ người khác nộp thay", "x", ""),
]
STEPS = [
    ("Nộp hồ sơ tại phường", "Tổ chức, cá nhân", "Giờ hành chính", "Theo mục 5.2"),
    (
        "Tiếp nhận, kiểm tra hồ sơ và ghi sổ",
        "Công chức Bộ phận Một cửa",
        "0,5 giờ",
        "Giấy tiếp nhận (BM-MC-01)",
    ),
    ("Chuyển hồ sơ cho công chức chuyên môn", "Công chức Bộ phận Một cửa", "30 phút", "Phiếu kiểm soát"),
    ("Tra cứu sổ hộ tịch, soạn bản sao", "Công chức Tư pháp - Hộ tịch", "1/2 ngày", "Dự thảo bản sao"),
    ("Soát lại nội dung", "Công chức Tư pháp - Hộ tịch", "1h", "Bản sao đã soát"),
    ("Ký bản sao", "Chủ tịch hoặc Phó Chủ tịch UBND phường", "01 giờ", "Bản sao đã ký"),
    ("Đóng dấu, vào sổ", "Văn thư", "30 phút", "Sổ theo dõi"),
    ("Trả kết quả cho người dân", "Công chức Bộ phận Một cửa", "0,5 giờ", "Bản sao trích lục"),
]
FORMS = [("BM-HT-01", "Tờ khai cấp bản sao trích lục"), ("BM-MC-01", "Giấy tiếp nhận hồ sơ")]
RECORDS = [
    ("Tờ khai và giấy tờ kèm theo", "Tư pháp", "05 năm"),
    ("Sổ theo dõi cấp bản sao", "Văn thư", "Vĩnh viễn"),
]
AMENDMENTS = [
    ("Ban hành mới", "Toàn bộ", "Ban hành lần đầu", "01/00", "05/02/2021"),
    ("Sửa thời gian", "5.4", "Rút thời gian còn một ngày", "01/01", "12/08/2022"),
]
CONDITIONS = "Không"
TIME = "01 ngày làm việc kể từ khi nhận đủ hồ sơ"
PLACE = "Nộp trực tiếp tại Bộ phận Một cửa phường"
FEE = "8.000 đồng/bản"
STEP_HEAD = ("TT", "Trình tự", "Trách nhiệm", "Thời gian", "Biểu mẫu/Kết quả")


# --- Building ---------------------------------------------------------------------------------------------
def to_bytes(document):
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def para(document, text, *, bold=False, style=None):
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.bold = bold or None
    run.font.size = Pt(13)
    return paragraph


def table(document, rows, *, head=None):
    """A grid of texts; a text with line breaks becomes several paragraphs."""
    rows = [*([head] if head else []), *rows]
    made = document.add_table(len(rows), max(len(row) for row in rows))
    made.style = "Table Grid"
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            fill(cell, text)
    return made


def fill(cell, text, *, bold=False):
    lines = text.split("\n")
    cell.paragraphs[0].add_run(lines[0]).bold = bold or None
    for line in lines[1:]:
        cell.add_paragraph().add_run(line).bold = bold or None


def wide(made, row, text, first=0, last=None):
    """Merge cells of a row and write `text` into them."""
    cells = made.rows[row].cells
    merged = cells[first].merge(cells[last if last is not None else len(cells) - 1])
    for paragraph in merged.paragraphs[1:]:
        paragraph._element.getparent().remove(paragraph._element)
    merged.paragraphs[0].text = text
    return merged


def numbered_steps(steps=STEPS):
    return [(str(count), *step) for count, step in enumerate(steps, start=1)]


def cover(document, *, code="QT-HT-05"):
    table(
        document, [(AGENCY, f"Mã số: {code}\nNgày ban hành: 12/08/2022\nLần ban hành: 01\nLần sửa đổi: 01")]
    )
    para(document, "QUY TRÌNH", bold=True)
    para(document, TITLE, bold=True)
    table(
        document,
        [
            ("Họ tên", "Nguyễn Văn A", "Trần Thị B", "Lê Văn C"),
            ("Chữ ký", "", "", ""),
            ("Chức vụ", "Công chức", "Phó Chủ tịch", "Chủ tịch"),
        ],
        head=("Trách nhiệm", "Soạn thảo", "Xem xét", "Phê duyệt"),
    )
    para(document, "PHÂN PHỐI TÀI LIỆU", bold=True)
    table(
        document,
        [("1", "Bộ phận Một cửa", "01", ""), ("2", "Tư pháp", "02", "")],
        head=("TT", "Nơi nhận", "Bản số", "Ký nhận"),
    )
    para(document, "SỬA ĐỔI TÀI LIỆU", bold=True)
    table(
        document,
        AMENDMENTS,
        head=(
            "Yêu cầu sửa đổi/bổ sung",
            "Trang/Phần liên quan",
            "Mô tả nội dung sửa đổi",
            "Lần ban hành/Lần sửa đổi",
            "Ngày ban hành",
        ),
    )


def closing(document, forms="6. BIỂU MẪU", records="7. HỒ SƠ CẦN LƯU", add=para):
    add(document, forms, bold=True)
    table(
        document, [(str(n), *form) for n, form in enumerate(FORMS, 1)], head=("TT", "Mã hiệu", "Tên biểu mẫu")
    )
    add(document, records, bold=True)
    table(
        document,
        [(str(n), *one) for n, one in enumerate(RECORDS, 1)],
        head=("TT", "Hồ sơ", "Nơi lưu", "Thời gian lưu"),
    )


def opening(document, marks=("1. MỤC ĐÍCH", "2. PHẠM VI", "3. TÀI LIỆU VIỆN DẪN", "4. ĐỊNH NGHĨA/VIẾT TẮT")):
    texts = (
        [PURPOSE],
        [SCOPE],
        [f"- {STANDARD}", *(f"- {act}" for act in ACTS)],
        ["- UBND: Ủy ban nhân dân", "- TTHC: Thủ tục hành chính"],
    )
    for mark, lines in zip(marks, texts, strict=True):
        para(document, mark, bold=True)
        for line in lines:
            para(document, line)


def kind_of(original):
    return "01 bản chính" if original else "01 bản sao"


def papers_table(document):
    rows = [(str(n), *paper) for n, paper in enumerate(PAPERS, start=1)]
    return table(document, rows, head=("TT", "Thành phần hồ sơ", "Bản chính", "Bản sao"))


def steps_table(document, steps=None, head=STEP_HEAD):
    return table(document, steps or numbered_steps(), head=head)


# --- The seven --------------------------------------------------------------------------------------------
def bold_headings():
    """1: headings as bold paragraphs with their number in the text; sections 5.1–5.8 in the older order."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    para(document, "5.1. Điều kiện thực hiện TTHC", bold=True)
    para(document, CONDITIONS)
    para(document, "5.2. Thành phần hồ sơ", bold=True)
    papers_table(document)
    para(document, "5.3. Số lượng hồ sơ: 01 bộ", bold=True)
    para(document, "5.4. Thời gian xử lý", bold=True)
    para(document, TIME)
    para(document, "5.5. Nơi tiếp nhận và trả kết quả", bold=True)
    para(document, PLACE)
    para(document, "5.6. Lệ phí", bold=True)
    para(document, FEE)
    para(document, "5.7. Quy trình xử lý công việc", bold=True)
    made = steps_table(document, [*numbered_steps(), ("", "", "", "", "")])
    wide(made, len(STEPS) + 1, "Tổng thời gian: 01 ngày làm việc")
    para(document, "5.8. Cơ sở pháp lý", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    closing(document)
    return to_bytes(document)


def word_numbering():
    """2: numbered by Word itself: no number in the text, headings are items of lists."""
    document = Document()
    cover(document)
    for title, lines in (
        ("MỤC ĐÍCH", [PURPOSE]),
        ("PHẠM VI", [SCOPE]),
        ("TÀI LIỆU VIỆN DẪN", ACTS),
        ("ĐỊNH NGHĨA/VIẾT TẮT", ["UBND: Ủy ban nhân dân"]),
    ):
        para(document, title, bold=True, style="List Number")
        for line in lines:
            para(document, line)
    para(document, "NỘI DUNG QUY TRÌNH", bold=True, style="List Number")
    para(document, "Cơ sở pháp lý", bold=True, style="List Number 2")
    for act in ACTS:
        para(document, act, style="List Bullet")
    para(document, "Thành phần hồ sơ", bold=True, style="List Number 2")
    for name, original, _copy in PAPERS:
        para(document, f"{name} ({'01 bản chính' if original else '01 bản sao'})", style="List Bullet")
    for title, text in (
        ("Số lượng hồ sơ", "01 bộ"),
        ("Thời hạn giải quyết", TIME),
        ("Nơi tiếp nhận và trả kết quả", PLACE),
        ("Phí, lệ phí", FEE),
    ):
        para(document, title, bold=True, style="List Number 2")
        para(document, text)
    para(document, "Quy trình xử lý công việc", bold=True, style="List Number 2")
    steps_table(document)
    closing(
        document,
        "BIỂU MẪU",
        "HỒ SƠ CẦN LƯU",
        add=lambda d, text, bold: para(d, text, bold=bold, style="List Number"),
    )
    return to_bytes(document)


def roman_headings():
    """3: Roman numerals, other words for the same parts, colons at the end."""
    document = Document()
    cover(document)
    opening(
        document,
        (
            "I. MỤC ĐÍCH:",
            "II. PHẠM VI ÁP DỤNG:",
            "III. TÀI LIỆU THAM KHẢO:",
            "IV. ĐỊNH NGHĨA VÀ TỪ VIẾT TẮT:",
        ),
    )
    para(document, "V. NỘI DUNG QUY TRÌNH:", bold=True)
    para(document, "1. Căn cứ pháp lý:", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    para(document, "2. Hồ sơ bao gồm:", bold=True)
    for count, (name, original, _copy) in enumerate(PAPERS):
        para(document, f"{'abc'[count]}) {name} ({'bản chính' if original else 'bản sao'})")
    para(document, "3. Số lượng hồ sơ: 01 (một) bộ", bold=True)
    para(document, f"4. Thời hạn giải quyết: {TIME}.")
    para(document, f"5. Nơi tiếp nhận hồ sơ: {PLACE}.")
    para(document, f"6. Phí: {FEE}.")
    para(document, "7. Trình tự thực hiện:", bold=True)
    head = ("Bước công việc", "Nội dung", "Trách nhiệm", "Thời gian", "Hồ sơ/Biểu mẫu", "Diễn giải")
    steps_table(document, [(f"B{n}", *step, "Làm theo hướng dẫn.") for n, step in enumerate(STEPS, 1)], head)
    closing(document, "VI. BIỂU MẪU:", "VII. LƯU TRỮ HỒ SƠ:")
    return to_bytes(document)


def one_table():
    """4: all of section 5 in one table, steps and dossier marks in the same grid."""
    document = Document()
    cover(document)
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    rows = [
        ("5.1", "Điều kiện thực hiện TTHC"),
        ("", CONDITIONS),
        ("5.2", "Thành phần hồ sơ", "", "Bản chính", "Bản sao"),
        *(("", name, "", original, copy) for name, original, copy in PAPERS),
        ("5.3", "Số lượng hồ sơ"),
        ("", "01 bộ"),
        ("5.4", "Thời gian xử lý"),
        ("", TIME),
        ("5.5", "Nơi tiếp nhận và trả kết quả"),
        ("", PLACE),
        ("5.6", "Lệ phí"),
        ("", FEE),
        ("5.7", "Quy trình xử lý công việc"),
        STEP_HEAD,
        *((f"B{n}", *step) for n, step in enumerate(STEPS, 1)),
        ("5.8", "Cơ sở pháp lý"),
        *(("", act) for act in ACTS),
    ]
    made = table(document, [(*row, *[""] * (5 - len(row))) for row in rows])
    for count, row in enumerate(rows):
        if len(row) == 2:
            wide(made, count, row[1], first=1)
        elif len(row) == 5 and row[2] == "":
            wide(made, count, row[1], first=1, last=2)
    closing(document)
    return to_bytes(document)


def merged_cells():
    """5: the responsible person merged over several steps, a total over all columns, headings of Word."""
    document = Document()
    cover(document)
    for title, text in (
        ("1. Mục đích", PURPOSE),
        ("2. Phạm vi", SCOPE),
        ("3. Tài liệu viện dẫn", STANDARD),
        ("4. Định nghĩa", "UBND: Ủy ban nhân dân"),
    ):
        document.add_heading(title, 1)
        para(document, text)
    document.add_heading("5. Nội dung quy trình", 1)
    for title, lines in (
        ("5.1. Cơ sở pháp lý", ACTS),
        ("5.2. Thành phần hồ sơ", [f"- {name}: {kind_of(original)}" for name, original, _copy in PAPERS]),
        ("5.3. Số lượng hồ sơ", ["01 bộ"]),
        ("5.4. Thời hạn giải quyết", [TIME]),
        ("5.5. Nơi tiếp nhận và trả kết quả", [PLACE]),
        ("5.6. Lệ phí", [FEE]),
    ):
        document.add_heading(title, 2)
        for line in lines:
            para(document, line)
    document.add_heading("5.7. Quy trình xử lý công việc", 2)
    made = steps_table(document, [*numbered_steps(), ("", "", "", "", "")])
    for first, last in ((2, 3), (4, 5)):
        cell = made.cell(first, 2).merge(made.cell(last, 2))
        for paragraph in cell.paragraphs[1:]:
            paragraph._element.getparent().remove(paragraph._element)
    wide(made, len(STEPS) + 1, "Tổng cộng: 08 giờ làm việc")
    closing(document, "6. Biểu mẫu", "7. Hồ sơ lưu", add=lambda d, text, bold: d.add_heading(text, 1))
    return to_bytes(document)


def loose_text():
    """6: no flagged header row, rows with fewer cells, text over several runs, headings without numbers."""
    document = Document()
    para(document, AGENCY, bold=True)
    para(document, f"QUY TRÌNH {TITLE}", bold=True)
    para(document, "Mã hiệu: QT-HT-05")
    para(document, "Ngày ban hành: 12/08/2022")
    para(document, "Lần ban hành: 1")
    opening(document, ("Mục đích", "Phạm vi", "Tài liệu viện dẫn", "Từ viết tắt"))
    para(document, "Nội dung quy trình", bold=True)
    broken = document.add_paragraph()
    for part in ("Thành ", "phần ", "hồ ", "sơ"):
        broken.add_run(part).bold = True
    for name, original, _copy in PAPERS:
        para(document, f"+ {name} ({'01 bản chính' if original else '01 bản sao'})")
    for title, text in (
        ("Số lượng hồ sơ", "01 bộ"),
        ("Thời gian giải quyết", TIME),
        ("Nơi tiếp nhận", PLACE),
        ("Lệ phí", FEE),
    ):
        para(document, f"{title}: {text}")
    para(document, "Căn cứ pháp lý", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    para(document, "Các bước thực hiện", bold=True)
    made = table(document, [STEP_HEAD, *numbered_steps()])
    for row in (3, 5):
        last = made.rows[row]._tr.tc_lst[-1]
        made.rows[row]._tr.remove(last)
    closing(document, "Biểu mẫu", "Hồ sơ lưu")
    return to_bytes(document)


def decomposed():
    """7: letters decomposed (NFD), capitals everywhere, a table of contents, a framed page."""
    import unicodedata

    document = Document()
    cover(document)
    para(document, "MỤC LỤC", bold=True)
    for line in ("1. MỤC ĐÍCH", "2. PHẠM VI", "5. NỘI DUNG QUY TRÌNH", "6. BIỂU MẪU", "7. HỒ SƠ CẦN LƯU"):
        para(document, f"{line}\t3")
    opening(document)
    para(document, "5. NỘI DUNG QUY TRÌNH", bold=True)
    para(document, "5.1. CƠ SỞ PHÁP LÝ", bold=True)
    for act in ACTS:
        para(document, f"- {act}")
    para(document, "5.2. THÀNH PHẦN HỒ SƠ", bold=True)
    papers_table(document)
    for title, text in (
        ("5.3. SỐ LƯỢNG HỒ SƠ", "01 bộ"),
        ("5.4. THỜI HẠN GIẢI QUYẾT", TIME),
        ("5.5. NƠI TIẾP NHẬN VÀ TRẢ KẾT QUẢ", PLACE),
        ("5.6. PHÍ, LỆ PHÍ", FEE),
    ):
        para(document, title, bold=True)
        para(document, text)
    para(document, "5.7. QUY TRÌNH XỬ LÝ CÔNG VIỆC", bold=True)
    steps_table(document)
    closing(document)
    for text in document.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        text.text = unicodedata.normalize("NFD", text.text or "")
    return to_bytes(document)


LAYOUTS = {
    "bold_headings": bold_headings,
    "word_numbering": word_numbering,
    "roman_headings": roman_headings,
    "one_table": one_table,
    "merged_cells": merged_cells,
    "loose_text": loose_text,
    "decomposed": decomposed,
}

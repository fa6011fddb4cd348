"""The first sheet of an XLSX file: how to fill it in, with an example. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from procedures.importers.sheets import CODE_HEADING, LISTS, PROCEDURES, PROCESSES, TABLES

HELP = (
    ("Mỗi trang một danh sách", f"Cột {CODE_HEADING} nối các trang: dòng nào thuộc thủ tục nào thì ghi mã thủ tục ấy."),
    ("Thủ tục, Quy trình", "Mỗi tài liệu một dòng. Mã tài liệu và Tên phải có; các cột khác điền khi biết."),
    ("Các trang khác", "Mỗi bước, giấy tờ, khoản phí… một dòng, xếp đúng thứ tự. Không gộp ô, không dùng công thức."),
    ("Ngày, giờ", "31/12/2026; 15:00."),
    ("Số", "Số tiền 2.000 hoặc 2000; thời gian 0,5."),
    ("Có, không", "Ghi có; để trống là không."),
    ("Nhiều mục trong một ô", "Mỗi mục một dòng trong ô (Alt+Enter). Số trường hợp: 01, 03."),
    ("Đoạn văn", "Một dòng trống giữa hai đoạn (Alt+Enter hai lần). Ô bắt đầu bằng HTML: giữ nguyên các dấu."),
    ("Các trang DM", "Danh mục đi kèm: chỉ thêm vào hệ thống những dòng còn thiếu."),
    ("Nhập vào", "Lưu dạng .xlsx rồi nhập. Tệp sai ở ô nào, báo cáo ghi ô ấy, ví dụ Bước!C14."),
)  # fmt: skip
EXAMPLE = (
    (PROCEDURES.name, f"{CODE_HEADING}: QT-VD-01 · Tên: Thủ tục cấp thẻ thư viện · Thời hạn (số): 2 · "
                      "Thời hạn (đơn vị): ngày làm việc"),
    ("Bước", f"{CODE_HEADING}: QT-VD-01 · Nội dung: Tiếp nhận phiếu · Vai trò: one_stop_officer · "
             "Thời gian (số): 0,5 · Thời gian (đơn vị): ngày làm việc"),
    ("Giấy tờ", f"{CODE_HEADING}: QT-VD-01 · Tên giấy tờ: Phiếu đăng ký · Nộp hay xuất trình: nộp · Bản chính: 1"),
    ("Phí", f"{CODE_HEADING}: QT-VD-01 · Loại: lệ phí · Số tiền (đồng): 2.000"),
)  # fmt: skip


def instruction_rows() -> Iterator[tuple[bool, tuple[str, str]]]:
    """Rows of two texts, each with whether it is a heading."""
    yield True, ("Cách điền tệp này", "")
    for row in HELP:
        yield False, row
    yield True, ("Ví dụ", "")
    for row in EXAMPLE:
        yield False, row
    yield True, ("Trang", "Cột")
    for sheet in (PROCEDURES, PROCESSES, *LISTS):
        yield False, (sheet.name, " · ".join(column.heading for column in sheet.columns))
    yield False, (TABLES, "các bảng của trang Chương: mỗi dòng của bảng một dòng")

"""The columns of a table of dossiers and the headings under which other systems have them. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is understood.

    Attributes:
        key: name in `reading.Record`.
        heading: in our template.
        synonyms: headings of other systems, compared without case, marks and punctuation.
        help: one line for the instructions sheet.
    """

    key: str
    heading: str
    synonyms: tuple[str, ...]
    help: str
    example: str
    is_required: bool = False


COLUMNS = (
    Column(
        "code",
        "Mã hồ sơ",
        ("số hồ sơ", "mã hs", "số biên nhận", "mã biên nhận", "ma ho so mot cua"),
        "Mã in trên giấy tiếp nhận. Để trống thì hệ thống cấp mã mới; khi đó phải có mã của Cổng dịch vụ công.",
        "H26.65-250702-0001",
    ),
    Column(
        "external_code",
        "Mã hồ sơ Cổng quốc gia",
        ("mã hồ sơ quốc gia", "mã dvcqg", "mã cổng", "mã hồ sơ dvc", "mã trên cổng dịch vụ công"),
        "Mã của Cổng dịch vụ công, nếu có.",
        "G01.01-250702-000123",
    ),
    Column(
        "procedure",
        "Mã thủ tục",
        ("thủ tục", "mã tthc", "mã quy trình", "tthc", "mã thủ tục hành chính"),
        "Mã quy trình của cơ quan (QT-TP-01) hoặc mã thủ tục quốc gia (1.001193).",
        "QT-TP-01",
        is_required=True,
    ),
    Column(
        "case",
        "Trường hợp",
        ("mã trường hợp", "loại trường hợp"),
        "Số của trường hợp trong thủ tục (01, 02 …). Để trống thì lấy trường hợp đầu.",
        "01",
    ),
    Column(
        "applicant",
        "Người nộp",
        (
            "họ và tên",
            "họ tên",
            "tên người nộp",
            "chủ hồ sơ",
            "người yêu cầu",
            "tổ chức, cá nhân",
            "tên tổ chức",
        ),
        "Họ tên người nộp hoặc tên tổ chức.",
        "Nguyễn Văn An",
        is_required=True,
    ),
    Column(
        "address", "Địa chỉ", ("nơi cư trú", "địa chỉ người nộp"), "Địa chỉ của người nộp.", "Tổ dân phố số 3"
    ),
    Column(
        "phone",
        "Điện thoại",
        ("số điện thoại", "sđt", "đt", "điện thoại liên hệ"),
        "Để báo khi có kết quả.",
        "0900000000",
    ),
    Column("email", "Thư điện tử", ("email", "e-mail"), "Thư điện tử của người nộp.", ""),
    Column(
        "channel",
        "Cách nộp",
        ("hình thức nộp", "hình thức tiếp nhận", "kênh tiếp nhận", "nguồn hồ sơ", "hình thức"),
        "trực tiếp, trực tuyến hoặc bưu chính. Để trống là trực tiếp.",
        "trực tiếp",
    ),
    Column(
        "received",
        "Ngày tiếp nhận",
        ("ngày nhận", "thời gian tiếp nhận", "ngày nộp", "ngày nhận hồ sơ", "thời điểm tiếp nhận"),
        "dd/mm/yyyy, có thể kèm giờ hh:mm.",
        "02/07/2025 08:30",
        is_required=True,
    ),
    Column(
        "due",
        "Ngày hẹn trả",
        ("hạn trả", "hẹn trả", "ngày hẹn trả kết quả", "hạn xử lý", "thời hạn", "hạn giải quyết"),
        "Ngày đã hẹn trên giấy tiếp nhận. Để trống thì tính theo quy trình.",
        "02/07/2025",
    ),
    Column(
        "closed",
        "Ngày có kết quả",
        (
            "ngày hoàn thành",
            "ngày kết thúc",
            "ngày xử lý xong",
            "ngày giải quyết xong",
            "thời gian hoàn thành",
        ),
        "Ngày kết quả sẵn sàng ở nơi trả. Để trống nghĩa là hồ sơ đang giải quyết.",
        "02/07/2025",
    ),
    Column(
        "returned",
        "Ngày trả kết quả",
        ("ngày trả", "thời gian trả", "ngày giao kết quả", "ngày trả kq"),
        "Ngày người dân nhận kết quả. Để trống nghĩa là chưa nhận.",
        "03/07/2025",
    ),
    Column(
        "handler",
        "Người thụ lý",
        ("cán bộ thụ lý", "cán bộ xử lý", "chuyên viên", "người xử lý", "công chức xử lý"),
        "Tên đăng nhập hoặc họ tên. Cần cho hồ sơ đang giải quyết; để trống thì hệ thống chọn theo chức danh.",
        "chuyenvien",
    ),
    Column("note", "Ghi chú", ("nội dung", "trích yếu"), "Ghi chú nội bộ.", ""),
)
BY_KEY = {column.key: column for column in COLUMNS}
_PUNCTUATION = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """A heading as it is compared: without marks, case and punctuation."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return _PUNCTUATION.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


_BY_NAME = {
    folded(name): column.key for column in COLUMNS for name in (column.heading, column.key, *column.synonyms)
}


def key_of(heading: str) -> str | None:
    """Which column a heading names; None when it is none of ours."""
    return _BY_NAME.get(folded(heading))

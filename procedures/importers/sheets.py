"""The sheets and columns of our own format as XLSX: one sheet per list, the document code joins them. Pure.

Writer and reader share this description, so a column is added in one place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from procedures.importers.records import INTERNAL_PROCESS, PROCEDURE

CellKind = Literal[
    "text",
    "code",
    "rich",
    "integer",
    "decimal",
    "date",
    "moment",
    "time",
    "flag",
    "choice",
    "list",
    "case",
    "cases",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        path: place in the item of the list ("duration.value").
        words: for a choice the words of a clerk by the word of the layout.
    """

    heading: str
    path: str
    kind: CellKind = "text"
    width: int = 16
    words: Mapping[str, str] | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.

    Attributes:
        key: the list it holds ("steps", "catalogue.forms"); empty for the documents themselves.
        document_kind: for the sheets of documents.
    """

    name: str
    key: str
    columns: tuple[Column, ...]
    document_kind: str = ""


CODE_HEADING = "Mã tài liệu"
INSTRUCTIONS = "Hướng dẫn"
LONG_TEXTS = "Văn bản dài"
TABLES = "Bảng trong chương"
LONG_TEXT_HEADINGS = ("Số", "Phần", "Nội dung")
TABLE_HEADINGS = (CODE_HEADING, "Chương thứ", "Là")
CELL_HEADING = "Ô"
TABLE_ROW_WORDS = {"caption": "tên bảng", "columns": "tiêu đề", "rows": "dòng"}

TIME_WORDS = {
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "same_day": "trong ngày",
}
STEP_WORDS = {
    "minute": "phút",
    "working_hour": "giờ làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
}
SUPPLEMENT_WORDS = {"restart": "tính lại từ đầu", "pause": "tạm dừng"}
CHANNEL_WORDS = {"direct": "trực tiếp", "postal": "bưu chính", "online": "trực tuyến"}
FEE_CHANNEL_WORDS = {"all": "mọi cách nộp", **CHANNEL_WORDS}
FEE_WORDS = {"phi": "phí", "le_phi": "lệ phí"}
PAPER_WORDS = {"submit": "nộp", "present": "xuất trình"}
FREQUENCY_WORDS = {
    "on_demand": "khi phát sinh",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "annual": "hằng năm",
}
WEEKDAY_WORDS = {
    "0": "thứ Hai",
    "1": "thứ Ba",
    "2": "thứ Tư",
    "3": "thứ Năm",
    "4": "thứ Sáu",
    "5": "thứ Bảy",
    "6": "Chủ nhật",
}
ISSUE_WORDS = {"revision": "sửa đổi", "edition": "ban hành lại"}
AUDIENCE_WORDS = {"public": "công khai", "staff": "nội bộ", "unit": "trong đơn vị", "restricted": "hạn chế"}
ONLINE_WORDS = {"none": "chỉ cung cấp thông tin", "partial": "một phần", "full": "toàn trình"}
ACT_KIND_WORDS = {
    "law": "luật",
    "ordinance": "pháp lệnh",
    "decree": "nghị định",
    "circular": "thông tư",
    "resolution": "nghị quyết",
    "decision": "quyết định",
    "directive": "chỉ thị",
    "standard": "tiêu chuẩn",
    "other": "khác",
}


def _limit(prefix: str = "time_limit") -> tuple[Column, ...]:
    return (
        Column("Thời hạn (số)", f"{prefix}.value", "integer", 10),
        Column("Thời hạn (đơn vị)", f"{prefix}.unit", "choice", words=TIME_WORDS),
        Column("Giờ chốt", f"{prefix}.cutoff_time", "time", 10),
        Column("Thời hạn bằng lời", f"{prefix}.text", width=30),
    )


_CODE = Column(CODE_HEADING, "iso_code", "code")
_NAMES = (
    _CODE,
    Column("Tên", "name", width=50),
    Column("Tên trong danh sách", "listed_name", width=24),
    Column("Tên ngắn", "short_name", width=24),
    Column("Địa chỉ trang", "id", "code", 24),
    Column("Tóm tắt", "summary", width=40),
)
_ISO_TEXTS = (
    Column("Mục đích", "purpose", "rich", 40),
    Column("Phạm vi", "scope", "rich", 40),
    Column("Tài liệu viện dẫn", "references", "rich", 30),
    Column("Định nghĩa, viết tắt", "definitions", "rich", 30),
    Column("Lần ban hành", "number.edition", "integer", 10),
    Column("Lần sửa đổi", "number.revision", "integer", 10),
    Column("Lần tới là", "change.kind", "choice", words=ISSUE_WORDS),
    Column("Lý do thay đổi", "change.reason", width=30),
    Column("Căn cứ thay đổi", "change.basis", width=24),
    Column("Hiệu lực từ", "change.effective_from", "moment"),
    Column("Số quyết định", "change.decision_number", "code"),
    Column("Ngày quyết định", "change.decision_date", "date", 12),
    Column("Phạm vi đọc", "audience", "choice", words=AUDIENCE_WORDS),
    Column("Rà soát sau (tháng)", "review_cycle_months", "integer", 10),
)

PROCEDURES = Sheet(
    "Thủ tục",
    "",
    (
        *_NAMES,
        Column("Mã quốc gia", "code", "code"),
        Column("Mã địa phương", "local_code", "code"),
        Column("Mã cũ", "legacy_codes", "list"),
        Column("Lĩnh vực", "field", "code"),
        Column("Tên lĩnh vực", "field_name", width=24),
        Column("Cấp thực hiện", "level", "code"),
        Column("Đối tượng", "subjects", "list", 30),
        Column("Cơ quan công bố", "promulgating_agency", width=24),
        Column("Cơ quan quyết định", "deciding_agency", width=24),
        Column("Cơ quan thực hiện", "executing_agency", width=24),
        Column("Cơ quan được ủy quyền", "authorised_agency", width=24),
        Column("Cơ quan phối hợp", "coordinating_agencies", "list", 24),
        Column("Mức trực tuyến", "online_level.current", "choice", words=ONLINE_WORDS),
        Column("Mức trực tuyến cũ", "online_level.legacy", "code", 10),
        Column("Địa chỉ nộp trực tuyến", "online_url", width=30),
        Column("Số bộ hồ sơ", "sets", "integer", 10),
        *_limit(),
        Column("Gia hạn", "time_limit.extension", width=30),
        Column("Khi bổ sung hồ sơ", "time_limit.supplement_rule", "choice", words=SUPPLEMENT_WORDS),
        Column("Không phải nộp", "not_needed", width=30),
        Column("Trình tự thực hiện", "public_steps", "rich", 40),
        Column("Yêu cầu, điều kiện", "conditions", "rich", 40),
        *_ISO_TEXTS,
    ),
    PROCEDURE,
)
PROCESSES = Sheet(
    "Quy trình",
    "",
    (
        *_NAMES,
        Column("Bộ phận giữ", "owner_unit", width=24),
        Column("Khi nào làm", "trigger", width=30),
        Column("Hạn làm", "deadline", width=24),
        *_ISO_TEXTS,
    ),
    INTERNAL_PROCESS,
)
LISTS = (
    Sheet(
        "Bước",
        "steps",
        (
            Column("Nội dung", "title", width=50),
            Column("Vai trò", "role", "code", 20),
            Column("Chức danh", "position", width=30),
            Column("Thời gian (số)", "duration.value", "decimal", 10),
            Column("Thời gian (đơn vị)", "duration.unit", "choice", words=STEP_WORDS),
            Column("Đầu vào", "input", width=24),
            Column("Kết quả", "output", width=24),
            Column("Biểu mẫu", "form", "code"),
            Column("Giai đoạn", "phase"),
            Column("Giải thích", "description", width=40),
            Column("Chờ bên ngoài", "waits_outside", "flag", 10),
            Column("Lý do không tính thời gian", "waits_reason", width=24),
            Column("Đề xuất, chưa xác nhận", "proposed", "flag", 10),
        ),
    ),
    Sheet(
        "Trường hợp",
        "cases",
        (
            Column("Số", "code", "case", 8),
            Column("Tên trường hợp", "name", width=40),
            Column("Khi nào", "condition", width=40),
            *_limit(),
        ),
    ),
    Sheet(
        "Giấy tờ",
        "components",
        (
            Column("Tên giấy tờ", "name", width=50),
            Column("Nộp hay xuất trình", "kind", "choice", words=PAPER_WORDS),
            Column("Bản chính", "original", "integer", 10),
            Column("Bản sao", "copy", "integer", 10),
            Column("Biểu mẫu", "form", "code"),
            Column("Chỉ khi", "condition", width=30),
            Column("Lấy ở đâu", "source", width=24),
            Column("Nhóm chọn một", "alternative_group", "code"),
            Column("Trường hợp", "cases", "cases"),
        ),
    ),
    Sheet(
        "Cách nộp",
        "channels",
        (
            Column("Cách nộp", "channel", "choice", words=CHANNEL_WORDS),
            Column("Ghi chú", "note", width=50),
        ),
    ),
    Sheet(
        "Phí",
        "fees",
        (
            Column("Loại", "kind", "choice", words=FEE_WORDS),
            Column("Cách nộp", "channel", "choice", words=FEE_CHANNEL_WORDS),
            Column("Số tiền (đồng)", "amount", "integer"),
            Column("Tính theo", "per"),
            Column("Khi nào", "condition", width=30),
            Column("Miễn, giảm", "exemption", width=30),
            Column("Căn cứ", "basis", width=24),
            Column("Từ ngày", "valid_from", "date", 12),
            Column("Đến ngày", "valid_to", "date", 12),
            Column("Trường hợp", "cases", "cases"),
        ),
    ),
    Sheet("Kết quả", "results", (Column("Kết quả", "name", width=50), Column("Ghi chú", "note", width=40))),
    Sheet(
        "Dịp làm",
        "occasions",
        (
            Column("Tần suất", "frequency", "choice", words=FREQUENCY_WORDS),
            Column("Tháng", "month", "integer", 8),
            Column("Ngày", "day", "integer", 8),
            Column("Thứ", "weekday", "choice", 10, WEEKDAY_WORDS),
            Column("Việc đến hạn", "label", width=40),
        ),
    ),
    Sheet(
        "Biểu mẫu",
        "forms",
        (Column("Mã biểu mẫu", "code", "code"), Column("Tên biểu mẫu", "name", width=50)),
    ),
    Sheet(
        "Căn cứ",
        "legal_bases",
        (
            Column("Số hiệu", "number", "code", 22),
            Column("Tên văn bản", "title", width=60),
            Column("Ngày ban hành", "issued_on", "date", 12),
            Column("Cơ quan ban hành", "issuer", width=24),
            Column("Điều khoản", "clause", width=24),
        ),
    ),
    Sheet(
        "Hồ sơ lưu",
        "records",
        (
            Column("Tên hồ sơ", "name", width=40),
            Column("Nơi giữ", "holder", width=24),
            Column("Thời gian giữ", "retention"),
        ),
    ),
    Sheet(
        "Lần ban hành trước",
        "versions",
        (
            Column("Lần ban hành", "edition", "integer", 10),
            Column("Lần sửa đổi", "revision", "integer", 10),
            Column("Ngày ban hành", "issued_on", "date", 12),
            Column("Hiệu lực từ", "effective_from", "date", 12),
            Column("Nội dung thay đổi", "change", width=40),
            Column("Căn cứ", "basis", width=24),
        ),
    ),
    Sheet(
        "Chương",
        "chapters",
        (
            Column("Tên chương", "title", width=40),
            Column("Nội dung", "text", "rich", 60),
            Column("Là bảng", "table", "flag", 10),
        ),
    ),
)
CATALOGUE = (
    Sheet(
        "DM lĩnh vực",
        "fields",
        (
            Column("Mã", "code", "code"),
            Column("Tên", "name", width=40),
            Column("Mã của bộ", "ministry_code", "code"),
            Column("Hình", "icon", "code"),
            Column("Thứ tự", "order", "integer", 8),
        ),
    ),
    Sheet(
        "DM đối tượng",
        "subjects",
        (
            Column("Mã", "code", "code", 30),
            Column("Tên", "name", width=40),
            Column("Thứ tự", "order", "integer", 8),
        ),
    ),
    Sheet(
        "DM vai trò",
        "roles",
        (
            Column("Mã", "code", "code", 20),
            Column("Tên", "name", width=40),
            Column("Ngoài cơ quan", "external", "flag", 10),
            Column("Mọi người trong cơ quan", "everyone", "flag", 10),
            Column("Thứ tự", "order", "integer", 8),
        ),
    ),
    Sheet(
        "DM biểu mẫu",
        "forms",
        (
            Column("Mã", "code", "code"),
            Column("Tên", "name", width=50),
            Column("Thôi dùng", "retired", "flag", 10),
            Column("Tên tệp", "file.name", "code", 24),
            Column("SHA-256 của tệp", "file.sha256", "code", 24),
        ),
    ),
    Sheet(
        "DM văn bản",
        "legal_acts",
        (
            Column("Số hiệu", "number", "code", 22),
            Column("Tên văn bản", "title", width=60),
            Column("Loại", "kind", "choice", words=ACT_KIND_WORDS),
            Column("Cơ quan ban hành", "issuer", width=24),
            Column("Ngày ban hành", "issued_on", "date", 12),
            Column("Hiệu lực từ", "effective_from", "date", 12),
            Column("Hiệu lực đến", "effective_to", "date", 12),
            Column("Thay bằng (số hiệu)", "replaced_by.number", "code", 22),
            Column("Thay bằng (cơ quan)", "replaced_by.issuer", width=24),
            Column("Địa chỉ", "url", width=30),
        ),
    ),
)
DOCUMENTS = (PROCEDURES, PROCESSES)

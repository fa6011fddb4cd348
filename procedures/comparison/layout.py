"""What a snapshot contains, in the order of an ISO procedure document, and how each part reads.

Two kinds of parts: a ``Record`` shows attributes of one object, one row each; an ``Items`` list shows
one line per item, or one row per attribute where items are long (steps). The numbers are those of the
printed document (purpose 1 … records 7; section 5 in the variant with the legal basis at 5.8). What stands
nowhere in the document has no number. Keys that no part names are found by ``rows`` and shown raw, so a
newer schema is never compared only in part.
"""

from __future__ import annotations

from typing import Any

from organisation.vietnamese_format import format_date, format_money, format_number
from procedures.comparison.normalising import plain_text
from procedures.comparison.structure import Attribute, Items, Record, Render
from procedures.facts import CHANNEL_WORDS, FEE_KIND_WORDS
from procedures.snapshot_reading import Part, duration_words, expected_minutes


def _named(value: Part) -> str:
    return str(value.get("name") or value.get("code") or "")


def _listed(value: list[Any]) -> str:
    return ", ".join(map(str, value))


def _choice(**words: str) -> Render:
    return lambda value: words.get(str(value), str(value))


def _duration(value: Part) -> str:
    """Value and unit; the minutes are said only when they are not what value and unit amount to."""
    words = duration_words(value) or str(dict(value))
    minutes = value.get("minutes")
    return words if minutes == expected_minutes(value) or minutes is None else f"{words} ({minutes} phút)"


def limit_words(value: Part) -> str:
    """A time limit with everything that belongs to it, in one line."""
    rest = [attribute for attribute in LIMIT_ATTRIBUTES if attribute.key in value]
    said = [f"{attribute.label} {attribute.render(value[attribute.key])}" for attribute in rest]
    return "; ".join([_duration(value), *said])


def _file(value: Part) -> str:
    size = value.get("size")
    about = [
        f"{format_number(size)} byte" if isinstance(size, int) else "",
        f"mã kiểm tra {value['sha256'][:8]}" if value.get("sha256") else "",
    ]
    return ", ".join(text for text in (str(value.get("filename") or ""), *about) if text)


def _count(value: int) -> str:
    return format_number(value) if value else ""


def _sets(value: int) -> str:
    return f"{format_number(value)} bộ"


KIND_WORDS = {"procedure": "thủ tục hành chính", "internal_process": "quy trình nội bộ"}
AUDIENCE_WORDS = {
    "public": "mọi người",
    "staff": "cán bộ",
    "unit": "nội bộ đơn vị",
    "restricted": "người được giao",
}
SUPPLEMENT_WORDS = {"restart": "tính lại từ đầu", "pause": "tạm dừng, không tính thời gian chờ"}
FREQUENCY_WORDS = {
    "on_demand": "khi phát sinh",
    "weekly": "hằng tuần",
    "monthly": "hằng tháng",
    "quarterly": "hằng quý",
    "annual": "hằng năm",
}
LIMIT_ATTRIBUTES = (
    Attribute("cutoff", "giờ nhận cuối để trả trong ngày"),
    Attribute("text", "cách ghi"),
    Attribute("extension", "gia hạn"),
    Attribute("supplement_rule", "khi bổ sung hồ sơ", _choice(**SUPPLEMENT_WORDS)),
)

GENERAL = (
    Record(
        "name",
        "",
        "",
        (),
        (
            Attribute("kind", "Loại", _choice(**KIND_WORDS)),
            Attribute("title", "Tên"),
            Attribute("short_title", "Tên gọn"),
            Attribute("summary", "Tóm tắt"),
            Attribute("code", "Mã tài liệu"),
            Attribute("national_code", "Mã quốc gia"),
            Attribute("local_code", "Mã địa phương"),
            Attribute("legacy_codes", "Mã cũ", _listed),
            Attribute("field", "Lĩnh vực", _named),
            Attribute("level", "Cấp thực hiện", _named),
            Attribute(
                "audience",
                "Ai được xem",
                _choice(**AUDIENCE_WORDS),
            ),
        ),
    ),
)
DEFINITIONS = Attribute("definitions", "Định nghĩa, viết tắt", plain_text)
CHAPTERS = (
    Record("chapters", "1", "", ("chapters",), (Attribute("purpose", "Mục đích", plain_text),)),
    Record("chapters", "2", "", ("chapters",), (Attribute("scope", "Phạm vi", plain_text),)),
    Record("chapters", "3", "", ("chapters",), (Attribute("references", "Tài liệu viện dẫn", plain_text),)),
    Record("chapters", "4", "", ("chapters",), (DEFINITIONS,)),
)
DOSSIER = (
    Record("conditions", "5.1", "", (), (Attribute("conditions", "Điều kiện thực hiện", plain_text),)),
    Record("trigger", "5.1", "", (), (Attribute("trigger", "Khi nào làm"),)),
    Items(
        "components",
        "5.2",
        "Thành phần hồ sơ",
        "components",
        (
            Attribute("name", ""),
            Attribute("kind", "", _choice(submit="nộp", present="cho xem rồi cầm về (xuất trình)")),
            Attribute("original", "bản chính:", _count),
            Attribute("copy", "bản sao:", _count),
            Attribute("form", "mẫu"),
            Attribute("condition", "chỉ khi"),
            Attribute("source", "nơi cấp:"),
            Attribute("alternative_group", "một trong các giấy của nhóm"),
            Attribute("cases", "trường hợp", _listed),
        ),
        identity=(("name", "cases"), ("name",)),
    ),
    Record("components", "5.2", "", (), (Attribute("not_needed", "Giấy tờ không phải mang"),)),
    Record(
        "sets",
        "5.3",
        "",
        (),
        (Attribute("sets", "Số lượng hồ sơ", _sets),),
    ),
)
TIME = (
    Record("time_limit", "5.4", "", (), (Attribute("time_limit", "Thời gian xử lý", limit_words),)),
    Record("time_limit", "5.4", "", (), (Attribute("deadline", "Hạn hoàn thành"),)),
    Items(
        "cases",
        "5.4",
        "Trường hợp",
        "cases",
        (
            Attribute("code", "mã"),
            Attribute("name", ""),
            Attribute("condition", "khi"),
            Attribute("time_limit", "thời hạn", limit_words),
        ),
        identity=(("code", "name"), ("code",), ("name",)),
    ),
    Items(
        "occasions",
        "5.4",
        "Dịp thực hiện",
        "occasions",
        (
            Attribute("label", ""),
            Attribute("frequency", "", _choice(**FREQUENCY_WORDS)),
            Attribute("month", "tháng"),
            Attribute("day", "ngày"),
            Attribute("weekday", "thứ (0 là thứ Hai)"),
        ),
        identity=(("label",), ("frequency", "month", "day", "weekday")),
        title="label",
    ),
)
PLACE = (
    Record(
        "place",
        "5.5",
        "Nơi tiếp nhận và trả kết quả",
        ("unit",),
        (
            Attribute("name", "đơn vị"),
            Attribute("short_name", "tên gọn"),
            Attribute("code", "mã đơn vị"),
            Attribute("address", "địa chỉ"),
            Attribute("phone", "điện thoại"),
            Attribute("email", "thư điện tử"),
        ),
    ),
    Items(
        "channels",
        "5.5",
        "Cách nộp",
        "channels",
        (
            Attribute("channel", "", _choice(**CHANNEL_WORDS)),
            Attribute("note", "ghi chú:"),
        ),
        identity=(("channel",),),
        title="channel",
    ),
)
FEES = (
    Items(
        "fees",
        "5.6",
        "Lệ phí",
        "fees",
        (
            Attribute("kind", "", _choice(**FEE_KIND_WORDS)),
            Attribute(
                "channel",
                "",
                _choice(all="mọi cách nộp", **CHANNEL_WORDS),
            ),
            Attribute("amount", "", format_money),
            Attribute("per", "một"),
            Attribute("condition", "khi"),
            Attribute("exemption", "miễn:"),
            Attribute("basis", "theo"),
            Attribute("valid_from", "từ", format_date),
            Attribute("valid_to", "đến hết", format_date),
            Attribute("cases", "trường hợp", _listed),
        ),
        identity=(
            ("kind", "channel", "condition", "per", "cases", "valid_from"),
            ("kind", "channel", "condition", "per", "cases"),
            ("kind", "channel", "condition"),
            ("kind", "channel", "per"),
        ),
        title="condition",
    ),
)
STEPS = (
    Items(
        "steps",
        "5.7",
        "Quy trình xử lý công việc",
        "steps",
        (
            Attribute("number", "số thứ tự"),
            Attribute("title", "tên bước"),
            Attribute("role", "vai trò", _named),
            Attribute("position", "trách nhiệm"),
            Attribute("duration", "thời gian", _duration),
            Attribute("input", "đầu vào"),
            Attribute("output", "kết quả"),
            Attribute("form", "biểu mẫu"),
            Attribute("phase", "giai đoạn"),
            Attribute("description", "diễn giải", plain_text),
            Attribute("waits_outside", "chờ bên ngoài", lambda value: "có" if value else "không"),
            Attribute("waits_reason", "lý do chờ"),
        ),
        identity=(("title", "role"), ("title",)),
        title="title",
        line_label="Bước",
        by_attribute=True,
        position_key="number",
    ),
    Record("public_steps", "5.7", "", (), (Attribute("public_steps", "Trình tự thực hiện", plain_text),)),
)
CLOSING = (
    Items(
        "citations",
        "5.8",
        "Cơ sở pháp lý",
        "citations",
        (
            Attribute("number", ""),
            Attribute("title", ""),
            Attribute("issued_on", "ngày", format_date),
            Attribute("clause", ""),
        ),
        identity=(("number", "clause"), ("number",)),
        title="title",
    ),
    Items(
        "forms",
        "6",
        "Biểu mẫu",
        "forms",
        (Attribute("code", ""), Attribute("name", ""), Attribute("file", "tệp", _file)),
        identity=(("code",),),
    ),
    Items(
        "records",
        "7",
        "Hồ sơ cần lưu",
        "records",
        (Attribute("name", ""), Attribute("holder", "nơi lưu:"), Attribute("retention", "thời hạn lưu:")),
        identity=(("name", "holder"), ("name",)),
    ),
    Items(
        "chapters",
        "",
        "Chương thêm",
        "extra",
        (Attribute("title", "tên"), Attribute("body", "nội dung", plain_text)),
        identity=(("title",),),
        title="title",
        line_label="mục",
        by_attribute=True,
        path=("chapters",),
    ),
)
ABOUT = (
    Items("results", "", "Kết quả", "results", (Attribute("name", ""), Attribute("note", "")), (("name",),)),
    Items(
        "subjects",
        "",
        "Đối tượng",
        "subjects",
        (Attribute("name", ""), Attribute("code", "mã")),
        (("code",), ("name",)),
    ),
    Record(
        "online_level",
        "",
        "",
        (),
        (
            Attribute("online_level", "Mức trực tuyến", _named),
            Attribute("legacy_online_level", "Mức trực tuyến (thang cũ)", _named),
            Attribute("online_url", "Địa chỉ nộp trực tuyến"),
        ),
    ),
    Record(
        "agencies",
        "",
        "Cơ quan",
        ("agencies",),
        (
            Attribute("promulgating", "ban hành"),
            Attribute("deciding", "quyết định"),
            Attribute("executing", "thực hiện"),
            Attribute("authorised", "được ủy quyền"),
            Attribute("coordinating", "phối hợp", _listed),
        ),
    ),
    Record("agencies", "", "", (), (Attribute("owner_unit_name", "Đơn vị chủ trì"),)),
    Items(
        "earlier_issues",
        "",
        "Sửa đổi tài liệu",
        "earlier_issues",
        (
            Attribute("edition", "lần ban hành"),
            Attribute("revision", "lần sửa đổi"),
            Attribute("issued_on", "ban hành ngày", format_date),
            Attribute("effective_from", "hiệu lực từ", format_date),
            Attribute("change", ""),
            Attribute("basis", "theo"),
        ),
        identity=(("edition", "revision"),),
        title="change",
    ),
)

LAYOUT: tuple[Record | Items, ...] = (
    *GENERAL,
    *CHAPTERS,
    *DOSSIER,
    *TIME,
    *PLACE,
    *FEES,
    *STEPS,
    *CLOSING,
    *ABOUT,
)

"""Sample content of the component page: every part in every state, without the database."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator


def _hours(count: int) -> dict[str, Any]:
    return {"value": str(count), "unit": "working_hour", "minutes": count * 60}


def _step(number: int, title: str, position: str, hours: int, output: str, **more: Any) -> dict[str, Any]:
    role = more.pop("role", "officer")
    return {
        "number": number,
        "title": title,
        "role": {"code": role, "name": position},
        "position": position,
        "duration": _hours(hours) if hours else None,
        "output": output,
        **more,
    }


def _paper(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "submit", "original": 1, "copy": 0, "cases": [], **more}


STEPS = [
    _step(1, "Ông, bà nộp hồ sơ", "Người yêu cầu", 0, "", role="citizen"),
    _step(
        2, "Tiếp nhận, kiểm tra, hẹn ngày trả", "Công chức Bộ phận Một cửa", 1, "Giấy tiếp nhận", form="MC-01"
    ),
    _step(3, "Thẩm tra, in Giấy khai sinh", "Công chức Tư pháp - Hộ tịch", 3, "Giấy khai sinh dự thảo"),
    _step(4, "Xem xét, ký", "Chủ tịch hoặc Phó Chủ tịch UBND phường", 2, "Kết quả đã ký"),
    _step(5, "Vào sổ, đóng dấu", "Văn thư", 1, "Kết quả phát hành"),
    _step(6, "Trả Giấy khai sinh", "Công chức Bộ phận Một cửa", 1, "Ông, bà ký nhận", form="MC-07"),
]
STEPS_RUNNING = [
    {**STEPS[1], "state": "done"},
    {**STEPS[2], "state": "late"},
    {**STEPS[3], "state": "now"},
    {**STEPS[4], "state": "todo", "waits_outside": True, "waits_reason": "chờ Công an phường xác minh"},
]
SNAPSHOT: dict[str, Any] = {
    "kind": "procedure",
    "code": "QT-TP-01",
    "unit": {"name": "Điểm phục vụ hành chính công phường"},
    "channels": [{"channel": "direct", "note": ""}, {"channel": "postal"}, {"channel": "online"}],
    "online_level": {"code": "full", "name": "Toàn trình"},
    "online_url": "https://dichvucong.example/",
    "time_limit": {"value": 1, "unit": "same_day", "cutoff": "15:00", "text": ""},
    "cases": [
        {"code": "01", "name": "Có giấy chứng sinh", "condition": "", "time_limit": None},
        {
            "code": "02",
            "name": "Không có giấy chứng sinh",
            "condition": "Có người làm chứng",
            "time_limit": None,
        },
        {
            "code": "03",
            "name": "Trẻ bị bỏ rơi",
            "condition": "",
            "time_limit": {"value": 8, "unit": "working_day"},
        },
        {"code": "04", "name": "Sinh nhờ mang thai hộ", "condition": "", "time_limit": None},
    ],
    "components": [
        _paper(
            "Tờ khai đăng ký khai sinh",
            form="TP-HT-KS",
            source="Nộp trực tuyến thì điền ngay trên mẫu điện tử.",
        ),
        _paper("Giấy chứng sinh", cases=["01"], source="Do bệnh viện, trạm y tế nơi sinh cấp."),
        _paper("Văn bản của người làm chứng", cases=["02"], alternative_group="a"),
        _paper("Giấy cam đoan về việc sinh", cases=["02"], alternative_group="a", copy=1),
        _paper("Biên bản về việc trẻ bị bỏ rơi", cases=["03"], source="Do phường hoặc Công an lập."),
        _paper("Văn bản xác nhận việc mang thai hộ", cases=["04"]),
        _paper(
            "Văn bản ủy quyền",
            condition="Chỉ khi nhờ người khác",
            source="Người thân đi thay: không cần chứng thực.",
        ),
        _paper(
            "Căn cước hoặc hộ chiếu của người đi làm", kind="present", source="Dùng được căn cước trên VNeID."
        ),
    ],
    "forms": [{"code": "TP-HT-KS", "name": "Tờ khai", "file": {"url": "/tai-lieu/mau.docx"}}],
    "not_needed": "sổ hộ khẩu, giấy tờ chứng minh nơi cư trú. Phường tự tra cứu.",
    "fees": [
        {"kind": "fee", "channel": "all", "amount": 0, "condition": "Trong 60 ngày"},
        {"kind": "fee", "channel": "all", "amount": 5000, "condition": "Sau 60 ngày"},
    ],
    "results": [{"name": "Giấy khai sinh", "note": "01 bản chính"}],
    "steps": STEPS,
}
OPEN_SNAPSHOT: dict[str, Any] = {
    **SNAPSHOT,
    "time_limit": None,
    "fees": [],
    "results": [],
    "online_level": None,
}


class SampleForm(forms.Form):
    """A form with one field of each kind, sent with mistakes."""

    full_name = forms.CharField(label="Họ và tên", required=False)
    phone = forms.RegexField(
        r"^\d{10}$",
        label="Số điện thoại",
        help_text="Để phường gọi lại. Ví dụ: 0912 000 000",
        error_messages={"invalid": "Số điện thoại có 9 chữ số, cần đủ 10. Ông, bà kiểm tra lại."},
    )
    text = forms.CharField(
        label="Ông, bà muốn góp ý điều gì?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Chưa viết nội dung. Viết một câu cũng được."},
    )
    about = forms.ChoiceField(
        label="Về thủ tục", choices=[("1", "Đăng ký khai sinh"), ("2", "Đăng ký kết hôn")]
    )
    reply = forms.ChoiceField(
        label="Trả lời bằng", choices=[("p", "Điện thoại"), ("m", "Thư điện tử")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Phường được công khai góp ý này", required=False)


CHANGES = [
    {
        "icon": "minus",
        "tone": "ok",
        "title": "Bớt một giấy tờ:",
        "text": "không phải xuất trình giấy tờ chứng minh nơi cư trú khi phường tra cứu được.",
        "reason": "Vì: Nghị quyết 66.7/2025/NQ-CP",
    },
    {
        "icon": "clock",
        "title": "Chia lại thời gian:",
        "text": "thẩm tra từ 4 giờ còn 3 giờ, ký từ 1 giờ thành 2 giờ.",
        "reason": "Tổng vẫn là 8 giờ làm việc, trả trong ngày.",
    },
    {"icon": "plus", "title": "Thêm một căn cứ pháp lý."},
    {"icon": "check", "tone": "mute", "title": "Không đổi:", "text": "lệ phí, nơi nộp, kết quả, biểu mẫu."},
]
ROWS = [
    {
        "label": "5.2 Thành phần hồ sơ",
        "old_parts": [
            {"text": "Giấy tờ chứng minh nơi cư trú: "},
            {"text": "xuất trình bản chính", "op": "del"},
        ],
        "new_parts": [
            {"text": "Giấy tờ chứng minh nơi cư trú: "},
            {"text": "chỉ khi không khai thác được từ cơ sở dữ liệu", "op": "ins"},
        ],
    },
    {"label": "5.8 Căn cứ pháp lý", "old": "", "new_parts": [{"text": "66.7/2025/NQ-CP", "op": "ins"}]},
]
BANNERS = [
    {
        "state": "superseded",
        "edition": "3.0",
        "since": "2026-10-01",
        "current_url": "#",
        "current_edition": "3.1",
    },
    {"state": "withdrawn", "since": "2026-07-01", "decision": "215/QĐ-UBND"},
    {
        "state": "future",
        "edition": "4.0",
        "since": "2026-12-01",
        "current_url": "#",
        "current_edition": "3.1",
    },
    {"state": "as_of", "since": "2025-09-01", "current_url": "#"},
]
VERSION = {
    "state": "in_force",
    "edition": "3.1",
    "effective_from": "2026-10-01",
    "decision": "215/QĐ-UBND",
    "code": "QT-TP-01",
    "national_code": "1.001193",
    "check_code": "9F3C 71AB",
    "diff_url": "#",
    "history_url": "#",
    "history_count": 6,
}
OLD_VERSION = {
    "state": "superseded",
    "edition": "3.0",
    "effective_from": "2025-07-01",
    "effective_to": "2026-09-30",
    "replaced_by": {"edition": "3.1", "url": "#"},
    "check_code": "41D0 C82E",
}
JOB_GROUPS = [
    {
        "urgency": "late",
        "label": "Quá hạn",
        "jobs": [
            {
                "urgency": "late",
                "words": "Quá 2 ngày 1 giờ",
                "exact": "Hạn 08:15, 18/11",
                "title": "Giải trình bước 3: Đăng ký lại khai sinh",
                "url": "#",
                "code": "H26.65-261112-0017",
                "context": "Hồ sơ bị giữ cho đến khi thư xin lỗi được ký.",
                "verb": "Viết giải trình",
                "primary": True,
            }
        ],
    },
    {
        "urgency": "today",
        "label": "Hôm nay",
        "jobs": [
            {
                "urgency": "today",
                "words": "Còn 2 giờ 15 phút",
                "exact": "Hạn 11:30 hôm nay",
                "title": "Thẩm tra: Đăng ký khai sinh",
                "url": "#",
                "context": "Nhận 08:30. Bước 3/6, 3 giờ.",
                "verb": "Mở hồ sơ",
            }
        ],
    },
    {
        "urgency": "later",
        "label": "Sắp tới",
        "jobs": [
            {
                "urgency": "later",
                "icon": "book",
                "words": "Còn 2 ngày 6 giờ",
                "exact": "Hạn 17:00, 25/11",
                "title": "Đọc bản mới QT-TP-09, có hiệu lực 01/12",
                "url": "#",
                "context": "Thời hạn giảm từ 5 xuống 4 ngày làm việc.",
                "verb": "Đọc và xác nhận",
            }
        ],
    },
]
FILTER_GROUPS = [
    {
        "name": "linh-vuc",
        "legend": "Lĩnh vực",
        "options": [
            {"value": "ho-tich", "label": "Hộ tịch", "count": 6, "checked": True},
            {"value": "chung-thuc", "label": "Chứng thực", "count": 2},
            {"value": "bao-tro", "label": "Bảo trợ, người có công", "count": 1},
        ],
    },
    {
        "name": "thoi-han",
        "legend": "Thời hạn",
        "type": "radio",
        "options": [
            {"value": "", "label": "Tất cả", "count": 9, "checked": True},
            {"value": "ngay", "label": "Trong ngày", "count": 4},
        ],
    },
]
STATS = [
    {"label": "Trước hoặc đúng hạn", "value": "98,56%", "note": "412/418 hồ sơ đã trả", "tone": "ok"},
    {"label": "Quá hạn", "value": "6", "note": "trong 418 hồ sơ đã trả", "tone": "bad"},
    {"label": "Đang giải quyết", "value": "23", "note": "không tính vào tỷ lệ"},
]
TABS = [
    {"label": "Tất cả", "count": 7, "url": "#", "current": True},
    {"label": "Hồ sơ", "count": 4, "url": "#"},
    {"label": "Duyệt", "count": 2, "url": "#"},
]
TILES = [
    {"icon": "baby", "label": "Hộ tịch", "count": 10, "examples": "khai sinh, kết hôn, khai tử", "url": "#"},
    {"icon": "stamp", "label": "Chứng thực", "count": 3, "examples": "bản sao, chữ ký", "url": "#"},
    {"icon": "land", "label": "Đất đai", "count": 11, "examples": "cấp sổ, chuyển mục đích", "url": "#"},
    {"icon": "heart", "label": "Bảo trợ, người có công", "count": 17, "examples": "trợ cấp", "url": "#"},
]


def gallery_context() -> dict[str, Any]:
    """Everything the component page shows."""
    return {
        "snapshot": SNAPSHOT,
        "open_snapshot": OPEN_SNAPSHOT,
        "steps_running": STEPS_RUNNING,
        "form": SampleForm({"full_name": "Nguyễn Văn An", "phone": "0912 000 00", "text": "", "about": "1"}),
        "changes": CHANGES,
        "rows": ROWS,
        "banners": BANNERS,
        "version": VERSION,
        "old_version": OLD_VERSION,
        "job_groups": JOB_GROUPS,
        "filter_groups": FILTER_GROUPS,
        "chips": [{"label": "Hộ tịch", "url": "#"}],
        "page_of_many": Paginator(range(64), 20).page(2),
        "stats": STATS,
        "tabs": TABS,
        "tiles": TILES,
        "crumbs": [
            {"label": "Trang chủ", "url": "/"},
            {"label": "Hộ tịch", "url": "#"},
            {"label": "Đăng ký khai sinh"},
        ],
        "empty_actions": [{"label": "Chép từ năm 2026", "url": "#"}, {"label": "Lập mới", "url": "#"}],
    }

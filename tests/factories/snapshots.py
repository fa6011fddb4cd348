"""Hand-written snapshots (schema 1) of an invented ward, for tests of everything that reads one.

Each builder returns a fresh dict, so a test may change it::

    snapshot = birth_registration(title="Đăng ký khai sinh (thử)")
    snapshot["steps"].append(step(7, "Lưu hồ sơ", "clerk"))
"""

ROLE_NAMES = {
    "citizen": "Người yêu cầu",
    "one_stop_officer": "Công chức Bộ phận Một cửa",
    "specialist": "Công chức chuyên môn",
    "head_of_unit": "Trưởng phòng",
    "leader": "Lãnh đạo UBND phường",
    "clerk": "Văn thư",
}
MINUTES = {"minute": 1, "working_hour": 60, "working_day": 480, "same_day": 480}


def duration(value, unit="working_hour"):
    minutes = None if unit == "calendar_day" else int(float(value) * MINUTES[unit])
    return {"value": str(value), "unit": unit, "minutes": minutes}


def time_limit(value, unit="working_day", **changes):
    minutes = None if unit == "calendar_day" else value * MINUTES[unit]
    limit = {"value": value, "unit": unit, "cutoff": "", "text": "", "extension": "", "supplement_rule": ""}
    return limit | {"minutes": minutes} | changes


def step(number, title, role, time=None, **changes):
    return {
        "number": number,
        "title": title,
        "role": {"code": role, "name": ROLE_NAMES[role]},
        "position": ROLE_NAMES[role],
        "duration": time,
        "input": "",
        "output": "",
        "form": "",
        "phase": "",
        "description": "",
        "waits_outside": False,
        "waits_reason": "",
    } | changes


def component(name, **changes):
    return {
        "name": name,
        "kind": "submit",
        "original": 1,
        "copy": 0,
        "form": "",
        "condition": "",
        "source": "",
        "alternative_group": "",
        "cases": [],
    } | changes


def fee(amount, **changes):
    return {
        "kind": "fee",
        "channel": "all",
        "amount": amount,
        "per": "việc",
        "condition": "",
        "exemption": "",
        "basis": "06/2020/NQ-HĐND",
        "valid_from": None,
        "valid_to": None,
        "cases": [],
    } | changes


def case(code, name, **changes):
    return {"code": code, "name": name, "condition": "", "time_limit": None} | changes


def citation(number, title, issued_on=None, clause=""):
    return {"number": number, "title": title, "issued_on": issued_on, "clause": clause}


def form(code, name, **changes):
    return {"code": code, "name": name, "file": None} | changes


def _common():
    return {
        "schema": 1,
        "summary": "",
        "unit": {
            "name": "Ủy ban nhân dân phường An Hòa",
            "short_name": "phường An Hòa",
            "code": "H26.65",
            "address": "Số 12 phố An Hòa, Hà Nội",
            "phone": "024 3999 0000",
            "email": "anhoa@example.vn",
        },
        "chapters": {
            "purpose": "<p>Thống nhất cách tiếp nhận và giải quyết.</p>",
            "scope": "<p>Áp dụng tại Ủy ban nhân dân phường An Hòa.</p>",
            "definitions": "<ul><li>UBND: Ủy ban nhân dân</li><li>TTHC: thủ tục hành chính</li></ul>",
            "references": "<p>TCVN ISO 9001:2015.</p>",
            "extra": [],
        },
        "records": [
            {"name": "Hồ sơ đã giải quyết", "holder": "Công chức chuyên môn", "retention": "20 năm"},
        ],
        "earlier_issues": [],
    }


def birth_registration(**changes):
    """A public procedure settled within the day, with cases, alternatives and three fees."""
    snapshot = _common() | {
        "kind": "procedure",
        "code": "QT-TP-01",
        "title": "Thủ tục đăng ký khai sinh",
        "short_title": "Đăng ký khai sinh",
        "summary": "Ghi tên trẻ vào sổ hộ tịch và nhận Giấy khai sinh.",
        "audience": "public",
        "national_code": "1.001193",
        "local_code": "",
        "legacy_codes": ["T-HNO-092016-TT"],
        "field": {"code": "ho_tich", "name": "Hộ tịch"},
        "level": {"code": "ward", "name": "Cấp xã"},
        "subjects": [{"code": "cong-dan-viet-nam", "name": "Công dân Việt Nam"}],
        "channels": [
            {"channel": "direct", "note": ""},
            {"channel": "postal", "note": ""},
            {"channel": "online", "note": ""},
        ],
        "online_level": {"code": "full", "name": "Toàn trình"},
        "legacy_online_level": {"code": "3", "name": "Mức độ 3"},
        "online_url": "https://dichvucong.example.vn/khai-sinh",
        "agencies": {
            "promulgating": "Bộ Tư pháp",
            "deciding": "Ủy ban nhân dân cấp xã",
            "executing": "Ủy ban nhân dân phường An Hòa",
            "authorised": "",
            "coordinating": [],
        },
        "sets": 1,
        "time_limit": time_limit(
            1,
            "same_day",
            cutoff="15:00",
            text="Nhận sau 15 giờ mà chưa xong thì trả trong ngày làm việc kế tiếp.",
            supplement_rule="restart",
        ),
        "cases": [
            case("01", "Có giấy chứng sinh"),
            case("02", "Không có giấy chứng sinh", condition="Trẻ sinh ngoài cơ sở y tế"),
            case("03", "Trẻ bị bỏ rơi"),
        ],
        "components": [
            component("Tờ khai đăng ký khai sinh", form="TP-HT-KS"),
            component("Giấy chứng sinh", source="Bệnh viện, trạm y tế nơi sinh cấp", cases=["01"]),
            component("Lời chứng của người biết việc sinh", alternative_group="viec-sinh", cases=["02"]),
            component("Giấy cam đoan về việc sinh", alternative_group="viec-sinh", cases=["02"]),
            component("Biên bản trẻ bị bỏ rơi", source="Công an phường lập", cases=["03"]),
            component("Văn bản ủy quyền", condition="nhờ người khác đi nộp"),
            component("Căn cước hoặc hộ chiếu của người đi làm", kind="present"),
            component("Giấy tờ chứng minh nơi cư trú", kind="present"),
        ],
        "not_needed": "Sổ hộ khẩu.",
        "public_steps": "<ol><li>Nộp hồ sơ.</li><li>Nhận Giấy khai sinh.</li></ol>",
        "conditions": "<p>Đăng ký trong 60 ngày kể từ ngày sinh.</p>",
        "fees": [
            fee(0, condition="Đăng ký trong 60 ngày", basis="60/2014/QH13"),
            fee(5000, condition="Đăng ký quá 60 ngày", exemption="Hộ nghèo, người khuyết tật"),
            fee(8000, kind="charge", per="bản", condition="Xin thêm bản sao", basis="281/2016/TT-BTC"),
        ],
        "results": [{"name": "Giấy khai sinh (bản chính)", "note": "01 bản"}],
        "forms": [
            form(
                "TP-HT-KS",
                "Tờ khai đăng ký khai sinh",
                file={
                    "filename": "to-khai-khai-sinh.docx",
                    "sha256": "9f3c71ab" + "0" * 56,
                    "size": 24576,
                    "url": "/tai-lieu/1/to-khai-khai-sinh.docx",
                },
            )
        ],
        "citations": [
            citation("60/2014/QH13", "Luật Hộ tịch", "2014-11-20"),
            citation("123/2015/NĐ-CP", "Nghị định quy định chi tiết Luật Hộ tịch", "2015-11-15", "Điều 9"),
        ],
        "steps": [
            step(1, "Nộp hồ sơ", "citizen"),
            step(2, "Tiếp nhận, kiểm tra, hẹn ngày trả", "one_stop_officer", duration(1), form="MC-01"),
            step(
                3,
                "Thẩm tra, in Giấy khai sinh",
                "specialist",
                duration(4),
                output="Dự thảo Giấy khai sinh",
            ),
            step(4, "Xem xét, ký", "leader", duration(1), position="Chủ tịch", output="Giấy khai sinh đã ký"),
            step(5, "Vào sổ, đóng dấu", "clerk", duration(1), output="Giấy khai sinh đã đóng dấu"),
            step(6, "Trả kết quả", "one_stop_officer", duration(1), form="MC-07"),
        ],
        "earlier_issues": [
            {
                "edition": 1,
                "revision": 0,
                "issued_on": "2016-01-20",
                "effective_from": "2016-01-20",
                "change": "Ban hành lần đầu",
                "basis": "",
            }
        ],
    }
    return snapshot | changes


def household_business(**changes):
    """Registering a household business: three working days, a fee that depends on channel and date.

    The fee is the case B2: online 100,000 until 24/07/2026, 0 from 25/07/2026.
    """
    snapshot = birth_registration() | {
        "code": "QT-KT-01",
        "title": "Đăng ký thành lập hộ kinh doanh",
        "short_title": "Đăng ký hộ kinh doanh",
        "summary": "Ghi tên hộ kinh doanh và nhận Giấy chứng nhận đăng ký.",
        "national_code": "1.001612",
        "field": {"code": "ho_kinh_doanh", "name": "Hộ kinh doanh"},
        "time_limit": time_limit(3, "working_day", supplement_rule="restart"),
        "cases": [],
        "components": [
            component("Giấy đề nghị đăng ký hộ kinh doanh", form="HKD-01"),
            component("Căn cước hoặc hộ chiếu của chủ hộ", kind="present"),
        ],
        "forms": [form("HKD-01", "Giấy đề nghị đăng ký hộ kinh doanh")],
        "fees": [
            fee(100_000, channel="direct", per="lần", basis="78/2026/NQ-HĐND"),
            fee(100_000, channel="online", per="lần", valid_to="2026-07-24"),
            fee(0, channel="online", per="lần", basis="78/2026/NQ-HĐND", valid_from="2026-07-25"),
        ],
        "results": [{"name": "Giấy chứng nhận đăng ký hộ kinh doanh", "note": ""}],
        "steps": [
            step(1, "Nộp hồ sơ", "citizen"),
            step(2, "Tiếp nhận, hẹn ngày trả", "one_stop_officer", duration(2), form="MC-01"),
            step(
                3,
                "Thẩm định, soạn Giấy chứng nhận",
                "specialist",
                duration(2, "working_day"),
                output="Dự thảo",
            ),
            step(4, "Xem xét, ký", "leader", duration(4), output="Giấy chứng nhận đã ký"),
            step(5, "Vào sổ, trả kết quả", "one_stop_officer", duration(2), form="MC-07"),
        ],
    }
    return snapshot | changes


def overdue_dossier_process(**changes):
    """An internal process without citizens: what the office does with a late dossier."""
    snapshot = _common() | {
        "kind": "internal_process",
        "code": "QT-NB-07",
        "title": "Quy trình xử lý hồ sơ quá hạn và thư xin lỗi",
        "short_title": "Xử lý hồ sơ quá hạn",
        "audience": "staff",
        "trigger": "Một bước vượt thời gian quy định",
        "deadline": "Thư xin lỗi gửi chậm nhất trong ngày hẹn trả",
        "owner_unit_name": "Văn phòng",
        "occasions": [
            {
                "frequency": "on_demand",
                "month": None,
                "day": None,
                "weekday": None,
                "label": "Khi có bước trễ",
            }
        ],
        "steps": [
            step(1, "Giải trình lý do trễ", "specialist", duration(4), form="BM-NB07-01"),
            step(2, "Xem xét giải trình", "head_of_unit", duration(4), output="Ý kiến của trưởng phòng"),
            step(3, "Ký thư xin lỗi", "leader", duration(2), form="MC-04"),
            step(4, "Gửi thư cho người nộp", "clerk", duration(1), output="Thư đã gửi"),
        ],
        "forms": [form("BM-NB07-01", "Phiếu giải trình")],
        "citations": [citation("61/2018/NĐ-CP", "Nghị định về cơ chế một cửa", "2018-04-23")],
    }
    return snapshot | changes

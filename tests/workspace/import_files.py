"""Small files of every kind for the import desk, in our own words."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

STEPS = [
    {"title": "Nộp đơn", "role": "citizen"},
    {"title": "Kiểm tra đơn", "role": "specialist", "duration": {"value": 1, "unit": "working_day"}},
]


def record(code="QT-NHAP-01", name="Cấp thẻ đọc sách", **changes):
    """A record of our own format."""
    values = {
        "kind": "procedure",
        "iso_code": code,
        "name": name,
        "code": "1.999001",
        "time_limit": {"value": 3, "unit": "working_day"},
        "components": [{"name": "Đơn xin cấp thẻ", "original": 1}],
        "steps": STEPS,
    } | changes
    return {key: value for key, value in values.items() if value is not None}


def own_file(*records, name="thu-tuc.json"):
    """A file of our own format, as a browser sends it."""
    data = json.dumps(list(records or [record()]), ensure_ascii=False).encode()
    return SimpleUploadedFile(name, data, "application/json")


def portal_data(code="1.999001", **changes):
    """A record as the national portal gives it: two ways of applying, whose times differ, and prose steps."""
    method = {"processingTimeUnit": "WORKING_DAY", "description": "", "fees": []}
    data = {
        "code": code,
        "name": f"Thủ tục cấp thẻ đọc sách {code}",
        "isWard": True,
        "state": "ACTIVE",
        "executionSteps": [
            {
                "name": "",
                "description": "Bước 1: Người đọc nộp đơn tại Bộ phận một cửa.\n"
                "Bước 2: Công chức văn hóa kiểm tra đơn trong thời hạn 01 ngày làm việc.\n"
                "Bước 3: Chủ tịch Ủy ban nhân dân phường ký thẻ.",
            }
        ],
        "executionMethods": [
            {**method, "submissionMethod": "DIRECT", "processingTime": 3},
            {**method, "submissionMethod": "ONLINE", "processingTime": 5},
        ],
        "executionCases": [
            {
                "name": "",
                "profileComponents": [
                    {"name": "Đơn xin cấp thẻ", "originalQty": 1, "copyQty": 0, "attachments": []}
                ],
            }
        ],
        "resultsDetails": [{"name": "Thẻ đọc sách", "code": "KQ1"}],
        "legalBasisesDetails": [{"name": "Luật Thư viện", "code": "46/2019/QH14"}],
        "executingAgencies": "Ủy ban nhân dân cấp xã",
        **changes,
    }
    return json.dumps({"code": "OK", "data": data}, ensure_ascii=False).encode()


def portal_file(code="1.999001", **changes):
    return SimpleUploadedFile(f"{code}.json", portal_data(code, **changes), "application/json")

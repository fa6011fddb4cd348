"""Why a value of a portal record has no place in the system. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

ENVELOPE = "phong bì của câu trả lời, không thuộc thủ tục"
STORED_AT = "chỗ cất tệp trên Cổng"
WRITTEN_AT = "thời điểm ghi trên Cổng"
TECHNICAL = "mã kỹ thuật của Cổng"
FLAG = "cờ phân loại của Cổng, không thuộc các bộ phận của thủ tục"
UNKNOWN = "hệ thống chưa có chỗ ghi mục này; xem có cần chép vào đâu không"
_IDENTIFIER = re.compile(r"(?:.*[a-z]I|i)ds?(?: \(lần \d+\))?")
_BY_NAME = {
    "bucketName": STORED_AT,
    "filePath": STORED_AT,
    "fileName": "tên tệp trên Cổng; tải tệp về để đính kèm nếu cần",
    "createdAt": WRITTEN_AT,
    "updatedAt": WRITTEN_AT,
    "publicationDate": "thời điểm đăng trên Cổng",
    "departmentPromulgateCode": TECHNICAL,
    "proposalType": FLAG,
    "formalityType": FLAG,
    "formalityTargetType": FLAG,
    "type": FLAG,
    "state": "trạng thái của bản ghi trên Cổng",
    "required": "hệ thống ghi điều kiện nộp bằng lời, không bằng cờ",
    "hasElectronicForm": "mẫu điện tử có trên Cổng, không ở hệ thống này",
    "isProcessingResult": FLAG,
    "keywords": "từ khóa tìm kiếm của Cổng",
    "codeNotation": "mã hiển thị của Cổng",
    "currencyName": "hệ thống ghi phí, lệ phí bằng đồng",
    "note": "ghi chú riêng của bản ghi trên Cổng; xem có cần chép vào đâu không",
}
_BY_GROUP = {
    "returningMethods": "hệ thống chưa có chỗ ghi cách trả kết quả",
    "serviceGroupsDetails": "nhóm dịch vụ theo sự kiện trên Cổng",
    "procedureRelatedGroup": "thủ tục liên quan trên Cổng; liên kết trong hệ thống nếu cần",
}
OF_THE_MACHINE = frozenset({ENVELOPE, STORED_AT, WRITTEN_AT, TECHNICAL, FLAG})
"""Reasons of values that tell nothing of the procedure."""


def reason_for(path: Sequence[str | int]) -> str:
    """A short Vietnamese reason for a value that no reader placed, by where it stands."""
    names = [step for step in path if isinstance(step, str)]
    name = names[-1] if names else ""
    if _IDENTIFIER.fullmatch(name):
        return TECHNICAL
    if names and names[0] in _BY_GROUP:
        return _BY_GROUP[names[0]]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if re.fullmatch(r"is[A-Z]\w*", name):
        return FLAG
    if name == "code" and len(names) > 1:
        return TECHNICAL
    return UNKNOWN
